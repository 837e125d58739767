"""Live events of the chat. Each checks the sign-in and the membership anew.

A phone sends `chat:send` and `chat:read` (below) and is told these facts:

- `chat:message_sent` (a message, see `fan_out.wire`): something was said in one of its rooms.
- `rooms:heard` `{room_ids}`: on connecting, the rooms it hears; what it kept of others goes.
- `room:left` `{room_id, unread_total}`: its person may no longer read that room. The phone takes
  the room off the screen and forgets its kept copy, drafts and unsent messages.
- `session:ended` `{}`: its sign-in has ended.

A room that somebody may read from now on is heard at once, without an event of its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import SocketIO

from app.chat import live, schemas, services
from app.chat.fan_out import wire
from app.core import access
from app.core.errors import HiveError, Invalid, NotSignedIn
from app.core.extensions import db
from app.core.problems import problem_of


def _given(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise Invalid({"data": "This could not be read. Reload the page and try again."})
    return data


def _acknowledged(handler: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Answer `{"ok": true, …}`, or the problem in the words the API uses."""

    @wraps(handler)
    def wrapper(*args: Any) -> dict[str, Any]:
        try:
            return {"ok": True, **handler(*args)}
        except HiveError as error:
            return {"ok": False, "problem": problem_of(error)}
        finally:
            db.session.remove()

    return wrapper


@access.signed_in
def connect(_auth: Any = None) -> None:
    """Let a signed-in phone hear its person's rooms; refuse anybody else."""
    try:
        live.admit(_sid(), access.device())
    except NotSignedIn as problem:
        raise RefusedError(problem.title) from None


@access.public
def disconnect(_reason: Any = None) -> None:
    """Forget a phone that went away."""
    live.dismiss(_sid())


@access.signed_in
def send(data: Any = None) -> dict[str, Any]:
    """`chat:send`: say something; acknowledged once it is on disk."""
    given = _given(data)
    room = schemas.RoomSchema().load_or_invalid(given)
    message, _ = services.send_message(
        actor=access.actor(), **room, **schemas.SendSchema().load_or_invalid(given)
    )
    return {"message": wire(message)}


@access.signed_in
def read(data: Any = None) -> dict[str, Any]:
    """`chat:read`: I have read up to a number."""
    given = _given(data)
    room = schemas.RoomSchema().load_or_invalid(given)
    seq = schemas.SeqSchema().load_or_invalid(given)["seq"]
    return {"seq": services.mark_read(actor=access.actor(), seq=seq, **room)}


#: Every event a phone may send, for the server and for the test that walks the access matrix.
EVENTS: dict[str, Callable[..., Any]] = {
    "connect": connect,
    "disconnect": disconnect,
    "chat:send": send,
    "chat:read": read,
}


def register(socketio: SocketIO) -> None:
    """Listen to the events."""
    for name, handler in EVENTS.items():
        if name in {"connect", "disconnect"}:
            socketio.on_event(name, handler)
        else:
            socketio.on_event(name, _acknowledged(access.checked_event(handler)))


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid
