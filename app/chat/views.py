"""Pages of the chat, and its API for scripts."""

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import queries, schemas, services
from app.chat.fan_out import wire
from app.chat.models import Room
from app.core import access
from app.core.web import Form, page
from app.hives.queries import people_of

blueprint = Blueprint("chat", __name__)


@blueprint.get("/chat")
@access.signed_in
def list_rooms() -> Response:
    """My rooms."""
    return page("chat/rooms.html", rooms=queries.room_summaries(access.actor()))


@blueprint.get("/chat/rooms/<int:room_id>")
@access.signed_in
def show_room(room_id: int) -> Response:
    """What is said in a room; `?before=N` for what was said before message N."""
    room = queries.room_for(access.actor(), room_id)
    return _room_page(room, Form())


@blueprint.post("/chat/rooms/<int:room_id>/messages")
@access.signed_in
def send_message(room_id: int) -> AnyResponse:
    """Say something, from a plain form."""
    room = queries.room_for(access.actor(), room_id)
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(schemas.SendSchema())
        services.send_message(actor=access.actor(), room_id=room_id, **data)
        return redirect(url_for("chat.show_room", room_id=room_id, _anchor="newest"), 303)
    return _room_page(room, form)


@blueprint.get("/api/v1/rooms/<int:room_id>/messages")
@access.signed_in
def api_messages(room_id: int) -> Response:
    """Messages after (or before) a number, oldest first; what a phone missed."""
    room = queries.room_for(access.actor(), room_id)
    wanted = schemas.HistorySchema().load_or_invalid(request.args)
    limit = wanted["limit"]
    found = queries.messages_in(
        room, before=wanted.get("before"), after=wanted.get("after"), limit=limit + 1
    )
    has_more = len(found) > limit
    if has_more:
        found = found[:limit] if wanted.get("after") is not None else found[1:]
    return jsonify(
        messages=[wire(message) for message in found], has_more=has_more, last_seq=room.last_seq
    )


@blueprint.post("/api/v1/rooms/<int:room_id>/messages")
@access.signed_in
def api_send(room_id: int) -> tuple[Response, int]:
    """Say something, from a script: 201, or 200 when it had arrived before."""
    queries.room_for(access.actor(), room_id)
    data = schemas.SendSchema().load_or_invalid(request.get_json())
    message, is_new = services.send_message(actor=access.actor(), room_id=room_id, **data)
    return jsonify(wire(message)), 201 if is_new else 200


@blueprint.post("/api/v1/rooms/<int:room_id>/read")
@access.signed_in
def api_read(room_id: int) -> tuple[str, int]:
    """Note how far I have read."""
    queries.room_for(access.actor(), room_id)
    data = schemas.SeqSchema().load_or_invalid(request.get_json())
    services.mark_read(actor=access.actor(), room_id=room_id, seq=data["seq"])
    return "", 204


def _room_page(room: Room, form: Form) -> Response:
    actor = access.actor()
    before = request.args.get("before", type=int)
    found = queries.messages_in(room, before=before, limit=queries.PAGE + 1)
    messages = found[-queries.PAGE :]
    read_seq = queries.read_seq(actor, room)
    if before is None and messages:
        services.mark_read(actor=actor, room_id=room.id, seq=messages[-1].seq)
    readers = {each.person_id: each.person for each in people_of([room.hive_id])[room.hive_id]}
    context: dict[str, Any] = {
        "has_older": len(found) > len(messages),
        "oldest_seq": messages[0].seq if messages else 0,
        "read_seq": read_seq,
        "readers": list(readers.values()),
        "reader_summary": f"{len(readers)} people in {room.hive.name} can read this",
        "new_client_id": uuid.uuid4(),
        "is_newest_page": before is None,
        "longest": schemas.LONGEST,
    }
    return page(
        "chat/room.html", room=room, hive=room.hive, messages=messages, form=form, **context
    )
