"""What the tests of photos and documents do again and again."""

import uuid

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from app.chat import services
from app.chat.models import Attachment, AttachmentKind, Message, Room, RoomKind
from app.core.extensions import db
from app.core.roles import Role
from app.core.storage import storage
from app.core.unit_of_work import unit_of_work
from tests.chat.files import photo
from tests.conventions.county import County


def files_kept() -> list[str]:
    return [path.name for path in storage().folder.rglob("*") if path.is_file()]


def rows_kept() -> list[Attachment]:
    db.session.rollback()
    found = sa.select(Attachment).order_by(Attachment.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def nothing_is_kept() -> bool:
    return rows_kept() == [] and files_kept() == []


def post(client: FlaskClient, url: str, data: dict[str, object]) -> TestResponse:
    """Put together here: the client's own way leaves the file it uses for large bodies open."""
    parts = MultiDict(data)
    for name, given in data.items():
        files = given if isinstance(given, list) else [given]
        if name in {"file", "files"}:
            parts.setlist(name, [FileStorage(each, filename) for each, filename in files])
    boundary, body = encode_multipart(parts)
    return client.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def news_of(county: County) -> Room:
    with unit_of_work():
        room = Room(kind=RoomKind.ANNOUNCEMENTS, hive_id=county.hive.id, name="News", last_seq=0)
        db.session.add(room)
        db.session.flush()
    return room


def upload_url(county: County) -> str:
    return f"/api/v1/rooms/{county.room.id}/attachments"


def uploaded(county: County, content: bytes | None = None, **more: object) -> Attachment:
    attachment, _ = services.upload(
        actor=county.people[Role.CARER],
        room_id=county.room.id,
        client_id=uuid.uuid4(),
        content=photo() if content is None else content,
        **more,
    )
    return attachment


def sent(county: County, *contents: bytes, text: str = "", **more: object) -> Message:
    uploads = [uploaded(county, content, **more) for content in contents or (photo(),)]
    message, _ = services.send_message(
        actor=county.people[Role.CARER],
        room_id=county.room.id,
        client_id=uuid.uuid4(),
        text=text,
        attachments=[each.client_id for each in uploads],
    )
    return message


def paths_of(message: Message) -> list[str]:
    room = f"/chat/rooms/{message.room_id}"
    return [
        path
        for each in message.attachments
        for path in (
            [f"{room}/documents/{each.key}"]
            if each.kind is AttachmentKind.DOCUMENT
            else [f"{room}/photos/{each.key}", f"{room}/photos/{each.key}/small"]
        )
    ]
