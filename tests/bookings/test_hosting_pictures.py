"""Pictures of a host's home: what they keep, who sees them, what is refused."""

import io
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.bookings.models import HomePicture
from app.bookings.services import home_pictures as services
from app.chat.services import drop_forgotten_uploads
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.storage import StorageFailed, storage
from tests.bookings.people import Host, Street
from tests.chat.files import PDF, PLACE, REFUSED, photo, photo_with_place
from tests.chat.uploads import files_kept, post
from tests.conventions.county import County

ClientFor = Callable[..., FlaskClient]
PAGE = "/bookings/hosting/pictures"


@pytest.fixture(autouse=True)
def _no_files(county: County) -> Iterator[None]:
    storage().drop(*files_kept())
    yield
    storage().drop(*files_kept())


@pytest.fixture
def host(county: County) -> Host:
    return Host.of(county.hive, free=False)


def _rows() -> list[HomePicture]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(HomePicture).order_by(HomePicture.position)))


def _add(host: Host, content: bytes | None = None, **more: object) -> HomePicture:
    given: dict[str, object] = {"client_id": uuid.uuid4(), "content": content or photo()} | more
    return services.add_picture(actor=host.carer, **given)  # type: ignore[arg-type]


def _send(
    client: FlaskClient, content: bytes, name: str = "bed.jpg", **fields: str
) -> TestResponse:
    data: dict[str, object] = {"client_id": str(uuid.uuid4()), "no_child": "yes"} | fields
    return post(client, PAGE, data | {"file": [(io.BytesIO(content), name)]})


def test_a_picture_is_kept_without_its_place_in_both_sizes(host: Host, client_for: ClientFor):
    content = photo_with_place(6, width=2000, height=1000)
    answer = _send(client_for(host.carer), content, caption="Your bed")
    assert answer.status_code == 303
    (row,) = _rows()
    assert (row.caption, row.width, row.height) == ("Your bed", 800, 1600)
    assert sorted(files_kept()) == [row.stored_name, row.thumb_name]
    for name in files_kept():
        kept = storage().read(name)
        assert kept[8:12] == b"WEBP"
        assert PLACE not in kept
        assert kept not in (storage().folder / name[:2] / name).read_bytes()


@pytest.mark.parametrize("what", [what for what in REFUSED if "a name of" not in what])
def test_what_is_no_photo_is_refused_and_not_kept(host: Host, client_for: ClientFor, what: str):
    make, name, _ = REFUSED[what]
    answer = _send(client_for(host.carer), make(), name, caption="Your bed")
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert 'value="Your bed"' in answer.text
    assert (_rows(), files_kept()) == ([], [])


def test_a_document_is_no_picture(host: Host):
    with pytest.raises(Invalid) as said:
        _add(host, PDF)
    assert "this is something else" in said.value.errors["file"]


def test_too_much_at_once_is_refused_in_words(host: Host, client_for: ClientFor):
    answer = _send(client_for(host.carer), photo() + b"\0" * (13 * 1024 * 1024))
    assert answer.status_code == 422
    assert "This is too big" in answer.text
    assert files_kept() == []


def test_without_a_photo_or_the_tick_nothing_is_added(host: Host, client_for: ClientFor):
    client = client_for(host.carer)
    assert "Choose a photo first." in post(client, PAGE, {"client_id": str(uuid.uuid4())}).text
    answer = _send(client, photo(), no_child="")
    assert answer.status_code == 422
    assert 'href="#no_child"' in answer.text
    assert _rows() == []


def test_sent_twice_is_added_once(host: Host):
    client_id = uuid.uuid4()
    first = _add(host, client_id=client_id)
    assert _add(host, client_id=client_id).id == first.id
    assert len(_rows()) == 1
    assert len(files_kept()) == 2


def test_there_are_never_more_than_the_most(host: Host):
    for _ in range(services.MOST_PICTURES):
        _add(host)
    with pytest.raises(Conflict):
        _add(host)
    assert [row.position for row in _rows()] == list(range(services.MOST_PICTURES))
    assert len(files_kept()) == 2 * services.MOST_PICTURES


def test_a_full_disk_leaves_nothing(host: Host, monkeypatch: pytest.MonkeyPatch):
    whole = type(storage()).keep

    def keep(files: object, name: str, content: bytes) -> None:
        if name.endswith(".small"):
            raise StorageFailed
        whole(files, name, content)  # type: ignore[arg-type]

    monkeypatch.setattr(type(storage()), "keep", keep)
    with pytest.raises(StorageFailed):
        _add(host)
    assert (_rows(), files_kept()) == ([], [])


def test_a_picture_is_captioned_and_taken_away(host: Host, client_for: ClientFor):
    client, picture, kept = client_for(host.carer), _add(host), _add(host)
    at = f"{PAGE}/{picture.id}"
    assert client.post(at, data={"caption": "The front door"}).status_code == 303
    assert _rows()[0].caption == "The front door"
    assert client.post(f"{at}/remove").status_code == 303
    assert [row.id for row in _rows()] == [kept.id]
    assert {name.partition(".")[0] for name in files_kept()} == {kept.stored_name}
    assert client.post(f"{at}/remove").status_code == 404


def test_only_those_who_live_there_change_the_pictures(county: County, host: Host):
    picture = _add(host)
    other = Host.of(county.hive, "Moira")
    people = [county.people[role] for role in Role]
    for person in [*people, county.stranger()]:
        with pytest.raises(NotAllowed):
            services.add_picture(actor=person, client_id=uuid.uuid4(), content=photo())
        with pytest.raises(NotAllowed):
            services.remove_picture(actor=person, picture_id=picture.id)
    for change in (
        lambda: services.remove_picture(actor=other.carer, picture_id=picture.id),
        lambda: services.caption_picture(actor=other.carer, picture_id=picture.id, caption="x"),
    ):
        with pytest.raises(NotFound):
            change()
    assert len(_rows()) == 1


def test_families_of_its_hives_see_a_picture_and_others_do_not(
    street: Street, client_for: ClientFor
):
    host = street.host
    picture = _add(host)
    at = f"/bookings/hosts/{host.household.id}/pictures/{picture.id}"
    for person in (host.carer, street.family.carer, street.leader):
        for path in (at, f"{at}/small"):
            answer = client_for(person).get(path)
            assert (answer.status_code, answer.mimetype) == (200, "image/webp")
            assert answer.headers["Cache-Control"] == "no-store"
            assert "sandbox" in answer.headers["Content-Security-Policy"]
    for person in (street.county.stranger(), street.manager, street.social_worker):
        assert client_for(person).get(at).status_code == 404
    elsewhere = f"/bookings/hosts/{street.family.household.id}/pictures/{picture.id}"
    assert client_for(street.family.carer).get(elsewhere).status_code == 404


def test_tidying_up_leaves_pictures_and_takes_what_a_crash_left(host: Host):
    picture = _add(host)
    for name in ("lost" * 5, "lost" * 5 + ".small"):
        storage().keep(name, b"x")
    with time_machine.travel(time.time() + 25 * 3600, tick=True):
        assert drop_forgotten_uploads() == 1
    assert sorted(files_kept()) == [picture.stored_name, picture.thumb_name]
