"""Pages of the chat, and its API for scripts."""

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy, queries, schemas, services
from app.chat.fan_out import wire
from app.chat.models import Message, Room
from app.chat.opening import opened_room
from app.chat.room_facts import facts_of
from app.core import access
from app.core.web import Form, page

blueprint = Blueprint("chat", __name__)


@blueprint.get("/chat")
@access.signed_in
def list_rooms() -> Response:
    """My rooms."""
    return page("chat/rooms.html", groups=queries.room_groups(access.actor()))


@blueprint.get("/chat/rooms/<int:room_id>")
@access.signed_in
def show_room(room_id: int) -> Response:
    """What is said in a room, from where unread messages begin; or part of it.

    `?newest=1` for the newest, `?before=N`, `?after=N`, `?around=N` for those next to message N,
    `?reply=N` to answer it.
    """
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
        if not form.value("names_seen"):
            guarded = queries.names_told_in(access.actor(), room, data["text"])
            if guarded is not None:
                return page("chat/name_guard.html", room=room, form=form, guarded=guarded)
        services.send_message(actor=access.actor(), room_id=room_id, **data)
        return redirect(url_for("chat.show_room", room_id=room_id, _anchor="newest"), 303)
    return _room_page(room, form)


@blueprint.get("/api/v1/rooms/<int:room_id>/messages")
@access.signed_in
def api_messages(room_id: int) -> Response:
    """Messages after (or before) a number, oldest first; what a phone missed."""
    room = queries.room_for(access.actor(), room_id)
    wanted = schemas.HistorySchema().load_or_invalid(request.args)
    limit, after = wanted["limit"], wanted.get("after")
    if "around" in wanted:
        found, has_more = queries.messages_around(room, wanted["around"], limit=limit), True
    else:
        found = queries.messages_in(room, before=wanted.get("before"), after=after, limit=limit + 1)
        has_more = len(found) > limit
        if has_more:
            found = found[:limit] if after is not None else found[1:]
    answer = {
        "messages": [_told(message) for message in found],
        "has_more": has_more,
        "last_seq": room.last_seq,
        "last_change": room.last_change,
    }
    if after is not None and wanted.get("changed_after") is not None:
        changed = queries.changes_in(
            room, changed_after=wanted["changed_after"], up_to_seq=after, limit=limit + 1
        )
        answer["changed"] = [_told(message) for message in changed[:limit]]
        answer["has_more_changed"] = len(changed) > limit
    return jsonify(answer)


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


def _told(message: Message) -> dict[str, Any]:
    """What all phones are told, and whether I have confirmed it: this answer is mine alone."""
    is_confirmed = queries.has_confirmed(access.actor(), message)
    return {**wire(message), **({"is_confirmed": True} if is_confirmed else {})}


def _room_page(room: Room, form: Form) -> Response:
    actor = access.actor()
    wanted = schemas.PageSchema().load_or_invalid(request.args)
    if form.value("reply_to"):
        wanted["reply"] = form.value("reply_to")
    context: dict[str, Any] = {
        **opened_room(room, actor, wanted),
        **facts_of(room, actor),
        "why_not_send": policy.why_not_send(actor, room),
        "pin": queries.newest_pin(room),
        "new_client_id": uuid.uuid4(),
        "longest": schemas.LONGEST,
        "can_ask_to_confirm": policy.can_ask_to_confirm(actor, room),
    }
    return page("chat/room.html", room=room, form=form, **context)
