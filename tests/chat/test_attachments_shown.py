"""Photos and documents are sent once, seen only by those who read the room, and go away whole."""

import io
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from PIL import Image

from app.chat import queries, services
from app.chat.models import Attachment, Message
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.roles import Role
from app.core.storage import storage
from app.core.unit_of_work import unit_of_work
from app.hives.services import end_membership
from tests.chat.files import PDF, photo
from tests.chat.uploads import (
    files_kept,
    paths_of,
    rows_kept,
    sent,
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


# ---- Being sent


def test_photos_hang_on_their_message_in_order(county: County):
    message = sent(county, photo(30, 20), PDF, photo(20, 30), text="At the lake", name="plan.pdf")
    found = queries.messages_in(county.room)[-1]
    assert [each.key for each in found.attachments] == [each.key for each in message.attachments]
    assert [(each.kind, each.width) for each in found.attachments] == [
        ("photo", 30),
        ("document", None),
        ("photo", 20),
    ]
    assert found.attachment_count == 3
    assert found.text == "At the lake"


def test_a_message_may_be_photos_alone(county: County):
    assert sent(county).text == ""


@pytest.mark.parametrize("whose", ["somebody else's", "of another room", "sent", "unknown"])
def test_only_what_the_sender_has_uploaded_here_and_not_sent_can_be_sent(
    county: County, whose: str
):
    carer, other = county.people[Role.CARER], county.people[Role.LINK_CARER]
    client_id = uuid.uuid4()
    if whose == "somebody else's":
        given = {"actor": other, "client_id": client_id, "content": photo(20, 20)}
        services.upload(room_id=county.room.id, **given)
    elif whose == "of another room":
        with unit_of_work():
            client_id = uploaded(county).client_id
            other_room = queries.room_summaries(county.stranger())[0].room
            db.session.execute(sa.update(Attachment).values(room_id=other_room.id))
    elif whose == "sent":
        client_id = sent(county).attachments[0].client_id
    before = len(queries.messages_in(county.room))
    with pytest.raises(Invalid, match="not in Hive any more"):
        services.send_message(
            actor=carer,
            room_id=county.room.id,
            client_id=uuid.uuid4(),
            text="Look",
            attachments=[client_id],
        )
    assert len(queries.messages_in(county.room)) == before


def test_eleven_are_too_many_for_a_message(county: County, carer: FlaskClient):
    uploads = [str(uploaded(county, photo(20, 20)).client_id) for _ in range(11)]
    body = {"client_id": str(uuid.uuid4()), "text": "", "attachments": uploads}
    response = carer.post(f"/api/v1/rooms/{county.room.id}/messages", json=body)
    assert response.status_code == 422
    assert "10" in response.get_json()["detail"]
    assert all(row.message_id is None for row in rows_kept())
    sent = carer.post(
        f"/api/v1/rooms/{county.room.id}/messages", json=body | {"attachments": uploads[:10]}
    )
    assert sent.status_code == 201


def test_sent_twice_they_are_there_once(county: County, carer: FlaskClient):
    body = {
        "client_id": str(uuid.uuid4()),
        "text": "Look",
        "attachments": [str(uploaded(county).client_id)],
    }
    url = f"/api/v1/rooms/{county.room.id}/messages"
    assert [carer.post(url, json=body).status_code for _ in range(2)] == [201, 200]
    assert len(rows_kept()) == 1


def test_every_reader_is_told_the_same_with_sizes_and_words(county: County):
    message = sent(county, photo(30, 20), photo(20, 30), PDF, name="Summer <plan>.pdf")
    html = current_app.jinja_env.get_template("chat/_attachments.html").render(message=message)
    first, second, document = message.attachments
    assert f'src="/chat/rooms/{county.room.id}/photos/{first.key}/small" width="30"' in html
    assert 'height="30"' in html
    assert 'alt="Photo from Carer, 2 of 2"' in html
    assert f'href="/chat/rooms/{county.room.id}/photos/{second.key}"' in html
    assert f'href="/chat/rooms/{county.room.id}/documents/{document.key}" download' in html
    assert "Summer plan.pdf" in html
    assert f"PDF, {len(PDF)} Bytes" in html


# ---- Being looked at


def test_readers_of_the_room_see_them_and_nobody_else(county: County, client_for: ClientFor):
    message = sent(county, photo(), PDF, name="plan.pdf")
    readers = {Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER}
    for path in paths_of(message):
        for role, person in county.people.items():
            wanted = 200 if role in readers else 404
            assert client_for(person).get(path).status_code == wanted, (path, role)
        assert client_for(county.stranger()).get(path).status_code == 404
        assert client_for(None).get(path).status_code == 303


def test_a_photo_is_a_picture_and_never_a_page(county: County, carer: FlaskClient):
    path, small = paths_of(sent(county, photo(1000, 500)))
    for address, width in ((path, 1000), (small, 480)):
        response = carer.get(address)
        assert response.mimetype == "image/webp"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "script" not in response.headers["Content-Security-Policy"]
        assert Image.open(io.BytesIO(response.data)).width == width


def test_a_document_is_only_ever_downloaded(county: County, carer: FlaskClient):
    (path,) = paths_of(sent(county, PDF, name='Jul"y\r\nplan ü.pdf'))
    response = carer.get(path)
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "July" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_whoever_left_sees_nothing_by_a_kept_address(county: County, client_for: ClientFor):
    link_carer = county.people[Role.LINK_CARER]
    client = client_for(link_carer)
    paths = paths_of(sent(county, photo(), PDF))
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]
    end_membership(link_carer.current_memberships[0])
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_an_address_through_another_room_leads_nowhere(county: County, client_for: ClientFor):
    stranger = county.stranger()
    other = queries.room_summaries(stranger)[0].room
    client = client_for(stranger)
    for path in paths_of(sent(county, photo(), PDF)):
        turned = path.replace(f"rooms/{county.room.id}/", f"rooms/{other.id}/")
        assert client.get(turned).status_code == 404


