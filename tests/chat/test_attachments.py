"""Photos and documents are taken whole or not at all, and wait for their message."""

import errno
import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.chat import queries, services
from app.chat.services import attaching
from app.core.errors import Conflict, NotAllowed, NotFound, TooMany
from app.core.roles import Role
from app.core.storage import storage
from tests.chat.files import PLACE, REFUSED, form, photo, photo_with_place
from tests.chat.uploads import (
    files_kept,
    news_of,
    nothing_is_kept,
    post,
    rows_kept,
    upload_url,
    uploaded,
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


def test_a_photo_is_kept_without_place_in_both_sizes(county: County, carer: FlaskClient):
    response = post(carer, upload_url(county), form(photo_with_place(6, width=2000, height=1000)))
    assert response.status_code == 201
    told = response.get_json()
    assert (told["kind"], told["name"]) == ("photo", "")
    assert (told["width"], told["height"]) == (800, 1600)
    (row,) = rows_kept()
    assert sorted(files_kept()) == [row.key, f"{row.key}.small"]
    for name in files_kept():
        content = storage().read(name)
        assert content[8:12] == b"WEBP"
        assert PLACE not in content


def test_uploaded_twice_counts_once(county: County, carer: FlaskClient):
    client_id = str(uuid.uuid4())
    first = post(carer, upload_url(county), form(photo()) | {"client_id": client_id})
    again = post(carer, upload_url(county), form(photo()) | {"client_id": client_id})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    assert len(rows_kept()) == 1
    assert len(files_kept()) == 2


def test_an_upload_that_comes_twice_at_once_leaves_one_file(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    client_id = uuid.uuid4()
    person = county.people[Role.CARER]
    given = {"actor": person, "room_id": county.room.id, "client_id": client_id}
    examined = attaching.examined

    def examined_late(content: bytes, name: str | None) -> object:
        monkeypatch.setattr(attaching, "examined", examined)
        services.upload(content=photo(), **given)
        return examined(content, name)

    monkeypatch.setattr(attaching, "examined", examined_late)
    attachment, is_new = services.upload(content=photo(), **given)
    assert not is_new
    assert [row.key for row in rows_kept()] == [attachment.key]
    assert len(files_kept()) == 2


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_not_be_taken_is_refused_in_words_and_nothing_is_kept(
    county: County, carer: FlaskClient, what: str
):
    make, name, word = REFUSED[what]
    response = post(carer, upload_url(county), form(make(), name))
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    words = response.get_json()["errors"]["file"]
    assert word in words
    assert words.endswith(".")
    assert nothing_is_kept()


def test_a_request_that_is_too_big_is_refused_in_words(county: County, carer: FlaskClient):
    response = post(carer, upload_url(county), form(b"\xff\xd8\xff" + bytes(13 * 1024 * 1024)))
    assert response.status_code == 422
    assert "12 MB" in response.get_json()["errors"]["file"]
    assert nothing_is_kept()


def test_every_other_request_stays_small(county: County, carer: FlaskClient):
    body = {"client_id": str(uuid.uuid4()), "text": "x" * 300_000}
    response = carer.post(f"/api/v1/rooms/{county.room.id}/messages", json=body)
    assert response.status_code == 413


@pytest.mark.parametrize("files", [0, 2, 30])
def test_an_upload_is_one_file(county: County, carer: FlaskClient, files: int):
    data = {
        "client_id": str(uuid.uuid4()),
        "file": [(io.BytesIO(photo()), f"{number}.jpg") for number in range(files)],
    }
    response = post(carer, upload_url(county), data)
    assert response.status_code == 422
    assert "one photo or document at a time" in response.get_json()["errors"]["file"]
    assert nothing_is_kept()


@pytest.mark.parametrize("client_id", ["", "nonsense", None])
def test_an_upload_needs_a_number_of_its_own(
    county: County, carer: FlaskClient, client_id: str | None
):
    data = form(photo())
    data.pop("client_id")
    if client_id is not None:
        data["client_id"] = client_id
    response = post(carer, upload_url(county), data)
    assert response.status_code == 422
    assert "client_id" in response.get_json()["errors"]
    assert nothing_is_kept()


def test_twenty_wait_at_the_most(county: County, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attaching, "MOST_UNSENT", 3)
    for _ in range(3):
        uploaded(county, photo(20, 20))
    with pytest.raises(Conflict, match="wait to be sent"):
        uploaded(county)
    assert (len(rows_kept()), len(files_kept())) == (3, 6)


def test_thirty_at_once_are_counted_one_after_the_other(
    county: County, monkeypatch: pytest.MonkeyPatch
):
    """The one that was let in while others were still on their way is refused at the end."""
    monkeypatch.setattr(attaching, "MOST_UNSENT", 1)
    examined = attaching.examined

    def overtaken(content: bytes, name: str | None) -> object:
        monkeypatch.setattr(attaching, "examined", examined)
        uploaded(county)
        return examined(content, name)

    monkeypatch.setattr(attaching, "examined", overtaken)
    with pytest.raises(Conflict):
        uploaded(county)
    assert (len(rows_kept()), len(files_kept())) == (1, 2)


def test_a_flood_of_uploads_is_slowed(county: County, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attaching, "_UPLOADS", "2 per hour")
    for _ in range(2):
        uploaded(county, photo(20, 20))
    with pytest.raises(TooMany):
        uploaded(county)
    stranger = county.stranger()
    room = queries.room_summaries(stranger)[0].room
    given = {"room_id": room.id, "client_id": uuid.uuid4(), "content": photo(20, 20)}
    assert services.upload(actor=stranger, **given)[1]


def test_a_full_disk_is_said_in_words_and_leaves_nothing(
    county: County, carer: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    replace, names = Path.replace, []

    def full(self: Path, target: Path) -> Path:
        names.append(target.name)
        if target.name.endswith(".small"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    response = post(carer, upload_url(county), form(photo()))
    assert len(names) == 2
    assert response.status_code == 503
    assert "still on your phone" in response.get_json()["detail"]
    assert nothing_is_kept()


def test_a_database_that_fails_leaves_no_file(county: County, monkeypatch: pytest.MonkeyPatch):
    def failing(*_: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr(attaching, "_note", failing)
    with pytest.raises(RuntimeError):
        uploaded(county)
    assert nothing_is_kept()


def test_who_may_not_write_may_not_upload(county: County):
    def upload_by(person: object, room_id: int) -> None:
        services.upload(
            actor=person, room_id=room_id, client_id=uuid.uuid4(), content=photo(20, 20)
        )

    carer = county.people[Role.CARER]
    with pytest.raises(NotFound):
        upload_by(county.stranger(), county.room.id)
    for role in (Role.SOCIAL_WORKER, Role.MANAGER):
        with pytest.raises(NotFound):
            upload_by(county.people[role], county.room.id)
    news = news_of(county)
    with pytest.raises(NotAllowed):
        upload_by(carer, news.id)
    assert nothing_is_kept()
