"""One message: its page and what can be done with it, as plain forms and for scripts."""

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy, queries, reactions, schemas, services
from app.chat.actions import actions_on
from app.chat.fan_out import wire
from app.chat.services.editing import TOO_LATE
from app.chat.views import blueprint
from app.core import access
from app.core.errors import NotAllowed
from app.core.web import Form, page


@blueprint.get("/chat/rooms/<int:room_id>/messages/<int:seq>")
@access.signed_in
def show_message(room_id: int, seq: int) -> Response:
    """One message, and all that can be done with it."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    return page(
        "chat/message.html",
        room=room,
        message=message,
        mine_id=actor.id,
        actions=actions_on(actor, room, message),
        may_react=policy.can_react(actor, room) and not message.is_deleted,
        reactions=reactions.QUICK + reactions.MORE,
    )


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/react")
@access.signed_in
def react(room_id: int, seq: int) -> AnyResponse:
    """Put a reaction on a message, from a plain form; an empty one takes it back."""
    queries.room_for(access.actor(), room_id)
    given = {"emoji": request.form.get("emoji") or None} if "emoji" in request.form else {}
    emoji = schemas.ReactionSchema().load_or_invalid(given)["emoji"]
    services.react(actor=access.actor(), room_id=room_id, seq=seq, emoji=emoji)
    return _back_to(room_id, seq)


@blueprint.put("/api/v1/rooms/<int:room_id>/messages/<int:seq>/reaction")
@access.signed_in
def api_react(room_id: int, seq: int) -> Response:
    """What my reaction to a message is to be, from a script; the message as it is then."""
    queries.room_for(access.actor(), room_id)
    emoji = schemas.ReactionSchema().load_or_invalid(request.get_json())["emoji"]
    message = services.react(actor=access.actor(), room_id=room_id, seq=seq, emoji=emoji)
    return jsonify(wire(message))


@blueprint.get("/chat/rooms/<int:room_id>/messages/<int:seq>/reply")
@access.signed_in
def answer(room_id: int, seq: int) -> AnyResponse:
    """Go to the room to answer a message, without a script."""
    queries.message_for(access.actor(), room_id, seq)
    return redirect(url_for("chat.show_room", room_id=room_id, reply=seq, _anchor="text"), 303)


@blueprint.route("/chat/rooms/<int:room_id>/messages/<int:seq>/edit", methods=["GET", "POST"])
@access.signed_in
def edit_message(room_id: int, seq: int) -> AnyResponse:
    """Change the words of my own message."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    if not policy.can_edit(actor, message, room):
        raise NotAllowed(TOO_LATE)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.EditSchema())
            services.edit_message(actor=actor, room_id=room_id, seq=seq, text=data["words"])
            return _back_to(room_id, seq)
    else:
        form.values["words"] = message.text
    return page("chat/edit_message.html", room=room, message=message, form=form)


@blueprint.route("/chat/rooms/<int:room_id>/messages/<int:seq>/delete", methods=["GET", "POST"])
@access.signed_in
def delete_message(room_id: int, seq: int) -> AnyResponse:
    """Take a message away for everybody; asks first, because it can't be undone."""
    actor = access.actor()
    if request.method == "POST":
        queries.room_for(actor, room_id)
        schemas.DeleteSchema().load_or_invalid(request.form)
        services.delete_message(actor=actor, room_id=room_id, seq=seq)
        return _back_to(room_id, seq)
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    if not policy.can_delete(actor, message, room):
        raise NotAllowed("Only whoever wrote a message takes it away, or a support worker.")
    return page(
        "chat/delete_message.html",
        room=room,
        message=message,
        is_own=message.author_id == actor.id,
    )


@blueprint.get("/chat/rooms/<int:room_id>/messages/<int:seq>/seen")
@access.signed_in
def show_seen(room_id: int, seq: int) -> Response:
    """Who has read my message."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    if message.author_id != actor.id:
        raise NotAllowed("Only whoever wrote a message sees who has read it.")
    seen = queries.seen_of(message, room)
    return page("chat/seen.html", room=room, message=message, seen=seen)


def _back_to(room_id: int, seq: int) -> AnyResponse:
    anchor = f"message-{seq}"
    return redirect(url_for("chat.show_room", room_id=room_id, around=seq, _anchor=anchor), 303)