def test_a_photo_is_no_document_and_the_other_way_round(county: County, carer: FlaskClient):
    photo_path, _, document_path = paths_of(sent(county, photo(), PDF))
    assert carer.get(photo_path.replace("photos", "documents")).status_code == 404
    assert carer.get(document_path.replace("documents", "photos")).status_code == 404


def test_what_is_not_sent_yet_is_seen_by_its_sender_alone(county: County, client_for: ClientFor):
    path = f"/chat/rooms/{county.room.id}/photos/{uploaded(county).key}"
    assert client_for(county.people[Role.CARER]).get(path).status_code == 200
    assert client_for(county.people[Role.SUPPORT_WORKER]).get(path).status_code == 404


def test_photos_of_a_deleted_message_are_seen_by_nobody(county: County, carer: FlaskClient):
    """Also where the files are kept, because the message was reported."""
    message = sent(county)
    with unit_of_work():
        db.session.execute(
            sa.update(Message)
            .where(Message.id == message.id)
            .values(deleted_at=clock.now(), text="")
        )
    assert [carer.get(path).status_code for path in paths_of(message)] == [404, 404]


def test_a_missing_file_is_a_404(county: County, carer: FlaskClient):
    message = sent(county)
    storage().drop(*files_kept())
    assert [carer.get(path).status_code for path in paths_of(message)] == [404, 404]


# ---- Going away


def test_deleting_a_message_takes_its_files_away(county: County):
    message, other = sent(county, photo(), PDF), sent(county, photo())
    services.drop_attachments_of(message)
    assert [row.message_id for row in rows_kept()] == [other.id]
    assert sorted(files_kept()) == sorted([rows_kept()[0].key, f"{rows_kept()[0].key}.small"])


def test_files_stay_when_the_deleting_fails(county: County):
    message = sent(county)

    def delete_and_fail() -> None:
        with unit_of_work():
            services.drop_attachments_of(message)
            raise RuntimeError("something else went wrong")

    with pytest.raises(RuntimeError):
        delete_and_fail()
    assert len(rows_kept()) == 1
    assert len(files_kept()) == 2


def test_what_was_never_sent_goes_after_a_day(county: County, app: Flask):
    message, forgotten = sent(county), uploaded(county)
    assert app.extensions["hive_tasks"]["chat.drop_forgotten_uploads"]
    assert services.drop_forgotten_uploads() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=True):
        fresh = uploaded(county)
        assert services.drop_forgotten_uploads() == 1
        assert services.drop_forgotten_uploads() == 0
    keys = {message.attachments[0].key, fresh.key}
    assert {row.key for row in rows_kept()} == keys
    assert {name.partition(".")[0] for name in files_kept()} == keys
    assert forgotten.key not in keys


def test_a_file_that_a_crash_left_goes_after_a_day(county: County):
    message = sent(county)
    for name in ("lost" * 5, "lost" * 5 + ".small"):
        storage().keep(name, b"x")
    assert services.drop_forgotten_uploads() == 0
    with time_machine.travel(time.time() + 25 * 3600, tick=True):
        assert services.drop_forgotten_uploads() == 1
    assert {name.partition(".")[0] for name in files_kept()} == {message.attachments[0].key}


def test_an_upload_can_be_taken_back_by_its_sender_alone(county: County):
    upload, message = uploaded(county), sent(county)
    ids = [upload.client_id, message.attachments[0].client_id]
    services.take_back_uploads(actor=county.people[Role.LINK_CARER], client_ids=ids)
    assert len(rows_kept()) == 2
    services.take_back_uploads(actor=county.people[Role.CARER], client_ids=ids)
    assert [row.message_id for row in rows_kept()] == [message.id]
