"""Saying something in a room: once, in order, and told to those who may read it."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app

from app.accounts.models import Person
from app.chat.fan_out import wire
from app.chat.models import Message
from app.chat.services.posting import AT_ONCE, Letter, Posted, write_letters
from app.config import Config
from app.core.extensions import socketio
from app.core.pace import Pace
from app.core.together import Together
from app.core.unit_of_work import is_at_work

# Somebody who was away sends what waited at once; nobody types more than this for long.
_A_SECOND = 2.0
#: In seconds; a commit takes about as long.
_A_MOMENT = 0.001
_TOO_FAST = (
    "You are sending faster than people can read. Wait {wait}, then it goes on. Nothing is lost: "
    "what you wrote is still here."
)


def send_message(
    *,
    actor: Person,
    room_id: int,
    client_id: uuid.UUID,
    text: str,
    reply_to: int | None = None,
    attachments: Sequence[uuid.UUID] = (),
    needs_confirming: bool = False,
) -> tuple[Message, bool]:
    """Say something in a room.

    `reply_to` is the number of the message it answers, `attachments` the client-made
    ids of what the actor has uploaded into this room; `needs_confirming` asks all readers of an
    announcement to confirm. People of the room whom the text calls ("@Priya Shah") are told even
    if they have muted it.

    Returns the message and whether it is new: a second send with the same `client_id` gives
    the first one back. Raises `NotFound` for a room the actor is not in, `NotAllowed` when
    they may not write there, `Conflict` when the id was used in another room, `Invalid` when
    there is nothing to send or an upload is not there, `TooMany` when they send too fast.

    Written together with what others say at the same moment; within a unit of work, with that.
    """
    posted = _post(
        actor.id,
        Letter(
            actor_id=actor.id,
            room_id=room_id,
            client_id=client_id,
            text=text,
            reply_to=reply_to,
            attachments=attachments,
            needs_confirming=needs_confirming,
        ),
    )
    return posted.message, posted.is_new


def send_from_device(*, person_id: int, device_id: int, **letter: Any) -> dict[str, Any]:
    """The same for a socket, whose sign-in is looked up with the write; what phones are told.

    `letter` holds what `send_message` takes besides the actor. Raises `NotSignedIn` too.
    """
    posted = _post(person_id, Letter(device_id=device_id, **letter))
    return posted.told or wire(posted.message)


def init_sending(app: Flask, *, config: Config) -> None:
    """Bind the app to its queue of messages that wait to be written."""
    app.extensions["hive_send_pace"] = Pace(at_once=config.sends_at_once, a_second=_A_SECOND)
    breathe = (lambda _: None) if config.queue_in_memory else _let_others_come
    app.extensions["hive_together"] = Together(write_letters, at_most=AT_ONCE, breathe=breathe)


def _let_others_come(is_busy: bool) -> None:
    # What has arrived at this moment is read first, and is written with the same commit. On a
    # busy evening those who were just answered have more to say: a moment for them, too.
    socketio.sleep(_A_MOMENT if is_busy else 0)


def _post(person_id: int, letter: Letter) -> Posted:
    pace: Pace = current_app.extensions["hive_send_pace"]
    pace.check(person_id, _TOO_FAST)
    if is_at_work():
        result = write_letters([letter])[0]
        if isinstance(result, Exception):
            raise result
        return result
    together: Together[Letter, Posted] = current_app.extensions["hive_together"]
    return together.do("all rooms", letter)
