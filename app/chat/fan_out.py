"""Telling the open phones what has been committed. The same for every reader."""

from functools import lru_cache
from typing import Any

from flask import current_app
from jinja2 import Template
from jinja2.runtime import new_context

from app.chat.models import Message
from app.chat.telling import tell_person, tell_room
from app.core.words import local_day

__all__ = ["fan_out", "fan_out_change", "tell_person", "tell_room", "wire"]


def wire(message: Message) -> dict[str, Any]:
    """A message as it goes to phones. Whose it is, the phone decides."""
    return {
        "id": message.id,
        "room_id": message.room_id,
        "seq": message.seq,
        "client_id": str(message.client_id),
        "author_id": message.author_id,
        "author_name": message.author.name,
        "kind": message.kind,
        "text": message.text,
        "short": message.in_short,
        "sent_at": message.sent_at.isoformat(),
        "day": local_day(message.sent_at).isoformat(),
        "change": message.change or 0,
        "mentions": [each.person_id for each in message.mentions],
        "html": _html(message),
    }


def _html(message: Message) -> str:
    # Not `render_template`: that would work out the whole page's context for each message. Nor
    # `render`: it puts all names that every template knows together anew, which takes a third of
    # its time.
    environment = current_app.jinja_env
    template = environment.get_template("chat/_message.html")
    names = {**_known_to(template), "message": message}
    context = new_context(environment, template.name, template.blocks, names, shared=True)
    return "".join(template.root_render_func(context))


@lru_cache(maxsize=1)
def _known_to(template: Template) -> dict[str, Any]:
    return dict(template.globals)


def fan_out(message: Message) -> dict[str, Any]:
    """Tell everybody who has the app open and may read the room; gives what they are told."""
    told = wire(message)
    tell_room(message.room_id, "chat:message_sent", told, seq=message.seq)
    return told


def fan_out_change(message: Message, *, change: int) -> None:
    """Tell the same people what has become of a message: the room's change of this number.

    The message may have been changed again meanwhile; that change is told by itself.
    """
    told = wire(message)
    tell_room(message.room_id, "chat:message_changed", told, seq=message.seq, change=change)
