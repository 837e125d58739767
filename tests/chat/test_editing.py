"""One's own words can be changed for a quarter of an hour, and everybody sees that they were."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import policy, services
from app.chat.models import Message, RoomKind
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.notices.models import Notice, NoticeCategory
from tests.chat.talk import Talk, without_tags


def _edit(talk: Talk, message: Message, text: str, role: Role = Role.CARER) -> Message:
    return services.edit_message(
        actor=talk.person(role), room_id=message.room_id, seq=message.seq, text=text
    )


def _make_older(message: Message, by: timedelta) -> None:
    with unit_of_work():
        db.session.execute(
            sa.update(Message).where(Message.id == message.id).values(sent_at=message.sent_at - by)
        )


def _told(person_id: int) -> int:
    return len(
        db.session.scalars(
            sa.select(Notice).where(
                Notice.person_id == person_id, Notice.category == NoticeCategory.MENTION
            )
        ).all()
    )


def test_new_words_are_shown_and_marked(talk: Talk):
    after = _edit(talk, talk.say("Helo"), "Hello")
    assert after.text == "Hello"
    [told] = talk.changes()
    assert (told["text"], told["short"], told["change"]) == ("Hello", "Hello", 1)
    assert "edited" in without_tags(told["html"])


def test_the_same_words_change_nothing(talk: Talk):
    message = _edit(talk, talk.say("Hello"), "Hello")
    assert message.edited_at is None
    assert talk.changes() == []


def test_after_a_quarter_of_an_hour_it_is_too_late(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say("Hello")
    _make_older(message, policy.EDIT_FOR)
    with pytest.raises(NotAllowed, match="15 minutes"):
        _edit(talk, message, "Never said")
    client = client_for(talk.person())
    assert client.get(f"{talk.url(message)}/edit").status_code == 403
    assert f"{talk.url(message)}/edit" not in client.get(talk.url(message)).text


def test_a_minute_before_it_is_not(talk: Talk):
    message = talk.say("Hello")
    _make_older(message, policy.EDIT_FOR - timedelta(minutes=1))
    assert _edit(talk, message, "Hello all").text == "Hello all"


@pytest.mark.parametrize("role", [Role.LINK_CARER, Role.SUPPORT_WORKER])
def test_nobody_puts_words_into_anothers_mouth(talk: Talk, role: Role):
    message = talk.say("Hello")
    with pytest.raises(NotAllowed):
        _edit(talk, message, "Something else", role)
    assert talk.now(message).text == "Hello"


def test_whoever_is_not_in_the_room_learns_of_nothing(talk: Talk):
    message = talk.say("Hello")
    with pytest.raises(NotFound):
        services.edit_message(
            actor=talk.county.stranger(), room_id=message.room_id, seq=message.seq, text="x"
        )


def test_a_closed_room_keeps_its_words(talk: Talk):
    message = talk.say("Hello")
    talk.close()
    with pytest.raises(NotAllowed):
        _edit(talk, message, "Something else")


def test_news_is_changed_by_whoever_wrote_it(talk: Talk):
    news = talk.room_of_kind(RoomKind.ANNOUNCEMENTS)
    message = talk.say("Fram trip", Role.SUPPORT_WORKER, room_id=news.id)
    assert _edit(talk, message, "Farm trip", Role.SUPPORT_WORKER).text == "Farm trip"


def test_nothing_is_no_message(talk: Talk):
    with pytest.raises(Invalid):
        _edit(talk, talk.say("Hello"), "")


def test_whoever_is_called_now_and_was_not_before_is_told(talk: Talk):
    link, worker = talk.person(Role.LINK_CARER), talk.person(Role.SUPPORT_WORKER)
    message = talk.say(f"Ask @{link.name}")
    _edit(talk, message, f"Ask @{link.name} or @{worker.name}")
    assert (_told(link.id), _told(worker.id)) == (1, 1)
    after = _edit(talk, message, f"Ask @{worker.name}, @{talk.person().name} does not know")
    called = {each.person_id for each in after.mentions}
    assert called == {worker.id, talk.person().id}
    assert (_told(link.id), _told(worker.id), _told(talk.person().id)) == (1, 1, 0)


def test_a_plain_form_changes_it_and_keeps_what_was_typed(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say("Helo")
    client, url = client_for(talk.person()), f"{talk.url(message)}/edit"
    assert "Helo</textarea>" in client.get(url).text
    refused = client.post(url, data={"words": "x" * 5000})
    assert refused.status_code == 422
    assert "x" * 5000 in refused.text
    assert client.post(url, data={"words": "Hello"}).status_code == 303
    assert talk.now(message).text == "Hello"
