"""Photos and documents with their caption from a plain form, without a script."""

import io
import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.chat import queries
from app.core.roles import Role
from app.core.storage import storage
from tests.chat.files import PDF, REFUSED, photo
from tests.chat.uploads import (
    files_kept,
    news_of,
    nothing_is_kept,
    paths_of,
    post,
    rows_kept,
    sent,
)
from tests.conventions.county import County

ClientFor = Callable[..., FlaskClient]


@pytest.fixture
def county(app: Flask) -> County:
    storage().drop(*files_kept())
    return County.founded()


@pytest.fixture
def carer(county: County, client_for: ClientFor) -> FlaskClient:
    return client_for(county.people[Role.CARER])


def _plain(county: County, carer: FlaskClient, *contents: bytes, **more: object) -> object:
    data = {
        "client_id": str(uuid.uuid4()),
        "text": "At the lake",
        "files": [(io.BytesIO(each), f"{at}.jpg") for at, each in enumerate(contents)],
        **more,
    }
    url = f"/chat/rooms/{county.room.id}/send-files"
    return post(carer, url, {name: v for name, v in data.items() if v is not None})


def test_photos_go_out_from_a_plain_form(county: County, carer: FlaskClient):
    page = carer.get(f"/chat/rooms/{county.room.id}/send-files").text
    assert 'enctype="multipart/form-data"' in page
    response = _plain(county, carer, photo(), PDF, is_asked="1")
    assert response.status_code == 303
    found = queries.messages_in(county.room)[-1]
    assert found.text == "At the lake"
    assert [each.kind for each in found.attachments] == ["photo", "document"]


def test_the_plain_form_sent_twice_counts_once(county: County, carer: FlaskClient):
    client_id = str(uuid.uuid4())
    for _ in range(2):
        assert _plain(county, carer, photo(), is_asked="1", client_id=client_id).status_code == 303
    assert len(queries.messages_in(county.room)) == 2
    assert len(rows_kept()) == 1


def test_no_photo_goes_out_without_the_question_answered(county: County, carer: FlaskClient):
    response = _plain(county, carer, photo())
    assert response.status_code == 422
    assert "happy to be shown" in response.text
    assert nothing_is_kept()
    assert _plain(county, carer, PDF).status_code == 303


@pytest.mark.parametrize(("number", "word"), [(0, "Choose a photo"), (30, "10 photos")])
def test_none_and_thirty_at_once_are_refused_in_words(
    county: County, carer: FlaskClient, number: int, word: str
):
    response = _plain(county, carer, *[photo(20, 20)] * number, is_asked="1")
    assert response.status_code == 422
    assert word in response.text
    assert nothing_is_kept()


def test_the_page_is_not_for_those_who_may_not_write(county: County, client_for: ClientFor):
    carer = county.people[Role.CARER]
    news = news_of(county)
    path = f"/chat/rooms/{news.id}/send-files"
    assert client_for(carer).get(path).status_code == 403
    assert client_for(county.people[Role.SUPPORT_WORKER]).get(path).status_code == 200


def test_no_address_of_a_photo_says_anything_about_it(county: County):
    for path in paths_of(sent(county, photo(), PDF, name="Robin at school.pdf")):
        assert re.fullmatch(r"/chat/rooms/\d+/(photos|documents)/[\w-]{32}(/small)?", path)


@pytest.mark.parametrize("what", REFUSED)
def test_the_plain_form_refuses_the_same_in_the_same_words(
    county: County, carer: FlaskClient, what: str
):
    make, name, word = REFUSED[what]
    given = {
        "client_id": str(uuid.uuid4()),
        "is_asked": "1",
        "text": "Look at this",
        "files": [(io.BytesIO(photo()), "fine.jpg"), (io.BytesIO(make()), name)],
    }
    response = post(carer, f"/chat/rooms/{county.room.id}/send-files", given)
    assert response.status_code == 422
    assert word in response.text
    assert "Look at this" in response.text
    assert nothing_is_kept()
    assert len(queries.messages_in(county.room)) == 1
