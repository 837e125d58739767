"""Saying something: once, in order, safely shown, by those who may."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.chat import queries, services
from app.chat.text import as_html
from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.hives.services import add_membership, end_membership
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _say(county: County, text: str, client_id: uuid.UUID | None = None) -> tuple[object, bool]:
    return services.send_message(
        actor=county.people[Role.CARER],
        room_id=county.room.id,
        client_id=client_id or uuid.uuid4(),
        text=text,
    )


def test_sent_twice_counts_once(county: County):
    client_id = uuid.uuid4()
    first, is_new = _say(county, "Hello", client_id)
    again, is_new_again = _say(county, "Hello", client_id)
    assert (is_new, is_new_again) == (True, False)
    assert first.seq == again.seq
    assert len(queries.messages_in(county.room)) == 2


def test_an_id_used_in_another_room_is_a_conflict(county: County):
    stranger = county.stranger()
    client_id = uuid.uuid4()
    room = queries.room_summaries(stranger)[0].room
    services.send_message(actor=stranger, room_id=room.id, client_id=client_id, text="Hi")
    add_membership(person=stranger, role=Role.LINK_CARER, hive=county.hive)
    db.session.expire_all()
    with pytest.raises(Conflict):
        services.send_message(
            actor=stranger, room_id=county.room.id, client_id=client_id, text="Hi"
        )


def test_messages_are_numbered_without_gaps(county: County):
    seqs = [_say(county, f"number {count}")[0].seq for count in range(5)]
    assert seqs == [2, 3, 4, 5, 6]


def test_unread_counts_what_others_said(county: County):
    reader = county.people[Role.LINK_CARER]
    before = queries.unread_total(reader)
    _say(county, "one")
    message, _ = _say(county, "two")
    assert queries.unread_total(reader) == before + 2
    services.mark_read(actor=reader, room_id=county.room.id, seq=message.seq)
    assert queries.unread_total(reader) == 0
    assert services.mark_read(actor=reader, room_id=county.room.id, seq=1) == message.seq


def test_whoever_has_left_is_out_at_once(county: County):
    carer = county.people[Role.CARER]
    end_membership(carer.current_memberships[0])
    db.session.expire_all()
    with pytest.raises(NotFound):
        queries.room_for(carer, county.room.id)


BAD = ["", "   ", "\n\n", "x" * 100_000, "\x00"]
GOOD = ["שלום לכולם", "👨‍👩‍👧‍👦🐝", "<script>alert(1)</script>", "a\nb", "x" * 4000]


@pytest.mark.parametrize("text", BAD)
def test_bad_text_is_refused_and_kept(
    county: County, client_for: Callable[..., FlaskClient], text: str
):
    client = client_for(county.people[Role.CARER])
    form = {"text": text, "client_id": str(uuid.uuid4())}
    response = client.post(f"/chat/rooms/{county.room.id}/messages", data=form)
    assert response.status_code == 422
    if len(text) > 100:
        assert text[:200] in response.text
    assert len(queries.messages_in(county.room)) == 1


@pytest.mark.parametrize("text", GOOD)
def test_any_writing_is_taken_and_shown_as_it_is(
    county: County, client_for: Callable[..., FlaskClient], text: str
):
    client = client_for(county.people[Role.CARER])
    form = {"text": text, "client_id": str(uuid.uuid4())}
    path = f"/chat/rooms/{county.room.id}"
    assert client.post(f"{path}/messages", data=form).status_code == 303
    page = client.get(path).text
    assert "<script>alert" not in page
    assert str(as_html(text)) in page


@pytest.mark.parametrize("client_id", ["", "nonsense", "123", None, 7])
def test_a_wrong_id_is_refused(
    county: County, client_for: Callable[..., FlaskClient], client_id: object
):
    client = client_for(county.people[Role.CARER])
    response = client.post(
        f"/api/v1/rooms/{county.room.id}/messages", json={"client_id": client_id, "text": "Hi"}
    )
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert "client_id" in response.get_json()["errors"]


@pytest.mark.parametrize("body", ["[]", "7", '"text"', "null", "{", ""])
def test_a_body_that_is_no_message_is_refused_in_words(
    county: County, client_for: Callable[..., FlaskClient], body: str
):
    client = client_for(county.people[Role.CARER])
    response = client.post(
        f"/api/v1/rooms/{county.room.id}/messages", data=body, content_type="application/json"
    )
    assert response.status_code in {400, 422}
    assert response.get_json()["detail"]


@given(st.text(max_size=300))
def test_no_text_becomes_markup(text: str):
    html = str(as_html(text))
    bare = html.replace("<br>", "")
    assert "<script" not in bare
    assert bare.count("<") == 2 * bare.count("</a>")


def test_an_event_or_a_booking_of_ours_is_opened_as_what_it_is():
    own = "https://hive.example.org"
    html = str(as_html(f"Panto\n{own}/events/61", own=own))
    assert '<a class="own-page" href="/events/61">Open the event</a>' in html
    assert 'href="/bookings/7">Open the booking' in str(as_html(f"{own}/bookings/7.", own=own))
    for other in (f"{own}/events/61/edit", f"{own}.evil.org/events/61", "https://x.org/events/61"):
        assert "own-page" not in str(as_html(other, own=own))


def test_addresses_become_links_without_the_full_stop():
    html = str(as_html("See https://example.org/a_(b). And (http://x.org)"))
    assert 'href="https://example.org/a_(b)"' in html
    assert 'href="http://x.org"' in html
    assert "href" not in str(as_html("javascript:alert(1)"))
