"""Photos and documents: taken in, handed out to those who may see them, and asked about before."""

import uuid
from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy, queries, services
from app.chat.models import Attachment, AttachmentKind, Room
from app.chat.upload_schemas import MOST_BYTES, TOO_BIG, SendFilesSchema, UploadSchema
from app.chat.views import blueprint
from app.core import access
from app.core.uploads import kept_file, posted_with_files
from app.core.web import Form, page

_NOBODY_TO_ASK = "Everybody in this room will see it."


@blueprint.get("/chat/rooms/<int:room_id>/send-files")
@access.signed_in
def choose_files(room_id: int) -> Response:
    """Choose photos and documents and write their caption, without a script."""
    room = queries.room_for(access.actor(), room_id)
    policy.check_can_send(access.actor(), room)
    return _choosing(room, Form())


@blueprint.post("/chat/rooms/<int:room_id>/send-files")
@access.signed_in
def send_files(room_id: int) -> AnyResponse:
    """Send what was chosen in the plain form."""
    room = queries.room_for(access.actor(), room_id)
    form = Form()
    with form.showing_errors():
        given = _given("files")
        form.values = {name: request.form[name] for name in request.form}
        data = SendFilesSchema().load_or_invalid(given)
        services.send_files(actor=access.actor(), room_id=room_id, **data)
        return redirect(url_for("chat.show_room", room_id=room_id, _anchor="newest"), 303)
    return _choosing(room, form)


@blueprint.post("/api/v1/rooms/<int:room_id>/attachments")
@access.signed_in
def api_upload(room_id: int) -> tuple[Response, int]:
    """Upload one photo or document: 201, or 200 when it had arrived before."""
    queries.room_for(access.actor(), room_id)
    data = UploadSchema().load_or_invalid(_given("file"))
    attachment, is_new = services.upload(
        actor=access.actor(),
        room_id=room_id,
        client_id=data["client_id"],
        content=data["file"].content,
        name=data["file"].name,
    )
    return jsonify(_told(attachment)), 201 if is_new else 200


@blueprint.get("/api/v1/photo-care")
@access.signed_in
def api_photo_care() -> Response:
    """What to say before a photo goes out: whom to ask about which child of my own household."""
    cautions = queries.photo_cautions(access.actor())
    return jsonify(words="\n".join(each.words for each in cautions) or _NOBODY_TO_ASK)


@blueprint.get("/chat/rooms/<int:room_id>/photos/<key>")
@access.signed_in
def show_photo(room_id: int, key: str) -> Response:
    """A photo."""
    photo = queries.attachment_for(access.actor(), room_id, key, AttachmentKind.PHOTO)
    return file_response(photo, photo.key)


@blueprint.get("/chat/rooms/<int:room_id>/photos/<key>/small")
@access.signed_in
def show_small_photo(room_id: int, key: str) -> Response:
    """A photo as rooms show it."""
    photo = queries.attachment_for(access.actor(), room_id, key, AttachmentKind.PHOTO)
    return file_response(photo, services.small(photo.key))


@blueprint.get("/chat/rooms/<int:room_id>/documents/<key>")
@access.signed_in
def download_document(room_id: int, key: str) -> Response:
    """A document, to be kept: never shown as a page of ours."""
    document = queries.attachment_for(access.actor(), room_id, key, AttachmentKind.DOCUMENT)
    response = file_response(document, document.key)
    response.headers.set("Content-Disposition", "attachment", filename=document.name)
    return response


def file_response(attachment: Attachment, name: str) -> Response:
    """A kept file, as it may be handed out."""
    return kept_file(name, attachment.media_type)


def _given(field: str) -> dict[str, Any]:
    """What was posted, with the list of files in `field`; raises `Invalid` when it is too much."""
    return posted_with_files(field, most=MOST_BYTES, too_big=TOO_BIG)


def _told(attachment: Attachment) -> dict[str, Any]:
    return {
        "client_id": str(attachment.client_id),
        "kind": attachment.kind,
        "name": attachment.name,
        "size": attachment.size,
        "width": attachment.width,
        "height": attachment.height,
    }


def _choosing(room: Room, form: Form) -> Response:
    return page(
        "chat/send_files.html",
        room=room,
        form=form,
        cautions=queries.photo_cautions(access.actor()),
        new_client_id=uuid.uuid4(),
        most=services.MOST_IN_MESSAGE,
    )
