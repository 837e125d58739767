"""What is taken away goes for everybody: its words, files and marks. A trace stays."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.models import Attachment, Mention, Message, Reaction, Report
from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.storage import storage
from app.core.unit_of_work import unit_of_work
from tests.chat import files
from tests.chat.talk import Talk, without_tags

SURE = {"is_sure": "1"}


def _delete(talk: Talk, message: Message, role: Role = Role.CARER) -> Message:
    return services.delete_message(
        actor=talk.person(role), room_id=message.room_id, seq=message.seq
    )


def _with_photo(talk: Talk) -> tuple[Message, str]:
    client_id = uuid.uuid4()
    attachment, _ = services.upload(
        actor=talk.person(), room_id=talk.room.id, client_id=client_id, content=files.photo()
    )
    key = attachment.key
    return talk.say("Look", attachments=[client_id]), key


def _report(talk: Talk, message: Message) -> None:
    with unit_of_work():
        db.session.add(
            Report(
                client_id=uuid.uuid4(),
                reporter_id=talk.person(Role.LINK_CARER).id,
                message_id=message.id,
                room_id=message.room_id,
                about_id=message.author_id,
                hive_id=talk.county.hive.id,
                reason="Not kind",
                evidence="{}",
                created_at=clock.now(),
            )
        )


def test_words_and_marks_go_and_a_trace_stays(talk: Talk):
    message = talk.say(f"Ask @{talk.person(Role.LINK_CARER).name}")
    link = talk.person(Role.LINK_CARER)
    services.react(actor=link, room_id=message.room_id, seq=message.seq, emoji="👍")
    after = _delete(talk, message)
    assert (after.text, after.is_deleted) == ("", True)
    for mark in (Reaction, Mention):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(mark)) == 0
    html = talk.changes()[-1]["html"]
    assert f"{talk.person().first_name} took this message away" in without_tags(html)
    for gone in ("Ask", "message__more", "reaction"):
        assert gone not in html
    assert talk.changes()[-1]["short"] == "Message taken away"


def test_a_support_worker_takes_any_away_and_is_named(talk: Talk):
    worker = talk.person(Role.SUPPORT_WORKER)
    _delete(talk, talk.say(), Role.SUPPORT_WORKER)
    words = without_tags(talk.changes()[-1]["html"])
    assert f"Taken away by {worker.name}, support worker" in words


def test_twice_is_once(talk: Talk):
    message = talk.say()
    _delete(talk, message)
    _delete(talk, message, Role.SUPPORT_WORKER)
    assert len(talk.changes()) == 1
    assert talk.now(message).deleted_by_id == talk.person().id


def test_others_take_nothing_away(talk: Talk, client_for: Callable[..., FlaskClient]):
    message = talk.say()
    with pytest.raises(NotAllowed):
        _delete(talk, message, Role.LINK_CARER)
    client = client_for(talk.person(Role.LINK_CARER))
    assert client.get(f"{talk.url(message)}/delete").status_code == 403
    assert client.post(f"{talk.url(message)}/delete", data=SURE).status_code == 403
    with pytest.raises(NotFound):
        services.delete_message(
            actor=talk.county.stranger(), room_id=message.room_id, seq=message.seq
        )
    assert not talk.now(message).is_deleted


def test_the_support_worker_of_another_hive_does_not_see_it(talk: Talk):
    message = talk.say()
    with pytest.raises(NotFound):
        services.delete_message(
            actor=talk.person(Role.MANAGER), room_id=message.room_id, seq=message.seq
        )


def test_photos_go_from_the_disk(talk: Talk):
    message, key = _with_photo(talk)
    _delete(talk, message)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 0
    later = clock.now().timestamp() + 60
    assert not [name for name in storage().names(unchanged_since=later) if name.startswith(key)]
    with pytest.raises(NotFound):
        queries.attachment_for(talk.person(), talk.room.id, key, "photo")


def test_photos_of_a_reported_message_stay_for_those_who_look_into_it(talk: Talk):
    message, key = _with_photo(talk)
    _report(talk, message)
    after = _delete(talk, message)
    assert after.text == ""
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 1
    assert storage().read(key)
    with pytest.raises(NotFound):  # and for nobody in the room
        queries.attachment_for(talk.person(), talk.room.id, key, "photo")


def test_the_page_asks_first_and_says_what_happens(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say("Hello")
    client, url = client_for(talk.person()), f"{talk.url(message)}/delete"
    words = without_tags(client.get(url).text)
    assert "It goes for everybody in the room" in words
    assert not talk.now(message).is_deleted
    assert client.post(url).status_code == 422
    assert not talk.now(message).is_deleted
    assert client.post(url, data=SURE).status_code == 303
    assert talk.now(message).is_deleted
    assert "took this message away" in client.get(f"/chat/rooms/{talk.room.id}").text


def test_a_pin_goes_with_it(talk: Talk):
    message = talk.say()
    with unit_of_work():
        services.note_change(message, pinned_at=clock.now(), pinned_by_id=talk.person().id)
    _delete(talk, message)
    assert list(queries.pinned_in(talk.room)) == []
