"""An answer quotes what it answers; a page can begin anywhere in a room."""

import uuid
from collections.abc import Callable

import pytest
from flask import current_app
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.fan_out import wire
from app.core.extensions import db
from app.core.roles import Role
from tests.chat.talk import Talk, without_tags


def _quote(html: str) -> str:
    start = html.index('class="quote"')
    return without_tags(html[html.index(">", start) + 1 : html.index("</a>", start)])


def test_an_answer_quotes_who_and_how_it_began(talk: Talk):
    message = talk.say("Who brings\nthe cake?")
    html = wire(talk.say("We do", Role.LINK_CARER, reply_to=message.seq))["html"]
    assert _quote(html) == f"In answer to {talk.person().name} : Who brings the cake?"
    assert f'href="/chat/rooms/{talk.room.id}?around={message.seq}#message-{message.seq}"' in html


def test_a_long_one_is_cut(talk: Talk):
    message = talk.say("word " * 200)
    assert len(_quote(wire(talk.say("Yes", reply_to=message.seq))["html"])) < 250


def test_a_quote_of_what_was_taken_away_says_so(talk: Talk):
    message = talk.say("Secret")
    answer = talk.say("Really?", Role.LINK_CARER, reply_to=message.seq)
    services.delete_message(actor=talk.person(), room_id=message.room_id, seq=message.seq)
    html = wire(talk.now(answer))["html"]
    assert "Secret" not in html
    assert "Message taken away" in _quote(html)


def test_a_number_of_another_room_quotes_nothing_of_it(talk: Talk):
    stranger = talk.county.stranger()
    assert queries.room_summaries(stranger)  # there a message 1 is said
    answer = talk.say("Hello", reply_to=9)
    assert answer.reply_to is None
    own = talk.say("Hello", reply_to=1)
    assert own.reply_to is not None
    assert own.reply_to.room_id == talk.room.id


def test_markup_in_a_quote_stays_words(talk: Talk):
    message = talk.say("<b>bold</b>")
    assert "<b>bold" not in wire(talk.say("Yes", reply_to=message.seq))["html"]


def test_without_a_script_the_room_says_what_is_answered(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    message = talk.say("Who brings the cake?")
    client = client_for(talk.person(Role.LINK_CARER))
    there = client.get(f"{talk.url(message)}/reply")
    assert there.status_code == 303
    page = client.get(there.location).text
    assert f'name="reply_to" value="{message.seq}"' in page
    form = {
        "client_id": "7d9f4ea8-6f0f-4a44-9a53-8a3a2f5c0f1e",
        "text": "We",
        "reply_to": message.seq,
    }
    assert client.post(f"/chat/rooms/{talk.room.id}/messages", data=form).status_code == 303
    assert queries.message_in(talk.room.id, message.seq + 1).reply_to_id == message.id


def test_a_plain_form_that_answers_nothing_is_sent(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    form = {"client_id": str(uuid.uuid4()), "text": "Hello", "reply_to": ""}
    response = client_for(talk.person()).post(f"/chat/rooms/{talk.room.id}/messages", data=form)
    assert response.status_code == 303
    assert queries.message_in(talk.room.id, 2).reply_to_id is None


@pytest.mark.parametrize("reply", ["x", "999999", "-1"])
def test_a_number_that_is_none_breaks_no_form(
    talk: Talk, client_for: Callable[..., FlaskClient], reply: str
):
    client = client_for(talk.person())
    form = {"client_id": "", "text": "Kept words", "reply_to": reply}
    response = client.post(f"/chat/rooms/{talk.room.id}/messages", data=form)
    assert response.status_code == 422
    assert "Kept words" in response.text


def _numbers(html: str) -> list[int]:
    return [int(part.split('"')[0]) for part in html.split('data-seq="')[1:]]


def _fill(talk: Talk, count: int) -> None:
    for nth in range(count):
        current_app.extensions["hive_send_pace"].forget_all()
        talk.say(f"number {nth}", (Role.CARER, Role.SUPPORT_WORKER)[nth % 2])


def test_a_page_around_a_message_leads_on_in_both_directions(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    _fill(talk, 130)
    client, path = client_for(talk.person()), f"/chat/rooms/{talk.room.id}"
    page = client.get(f"{path}?around=60").text
    numbers = _numbers(page)
    assert len(numbers) == 50
    assert numbers[0] < 60 < numbers[-1]
    assert f"before={numbers[0]}" in page
    assert f"after={numbers[-1]}" in page
    assert _numbers(client.get(f"{path}?after={numbers[-1]}").text)[0] == numbers[-1] + 1
    assert _numbers(client.get(f"{path}?newest=1").text)[-1] == talk.now(talk.say()).seq - 1


def test_somebody_who_was_away_for_long_begins_where_unread_ones_do(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    reader = talk.person(Role.LINK_CARER)
    services.mark_read(actor=reader, room_id=talk.room.id, seq=1)
    _fill(talk, 80)
    client, path = client_for(reader), f"/chat/rooms/{talk.room.id}"
    page = client.get(path).text
    numbers = _numbers(page)
    assert (numbers[0], numbers[-1]) == (1, 50)
    assert page.index("New messages") < page.index('data-seq="2"')
    assert f"{path}?newest=1" in page
    assert queries.unread_total(reader) == 81 - 50
    assert _numbers(client.get(path).text)[-1] == 81
    db.session.rollback()
    assert queries.unread_total(reader) == 0


def test_looking_at_an_old_message_reads_nothing(
    talk: Talk, client_for: Callable[..., FlaskClient]
):
    _fill(talk, 70)
    reader = talk.person(Role.LINK_CARER)
    client_for(reader).get(f"/chat/rooms/{talk.room.id}?around=30")
    assert queries.unread_total(reader) == 71


@pytest.mark.parametrize("asked", ["around=x", "before=0", "after=-1", f"around={10**30}"])
def test_a_number_that_is_none_is_said(
    talk: Talk, client_for: Callable[..., FlaskClient], asked: str
):
    response = client_for(talk.person()).get(f"/chat/rooms/{talk.room.id}?{asked}")
    assert response.status_code == 422


def test_the_api_gives_what_is_around_a_message(talk: Talk, client_for: Callable[..., FlaskClient]):
    _fill(talk, 20)
    url = f"/api/v1/rooms/{talk.room.id}/messages?around=12&limit=6"
    answer = client_for(talk.person()).get(url).get_json()
    assert [each["seq"] for each in answer["messages"]] == [9, 10, 11, 12, 13, 14]
    assert (answer["last_seq"], answer["last_change"]) == (21, 0)
