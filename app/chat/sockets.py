"""Live events of the chat: see docs/realtime.md. Each checks the sign-in and the membership anew.

A phone sends `chat:send`, `chat:read` and `chat:typing` (below) and is told these facts:

- `chat:message_sent`, `chat:message_changed` (a message, see `fan_out.wire`): something was said
  in one of its rooms, or what was said there has changed.
- `chat:typing` `{room_id, person_id, name}`: somebody is writing there.
- `rooms:heard` `{room_ids}`: on connecting, the rooms it hears; what it kept of others goes.
- `room:left` `{room_id, unread_total}`: its person may no longer read that room. The phone takes
  the room off the screen and forgets its kept copy, drafts and unsent messages.
- `session:ended` `{}`: its sign-in has ended.

A room that somebody may read from now on is heard at once, without an event of its own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import SocketIO

from app.chat import live, schemas, services
from app.core import access
from app.core.errors import HiveError, Invalid, NotSignedIn
from app.core.extensions import db
from app.core.pace import Pace
from app.core.problems import problem_of

# Making a schema costs more than all it checks of a message.
_ROOM, _LETTER, _SEQ = schemas.RoomSchema(), schemas.SendSchema(), schemas.SeqSchema()

# More than a thumb can do; `chat:send` has a limit of its own, in its service.
_PACE = Pace(at_once=60, a_second=10)
_TYPING_PACE = Pace(at_once=6, a_second=0.5)
_TOO_FAST = "That is more than Hive can take from one phone. Wait {wait}, then it goes on."


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
def send(sid: str, data: Any = None) -> dict[str, Any]:
    """`chat:send`: say something; acknowledged once it is on disk.

    The sign-in is looked up in the transaction that writes the message, together with those of
    everybody who sends at the same moment.
    """
    given = _given(data)
    who = live.open_socket(sid)
    letter = _ROOM.load_or_invalid(given) | _LETTER.load_or_invalid(given)
    told = services.send_from_device(person_id=who.person_id, device_id=who.device_id, **letter)
    return {"message": told}


@access.signed_in
def read(data: Any = None) -> dict[str, Any]:
    """`chat:read`: I have read up to a number."""
    given = _given(data)
    _PACE.check(access.actor().id, _TOO_FAST)
    room, seq = _ROOM.load_or_invalid(given), _SEQ.load_or_invalid(given)["seq"]
    return {"seq": services.mark_read(actor=access.actor(), seq=seq, **room)}


@access.signed_in
def typing(data: Any = None) -> dict[str, Any]:
    """`chat:typing`: I am writing in a room; the others there are told, and nothing is kept."""
    given = _given(data)
    _TYPING_PACE.check(access.actor().id, _TOO_FAST)
    services.tell_typing(actor=access.actor(), **_ROOM.load_or_invalid(given))
    return {}


#: Every event a phone may send, for the server and for the test that walks the access matrix.
EVENTS: dict[str, Callable[..., Any]] = {
    "connect": connect,
    "disconnect": disconnect,
    "chat:send": send,
    "chat:read": read,
    "chat:typing": typing,
}


def register(socketio: SocketIO) -> None:
    """Listen to the events, before the app is bound."""
    for name, handler in EVENTS.items():
        if name in {"connect", "disconnect"}:
            socketio.on_event(name, handler)
        elif handler is not send:
            socketio.on_event(name, _acknowledged(access.checked_event(handler)))


def register_sending(app: Flask, socketio: SocketIO) -> None:
    """Listen to `chat:send`, once the app is bound.

    Without the request context that Flask-SocketIO makes for each event: that would take longer
    than all the rest of a message.
    """
    answer = _acknowledged(send)

    def handle(sid: str, *args: Any) -> dict[str, Any]:
        bound: Flask = socketio.server.get_environ(sid, namespace="/").get("flask.app", app)
        with bound.app_context():
            return answer(sid, *args[:1])

    socketio.server.on("chat:send", handle, namespace="/")


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid
