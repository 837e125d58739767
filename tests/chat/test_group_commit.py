"""What several people say at once is written together, and nobody stands in anybody's way."""

import uuid

import pytest
import sqlalchemy as sa
from flask import Flask

from app.chat import queries, readers, telling
from app.chat.fan_out import wire
from app.chat.models import Room, RoomRead
from app.chat.services.posting import Posted, write_letters
from app.core.extensions import db
from app.core.roles import Role
from app.notices.models import Notice
from tests.chat.letters import Letters, messages_of, said_in
from tests.conventions.county import County

TALKERS = (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def letter(county: County) -> Letters:
    return Letters(county)


def test_many_letters_are_numbered_in_their_order_without_gaps(county: County, letter: Letters):
    texts = [f"number {nth}" for nth in range(40)]
    results = write_letters(
        [letter(text, TALKERS[nth % len(TALKERS)]) for nth, text in enumerate(texts)]
    )
    assert [each.seq for each in messages_of(results)] == list(range(2, 42))
    assert said_in(county.room) == list(zip(range(2, 42), texts, strict=True))
    assert db.session.get_one(Room, county.room.id, populate_existing=True).last_seq == 41


def test_all_of_them_are_one_transaction(county: County, letter: Letters):
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    db.session.rollback()
    sa.event.listen(db.engine, "commit", note)
    try:
        write_letters([letter(str(nth)) for nth in range(30)])
    finally:
        sa.event.remove(db.engine, "commit", note)
    assert len(commits) == 1


def test_statements_do_not_grow_with_the_letters(county: County, letter: Letters):
    def statements(count: int) -> int:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            write_letters([letter(str(nth)) for nth in range(count)])
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    assert statements(2) == statements(50) <= 16


def test_the_same_letter_twice_in_one_turn_is_one_message(county: County, letter: Letters):
    client_id = uuid.uuid4()
    first, _, again = write_letters(
        [letter("once", client_id=client_id), letter("other"), letter("once", client_id=client_id)]
    )
    assert isinstance(first, Posted)
    assert isinstance(again, Posted)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.message.seq == again.message.seq
    assert [text for _, text in said_in(county.room)] == ["once", "other"]


def test_a_letter_that_had_arrived_before_gives_the_first_message_back(
    county: County, letter: Letters
):
    client_id = uuid.uuid4()
    write_letters([letter("once", client_id=client_id)])
    again, new = write_letters([letter("once", client_id=client_id), letter("new")])
    assert isinstance(again, Posted)
    assert not again.is_new
    assert again.message.seq == 2
    assert messages_of([new])[0].seq == 3


def test_an_id_of_one_person_does_not_hinder_another(county: County, letter: Letters):
    client_id = uuid.uuid4()
    results = write_letters(
        [letter("mine", client_id=client_id), letter("yours", Role.LINK_CARER, client_id=client_id)]
    )
    assert [each.seq for each in messages_of(results)] == [2, 3]


def test_replies_and_calls_keep_their_place_among_plain_words(county: County, letter: Letters):
    called = county.people[Role.LINK_CARER].name
    results = write_letters(
        [
            letter("plain one"),
            letter("an answer", reply_to=2),
            letter("plain two"),
            letter(f"@{called} look", Role.SUPPORT_WORKER),
            letter("plain three"),
        ]
    )
    messages = messages_of(results)
    assert [each.seq for each in messages] == [2, 3, 4, 5, 6]
    assert messages[1].reply_to is not None
    assert messages[1].reply_to.seq == 2
    assert [each.person_id for each in messages[3].mentions] == [county.people[Role.LINK_CARER].id]


def test_what_is_told_leaves_together_after_the_commit(
    county: County, letter: Letters, monkeypatch: pytest.MonkeyPatch
):
    told: list[list[int | None]] = []

    def note(facts: list[telling.Fact]) -> None:
        assert len(said_in(county.room)) == 3  # on disk by now
        told.append([each.seq for each in facts])

    monkeypatch.setattr(telling, "_tell", note)
    write_letters([letter("one"), letter("two"), letter("three")])
    assert told == [[2, 3, 4]]


def test_what_is_told_of_a_new_message_is_what_is_read_later(county: County, letter: Letters):
    texts = ["plain", "https://example.org and\nlines", "<b>&amp;</b>", "🐝"]
    results = write_letters([letter(text) for text in texts])
    told = [each.told for each in results if isinstance(each, Posted)]
    db.session.rollback()
    db.session.expunge_all()
    room = db.session.get_one(Room, county.room.id)
    assert told == [wire(each) for each in queries.messages_in(room, after=1)]


def test_everybody_but_the_last_writer_has_a_notice_of_the_newest(county: County, letter: Letters):
    write_letters([letter("one"), letter("two", Role.LINK_CARER), letter("three")])
    db.session.rollback()
    notices = dict(
        db.session.execute(
            sa.select(Notice.person_id, Notice.message_seq).where(
                Notice.room_id == county.room.id, Notice.read_at.is_(None)
            )
        ).all()
    )
    writer = county.people[Role.CARER].id
    wanted = {each for each in readers.reader_ids_of(county.room) if each != writer}
    assert {person for person, seq in notices.items() if seq == 4} == wanted


def test_whoever_writes_has_read_so_far(county: County, letter: Letters):
    write_letters([letter("one"), letter("two", Role.LINK_CARER), letter("three")])
    db.session.rollback()
    read = dict(
        db.session.execute(
            sa.select(RoomRead.person_id, RoomRead.seq).where(RoomRead.room_id == county.room.id)
        ).all()
    )
    assert read[county.people[Role.CARER].id] == 4
    assert read[county.people[Role.LINK_CARER].id] == 3
