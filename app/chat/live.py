"""Which open sockets hear which rooms, and ending that when the right to hear ends.

A socket is let in once and may stay open for days. Right after a commit that changes somebody's
roles or rooms, the process that made it looks whether its sockets' sign-ins and memberships still
hold. Each process also looks every two seconds: so it notices what has ended elsewhere (in another
process, at the command line) and what a date has ended. Two seconds are soon enough, and need
no further message that could be lost between the processes.

It looks at some sockets at a time, so that two thousand of them hold up no message.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

import sqlalchemy as sa
from flask import Flask, current_app
from flask_socketio import join_room, leave_room

from app.accounts.models import Device, Person
from app.accounts.policy import idle_limit_for
from app.chat.presence import note_open_now_and_then
from app.chat.queries import unread_total
from app.chat.readers import rooms_heard_by
from app.chat.telling import channel, channel_of, hear_rooms
from app.core import clock
from app.core.errors import NotSignedIn
from app.core.extensions import db, socketio
from app.core.roles import Role
from app.hives.models import Membership

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2
_AT_ONCE = 100


@dataclass
class OpenSocket:
    """A socket of this process: whose it is, and the rooms it hears."""

    device_id: int
    person_id: int
    room_ids: set[int] = field(default_factory=set)


_open: dict[str, OpenSocket] = {}
# One after the other: a look that began before a commit must not undo what one after it did.
_sweeping = threading.Lock()


def admit(sid: str, device: Device) -> None:
    """Let a socket hear the rooms of its person, from now on."""
    with _sweeping:
        room_ids = rooms_heard_by([device.person_id])[device.person_id]
        socket = _open[sid] = OpenSocket(device.id, device.person_id)
        join_room(channel_of(device.person_id), sid=sid, namespace="/")
        _hear(sid, socket, room_ids)
    # What the phone keeps of any other room is from before it was away.
    socketio.emit("rooms:heard", {"room_ids": sorted(room_ids)}, to=sid)
    _start_sweeping()


def dismiss(sid: str) -> None:
    """Forget a socket that has closed."""
    _open.pop(sid, None)


def open_socket(sid: str) -> OpenSocket:
    """Whose a socket is; raises `NotSignedIn` for one that was not let in, or no longer is."""
    found = _open.get(sid)
    if found is None:
        raise NotSignedIn()
    return found


def open_count() -> int:
    """How many sockets this process holds."""
    return len(_open)


def sweep(pause: float = 0.0) -> None:
    """Close the sockets whose sign-in has ended; let the others hear just what they may.

    `pause`: how many seconds are spent letting others work, in all.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    sids = list(_open)
    parts = [sids[at : at + _AT_ONCE] for at in range(0, len(sids), _AT_ONCE)]
    for nth, part in enumerate(parts):
        if nth:
            socketio.sleep(pause / len(parts))
        # A session of its own: what is on disk now, whatever the caller has read before.
        with _sweeping, app.app_context():
            _look_at(part)


def _look_at(sids: Sequence[str]) -> None:
    sockets = {sid: _open[sid] for sid in sids if sid in _open}
    live = _live_among({each.device_id for each in sockets.values()})
    heard = rooms_heard_by({each.person_id for each in sockets.values()})
    for sid, socket in sockets.items():
        if sid not in _open:  # closed meanwhile
            continue
        if socket.device_id not in live:
            _end(sid)
            continue
        may_hear = heard[socket.person_id]
        left = socket.room_ids - may_hear
        _hear(sid, socket, may_hear)
        if left:
            _tell_left(sid, left, socket.person_id)


def _live_among(device_ids: Collection[int]) -> set[int]:
    """Those of the devices whose sign-in still holds, from plain rows."""
    now = clock.now()
    rows = db.session.execute(
        sa.select(Device.id, Device.person_id, Device.last_seen_at).where(
            Device.id.in_(device_ids), Device.ended_at.is_(None)
        )
    ).all()
    roles: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in db.session.execute(
        sa.select(Membership.person_id, Membership.role).where(
            Membership.person_id.in_({person_id for _, person_id, _ in rows}),
            Membership.in_force(clock.today()),
        )
    ):
        roles[person_id].add(role)
    return {
        device_id
        for device_id, person_id, last_seen_at in rows
        if now - last_seen_at <= idle_limit_for(roles[person_id])
    }


@cache
def _start_sweeping() -> None:
    """Once in a process, when the first socket comes: a worker forked before has no threads."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    socketio.start_background_task(_sweep_for_ever, app)


def _sweep_for_ever(app: Flask) -> None:
    while True:
        socketio.sleep(SWEEP_SECONDS / 2)
        try:
            with app.app_context():
                sweep(pause=SWEEP_SECONDS / 2)
                note_open_now_and_then({each.device_id for each in _open.values()})
        except Exception:
            log.exception("sweep_failed")


def _end(sid: str) -> None:
    dismiss(sid)
    socketio.emit("session:ended", {}, to=sid)
    socketio.server.disconnect(sid, namespace="/")


def _tell_left(sid: str, room_ids: set[int], person_id: int) -> None:
    unread = unread_total(db.session.get_one(Person, person_id))
    for room_id in sorted(room_ids):
        socketio.emit("room:left", {"room_id": room_id, "unread_total": unread}, to=sid)


def _hear(sid: str, socket: OpenSocket, room_ids: set[int]) -> None:
    for room_id in socket.room_ids - room_ids:
        leave_room(channel(room_id), sid=sid, namespace="/")
    begun = room_ids - socket.room_ids
    if begun:
        hear_rooms(begun)
    for room_id in begun:
        join_room(channel(room_id), sid=sid, namespace="/")
    socket.room_ids = room_ids
