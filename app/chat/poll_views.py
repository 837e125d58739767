"""Pages and API of polls and pins."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import policy, poll_schemas, queries
from app.chat.fan_out import wire
from app.chat.models import Room
from app.chat.services import pinning, polling
from app.chat.views import blueprint
from app.core import access, clock
from app.core.roles import Role
from app.core.web import Form, page

_WEEKS = poll_schemas.DAYS_AHEAD // 7


@blueprint.get("/chat/rooms/<int:room_id>/new-poll")
@access.signed_in
def new_poll(room_id: int) -> Response:
    """Ask the room something; `?of=days` to choose from days of the calendar."""
    room = queries.room_for(access.actor(), room_id)
    policy.check_can_send(access.actor(), room)
    return _asking(room, Form(), of_days=request.args.get("of") == "days")


@blueprint.post("/chat/rooms/<int:room_id>/new-poll")
@access.signed_in
def ask_poll(room_id: int) -> AnyResponse:
    """Send the poll."""
    room = queries.room_for(access.actor(), room_id)
    form = Form.submitted()
    of_days = form.value("of") == "days"
    form.values["answers"] = request.form.getlist("answers")
    form.values["days"] = request.form.getlist("days")
    with form.showing_errors():
        data = form.load(poll_schemas.PollSchema())
        closing = data.pop("closing")
        polling.ask_poll(actor=access.actor(), room_id=room_id, closes_at=closing.moment(), **data)
        return redirect(url_for("chat.show_room", room_id=room_id, _anchor="newest"), 303)
    return _asking(room, form, of_days=of_days)


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/choose")
@access.signed_in
def tap_answer(room_id: int, seq: int) -> AnyResponse:
    """Choose an answer, or take it back, from a plain form."""
    queries.room_for(access.actor(), room_id)
    data = poll_schemas.TapSchema().load_or_invalid(request.form)
    polling.tap_answer(actor=access.actor(), room_id=room_id, seq=seq, option_id=data["option"])
    return _back_to(room_id, seq)


@blueprint.put("/api/v1/rooms/<int:room_id>/messages/<int:seq>/choice")
@access.signed_in
def api_choose(room_id: int, seq: int) -> Response:
    """All the answers I choose, from a script; the message as it is then."""
    queries.room_for(access.actor(), room_id)
    data = poll_schemas.ChoiceSchema().load_or_invalid(request.get_json())
    message = polling.choose(
        actor=access.actor(), room_id=room_id, seq=seq, option_ids=data["options"]
    )
    return jsonify(wire(message))


@blueprint.get("/chat/rooms/<int:room_id>/messages/<int:seq>/poll")
@access.signed_in
def show_poll(room_id: int, seq: int) -> Response:
    """Who has chosen what; closing the poll."""
    actor = access.actor()
    message = queries.message_for(actor, room_id, seq)
    room = queries.room_for(actor, room_id)
    return page(
        "chat/poll.html",
        room=room,
        message=message,
        poll=polling.poll_of(message),
        may_plan=bool(actor.roles & {Role.SUPPORT_WORKER, Role.MANAGER}),
        can_close=policy.can_close_poll(actor, message, room),
    )


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/close-poll")
@access.signed_in
def close_poll(room_id: int, seq: int) -> AnyResponse:
    """Close a poll before its time."""
    polling.close_poll(actor=access.actor(), room_id=room_id, seq=seq)
    return redirect(url_for("chat.show_poll", room_id=room_id, seq=seq), 303)


@blueprint.get("/chat/rooms/<int:room_id>/pins")
@access.signed_in
def list_pins(room_id: int) -> Response:
    """The pinned messages of a room."""
    room = queries.room_for(access.actor(), room_id)
    return page(
        "chat/pins.html",
        room=room,
        pins=queries.pinned_in(room),
        may_pin=policy.can_pin(access.actor(), room),
    )


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/pin")
@access.signed_in
def pin_message(room_id: int, seq: int) -> AnyResponse:
    """Pin a message for everybody in the room."""
    pinning.pin_message(actor=access.actor(), room_id=room_id, seq=seq)
    return _back_to(room_id, seq)


@blueprint.post("/chat/rooms/<int:room_id>/messages/<int:seq>/unpin")
@access.signed_in
def unpin_message(room_id: int, seq: int) -> AnyResponse:
    """Take the pin off a message."""
    pinning.unpin_message(actor=access.actor(), room_id=room_id, seq=seq)
    return _back_to(room_id, seq)


def _back_to(room_id: int, seq: int) -> AnyResponse:
    return redirect(
        url_for("chat.show_room", room_id=room_id, around=seq, _anchor=f"message-{seq}"), 303
    )


def _asking(room: Room, form: Form, *, of_days: bool) -> Response:
    answers = [each for each in form.value("answers", []) if each]
    context: dict[str, Any] = {
        "of_days": of_days,
        "answers": answers + [""] * (poll_schemas.MOST - len(answers)),
        "shown_answers": max(4, len(answers)),
        "weeks": _weeks() if of_days else [],
        "chosen_days": set(form.value("days", [])),
        "closings": [(each.value, each.label) for each in poll_schemas.open_closings()],
        "today": clock.today(),
        "new_client_id": form.value("client_id") or uuid.uuid4(),
        "longest_question": poll_schemas.LONGEST_QUESTION,
        "longest_answer": poll_schemas.LONGEST_ANSWER,
    }
    return page("chat/new_poll.html", room=room, form=form, **context)


def _weeks() -> list[list[date]]:
    """The weeks to choose days from, Monday first; days before today can't be chosen."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    return [[monday + timedelta(days=7 * week + day) for day in range(7)] for week in range(_WEEKS)]
