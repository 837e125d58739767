"""Reactions: one each, taken back by another tap, told to everybody, counted once."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.chat import services
from app.chat.models import Message, Reaction, RoomKind
from app.chat.services import reacting
from app.core.errors import Conflict, NotAllowed, NotFound, TooMany
from app.core.extensions import db
from app.core.pace import Pace
from app.core.roles import Role
from tests.chat.talk import Talk, without_tags

THUMB, HEART = "👍", "❤️"


def _react(
    talk: Talk, message: Message, emoji: str | None, role: Role = Role.LINK_CARER
) -> Message:
    return services.react(
        actor=talk.person(role), room_id=message.room_id, seq=message.seq, emoji=emoji
    )


def test_everybody_has_one_and_another_takes_its_place(talk: Talk):
    message = talk.say()
    _react(talk, message, THUMB)
    _react(talk, message, HEART, Role.SUPPORT_WORKER)
    after = _react(talk, message, HEART)
    assert sorted((each.person_id, each.emoji) for each in after.reactions) == sorted(
        (talk.person(role).id, HEART) for role in (Role.LINK_CARER, Role.SUPPORT_WORKER)
    )


def test_the_same_twice_is_once_and_tells_nobody_again(talk: Talk):
    message = talk.say()
    _react(talk, message, THUMB)
    _react(talk, message, THUMB)
    assert len(talk.changes()) == 1
    assert talk.now(message).change == 1


def test_taking_back_twice_is_once(talk: Talk):
    message = talk.say()
    _react(talk, message, THUMB)
    assert _react(talk, message, None).reactions == []
    assert _react(talk, message, None).reactions == []
    assert [len(each["html"].split("data-people")) - 1 for each in talk.changes()] == [1, 0]


def test_phones_are_told_who_reacted_the_same_for_all(talk: Talk):
    message = talk.say()
    _react(talk, message, THUMB)
    _react(talk, message, THUMB, Role.CARER)
    html = talk.changes()[-1]["html"]
    ids = f"{talk.person(Role.LINK_CARER).id},{talk.person().id}"
    assert f'data-people="{ids}"' in html
    names = f"{talk.person(Role.LINK_CARER).name}, {talk.person().name}"
    assert f'aria-label="{THUMB} 2 people: {names}."' in html
    assert "You reacted" not in html


def test_the_page_says_which_is_ones_own(talk: Talk, client_for: Callable[..., FlaskClient]):
    _react(talk, talk.say(), THUMB)
    path = f"/chat/rooms/{talk.room.id}"
    own = client_for(talk.person(Role.LINK_CARER)).get(path).text
    assert "You reacted." in own
    assert "You reacted." not in client_for(talk.person()).get(path).text


def test_news_takes_reactions_of_those_who_may_not_write(talk: Talk):
    news = talk.room_of_kind(RoomKind.ANNOUNCEMENTS)
    message = talk.say("Farm trip", Role.SUPPORT_WORKER, room_id=news.id)
    assert len(_react(talk, message, THUMB, Role.CARER).reactions) == 1


def test_a_closed_room_takes_none(talk: Talk):
    message = talk.say()
    talk.close()
    with pytest.raises(NotAllowed):
        _react(talk, message, THUMB)


def test_whoever_is_not_in_the_room_can_not_react(talk: Talk):
    message = talk.say()
    for outsider in (talk.county.stranger(), talk.person(Role.SOCIAL_WORKER)):
        with pytest.raises(NotFound):
            services.react(actor=outsider, room_id=message.room_id, seq=message.seq, emoji=THUMB)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Reaction)) == 0


def test_a_message_that_was_taken_away_takes_none(talk: Talk):
    message = talk.say()
    services.delete_message(actor=talk.person(), room_id=message.room_id, seq=message.seq)
    with pytest.raises(Conflict):
        _react(talk, message, THUMB)


def test_tapping_without_end_is_slowed_in_words(talk: Talk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reacting, "_PACE", Pace(at_once=2, a_second=0.001))
    message = talk.say()
    _react(talk, message, THUMB)
    _react(talk, message, THUMB)  # nothing new: not counted
    _react(talk, message, HEART)
    with pytest.raises(TooMany, match="Wait"):
        _react(talk, message, None)
    _react(talk, message, THUMB, Role.SUPPORT_WORKER)  # somebody else is not
    assert len(talk.now(message).reactions) == 2


@pytest.mark.parametrize("emoji", ["", "x", "👍👍", "<b>", 7, [], {}])
def test_anything_else_is_refused(
    talk: Talk, client_for: Callable[..., FlaskClient], emoji: object
):
    message = talk.say()
    client = client_for(talk.person())
    response = client.put(f"/api/v1{talk.url(message)[5:]}/reaction", json={"emoji": emoji})
    assert response.status_code == 422
    assert "emoji" in response.get_json()["errors"]


def test_a_script_says_what_is_to_be_so(talk: Talk, client_for: Callable[..., FlaskClient]):
    message = talk.say()
    client, url = client_for(talk.person()), f"/api/v1{talk.url(message)[5:]}/reaction"
    for emoji, count in ((HEART, 1), (HEART, 1), (None, 0)):
        answer = client.put(url, json={"emoji": emoji})
        assert answer.status_code == 200
        assert answer.get_json()["html"].count("data-people") == count


def test_a_plain_form_does_the_same_and_leads_back(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say()
    client, url = client_for(talk.person()), talk.url(message)
    for emoji, words in ((HEART, f"You have reacted with {HEART}."), ("", "React")):
        response = client.post(f"{url}/react", data={"emoji": emoji})
        assert response.status_code == 303
        assert response.location.endswith(f"around={message.seq}#message-{message.seq}")
        assert words in without_tags(client.get(url).text)
    assert talk.now(message).reactions == []


def test_a_form_without_a_sign_is_refused(talk: Talk, client_for: Callable[..., FlaskClient]):
    assert client_for(talk.person()).post(f"{talk.url(talk.say())}/react").status_code == 422
