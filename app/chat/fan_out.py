"""Telling the open phones what has been committed. The same for every reader."""

from typing import Any

from flask import current_app

from app.chat.models import Message
from app.core.extensions import socketio
from app.core.words import local_day


def channel(room_id: int) -> str:
    """The Socket.IO room that the phones of a chat room's readers are in."""
    return f"chat-{room_id}"


def wire(message: Message) -> dict[str, Any]:
    """A message as it goes to phones. Whose it is, the phone decides."""
    return {
        "id": message.id,
        "room_id": message.room_id,
        "seq": message.seq,
        "client_id": str(message.client_id),
        "author_id": message.author_id,
        "author_name": message.author.name,
        "sent_at": message.sent_at.isoformat(),
        "day": local_day(message.sent_at).isoformat(),
        "html": _html(message),
    }


def _html(message: Message) -> str:
    # Not `render_template`: that would work out the whole page's context for each message.
    return current_app.jinja_env.get_template("chat/_message.html").render(message=message)


def fan_out(message: Message) -> None:
    """Tell everybody who has the app open and may read the room."""
    socketio.emit("chat:message_sent", wire(message), to=channel(message.room_id))
