"""The page to search with: no words in addresses, hits in their place."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.roles import Role
from tests.chat.searching import say
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def carer(county: County) -> Person:
    return county.people[Role.CARER]


def _hits_page(client: FlaskClient, words: str, **form: object) -> str:
    answer = client.post("/chat/search", data={"words": words, **form})
    assert answer.status_code == 303
    return client.get(answer.headers["Location"]).text


def test_the_page_shows_hits_in_their_place(
    county: County, carer: Person, client_for: Callable[..., FlaskClient]
):
    message = say(carer, county.room, "Who brings <jelly> on Sunday?")
    page = _hits_page(client_for(carer), "jelly")
    assert "&lt;<mark>jelly</mark>&gt;" in page
    link = f"/chat/rooms/{county.room.id}?around={message.seq}#message-{message.seq}"
    assert link in page
    assert county.room.name in page


def test_the_words_stand_in_no_address_and_no_readable_cookie(
    county: County, carer: Person, client_for: Callable[..., FlaskClient]
):
    client = client_for(carer)
    answer = client.post("/chat/search", data={"words": "Robin Okafor"})
    said = answer.headers["Location"] + "".join(answer.headers.getlist("Set-Cookie"))
    assert "robin" not in said.lower()
    with client.session_transaction() as session:
        assert "robin" not in str(dict(session)).lower()
    assert 'value="Robin Okafor"' in client.get(answer.headers["Location"]).text


def test_a_number_that_is_not_known_shows_an_empty_search(
    county: County, carer: Person, client_for: Callable[..., FlaskClient]
):
    client = client_for(carer)
    of = client.post("/chat/search", data={"words": "jelly"}).headers["Location"]
    assert 'value="jelly"' in client.get(of).text
    other = client_for(county.people[Role.LINK_CARER])
    assert 'value=""' in other.get(of).text


@pytest.mark.parametrize("words", ["", " ", "a", "?", "x" * 101])
def test_too_little_or_too_much_is_said_plainly(
    county: County, carer: Person, client_for: Callable[..., FlaskClient], words: str
):
    answer = client_for(carer).post("/chat/search", data={"words": words})
    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text


def test_nothing_found_is_said_plainly(
    county: County, carer: Person, client_for: Callable[..., FlaskClient]
):
    assert "Nothing found" in _hits_page(client_for(carer), "jelly")


def test_a_room_one_is_not_in_cannot_be_searched(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.stranger())
    assert client.get(f"/chat/search?room={county.room.id}").status_code == 404


def test_earlier_hits_are_a_page_further(
    county: County, carer: Person, client_for: Callable[..., FlaskClient]
):
    for count in range(21):
        say(carer, county.room, f"jelly {count}.")
    client = client_for(carer)
    page = _hits_page(client, "jelly", room=county.room.id)
    assert "</mark> 0." not in page
    start = page.index("/chat/search?", page.index("Newest first"))
    link = page[start : page.index('"', start)].replace("&amp;", "&")
    assert f"room={county.room.id}" in link
    earlier = client.get(link).text
    assert "</mark> 0." in earlier
    assert "</mark> 1." not in earlier


@pytest.mark.parametrize("number", ["x", "-1", "0", "99999999999999999999", ""])
def test_numbers_that_are_none_do_no_harm(
    county: County, carer: Person, client_for: Callable[..., FlaskClient], number: str
):
    client = client_for(carer)
    assert client.get(f"/chat/search?before={number}&room={number}").status_code == 200
    refused = client.post("/chat/search", data={"words": "jelly", "room": number})
    assert refused.status_code in {303, 422}
