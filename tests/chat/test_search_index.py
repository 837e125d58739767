"""The index of words is kept by the database, and a search goes through it alone."""

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.chat import queries
from app.chat.models import Message
from app.chat.search import index
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from tests.chat.searching import found, say
from tests.conventions.county import County
from tests.conventions.test_query_counts import _counting as counting


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def carer(county: County) -> Person:
    return county.people[Role.CARER]


def test_rows_that_are_written_and_deleted_past_the_app_are_indexed_too(
    county: County, carer: Person
):
    row = {
        "room_id": county.room.id,
        "seq": 99,
        "author_id": carer.id,
        "client_id": uuid.uuid4(),
        "text": "Bring jelly",
        "sent_at": clock.now(),
    }
    with db.engine.begin() as connection:
        connection.execute(sa.insert(Message.__table__), [row])
    assert found(carer, "jelly") == ["Bring jelly"]
    with db.engine.begin() as connection:
        connection.execute(sa.delete(Message.__table__).where(Message.__table__.c.seq == 99))
    assert found(carer, "jelly") == []
    assert _index_is_sound()


def _index_is_sound() -> bool:
    """That the index holds nothing that is not in the messages, and all that is."""
    words = "SELECT count(*) FROM message_words"
    if db.engine.dialect.name == "sqlite":
        # No rows but those of messages: a wrong "delete" would leave some, or raise.
        with db.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO message_words(message_words) VALUES ('integrity-check')"
            )
        words = "SELECT count(*) FROM message_words_docsize"
    messages = "SELECT count(*) FROM messages WHERE text <> ''"
    return db.session.scalar(sa.text(words)) == db.session.scalar(sa.text(messages))


def test_a_search_asks_the_database_twice_however_much_there_is(county: County, carer: Person):
    say(carer, county.room, "jelly")
    asked = {}
    for size in ("small", "large"):
        db.session.expire_all()
        _ = carer.roles  # what a request has at hand
        with counting() as statements:
            queries.search_messages(carer, "jelly")
        asked[size] = len(statements)
        county.grow(3)
        for count in range(25):
            say(carer, county.room, f"jelly {count}")
    assert asked == {"small": 2, "large": 2}


def test_a_search_goes_through_the_index_alone(county: County, carer: Person):
    """So that a word said in every one of 100,000 messages costs no more than a rare one."""
    with db.engine.begin() as connection:
        connection.execute(
            sa.insert(Message.__table__),
            [
                {
                    "room_id": county.room.id,
                    "seq": number,
                    "author_id": carer.id,
                    "client_id": uuid.uuid4(),
                    "text": f"{'jelly' if number % 500 == 0 else 'custard'} w{number % 700}",
                    "sent_at": clock.now(),
                }
                for number in range(10, 4_010)
            ],
        )
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE message_words, messages, rooms")
    plan = _plan(carer, "jelly")
    assert "Seq Scan on message" not in plan
    assert "SCAN messages" not in plan
    if db.engine.dialect.name == "sqlite":
        assert "SCAN message_words VIRTUAL TABLE" in plan
        before_hits = plan.split("SCAN hits")[0]
        assert "TEMP B-TREE" not in before_hits
    else:
        assert "ix_message_words_words" in plan


@pytest.mark.parametrize("many", [1, 5_000])
def test_rare_and_common_words_are_found_alike(
    county: County, carer: Person, many: int, monkeypatch: pytest.MonkeyPatch
):
    """PostgreSQL finds them in two ways."""
    monkeypatch.setattr(index, "_MANY", many)
    for count in range(25):
        say(carer, county.room, f"jelly {count}")
    newest = found(carer, "jelly")
    assert newest == [f"jelly {count}" for count in range(24, 4, -1)]
    last = db.session.scalar(sa.select(Message.id).where(Message.text == "jelly 5"))
    assert found(carer, "jelly", before=last) == [f"jelly {count}" for count in range(4, -1, -1)]


def _plan(person: Person, words: str) -> str:
    caught: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "message_words" in statement:
            caught.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        queries.search_messages(person, words)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    statement, parameters = caught[0]
    if db.engine.dialect.name == "postgresql":
        # So few rows it would rather read one after the other.
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    rows = db.session.connection().exec_driver_sql(explain + statement, parameters)
    return "\n".join(str(row[-1]) for row in rows)
