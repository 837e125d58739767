"""Which open sockets hear which rooms, and ending that when the right to hear ends.

A socket is let in once and may stay open for days. Right after a commit that changes somebody's
roles, the process that made it looks whether its sockets' sign-ins and memberships still hold.
Each process also looks every two seconds: so it notices what has ended elsewhere (in another
process, at the command line) and what a date has ended. Two seconds are soon enough, and need
no further message that could be lost between the processes.
"""

import logging
import threading
from dataclasses import dataclass, field
from functools import cache

import sqlalchemy as sa
from flask import Flask, current_app
from flask_socketio import join_room, leave_room
from sqlalchemy.orm import joinedload

from app.accounts.models import Device, Person
from app.accounts.policy import is_live
from app.chat.fan_out import channel
from app.chat.models import Room
from app.chat.queries import unread_total
from app.core import clock
from app.core.extensions import db, socketio
from app.hives.queries import own_hive_ids

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2


@dataclass
class OpenSocket:
    """A socket of this process: whose it is, and the rooms it hears."""

    device_id: int
    room_ids: set[int] = field(default_factory=set)


_open: dict[str, OpenSocket] = {}
# One after the other: a sweep that began before a commit must not undo what one after it did.
_sweeping = threading.Lock()


def admit(sid: str, device: Device) -> None:
    """Let a socket hear the rooms of its person, from now on."""
    room_ids = _room_ids(device.person)
    socket = _open[sid] = OpenSocket(device.id)
    _hear(sid, socket, room_ids)
    # What the phone keeps of any other room is from before it was away.
    socketio.emit("rooms:heard", {"room_ids": sorted(room_ids)}, to=sid)
    _start_sweeping()


def dismiss(sid: str) -> None:
    """Forget a socket that has closed."""
    _open.pop(sid, None)


def open_count() -> int:
    """How many sockets this process holds."""
    return len(_open)


def sweep() -> None:
    """Close the sockets whose sign-in has ended; let the others hear just what they may."""
    if not _open:
        return
    with _sweeping:
        people = _people_by_device()
        rooms_of_hives = _rooms_by_hive()
        for sid, socket in list(_open.items()):
            person = people.get(socket.device_id)
            if person is None:
                _end(sid)
                continue
            hives = own_hive_ids(person)
            may_hear = {each for hive_id in hives for each in rooms_of_hives.get(hive_id, ())}
            left = socket.room_ids - may_hear
            _hear(sid, socket, may_hear)
            if left:
                _tell_left(sid, left, unread_total(person))


def _people_by_device() -> dict[int, Person]:
    """Whose the open sockets are, of those whose sign-in still holds."""
    now = clock.now()
    device_ids = {socket.device_id for socket in _open.values()}
    found = db.session.scalars(
        sa.select(Device)
        .where(Device.id.in_(device_ids), Device.ended_at.is_(None))
        .options(joinedload(Device.person).joinedload(Person.memberships))
        .execution_options(populate_existing=True)
    ).unique()
    return {device.id: device.person for device in found if is_live(device, now)}


@cache
def _start_sweeping() -> None:
    """Once in a process, when the first socket comes: a worker forked before has no threads."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    socketio.start_background_task(_sweep_for_ever, app)


def _sweep_for_ever(app: Flask) -> None:
    while True:
        socketio.sleep(SWEEP_SECONDS)
        try:
            with app.app_context():
                sweep()
        except Exception:
            log.exception("sweep_failed")


def _end(sid: str) -> None:
    dismiss(sid)
    socketio.emit("session:ended", {}, to=sid)
    socketio.server.disconnect(sid, namespace="/")


def _tell_left(sid: str, room_ids: set[int], unread: int) -> None:
    for room_id in sorted(room_ids):
        socketio.emit("room:left", {"room_id": room_id, "unread_total": unread}, to=sid)


def _hear(sid: str, socket: OpenSocket, room_ids: set[int]) -> None:
    for room_id in socket.room_ids - room_ids:
        leave_room(channel(room_id), sid=sid, namespace="/")
    for room_id in room_ids - socket.room_ids:
        join_room(channel(room_id), sid=sid, namespace="/")
    socket.room_ids = room_ids


def _room_ids(person: Person) -> set[int]:
    return set(db.session.scalars(sa.select(Room.id).where(Room.hive_id.in_(own_hive_ids(person)))))


def _rooms_by_hive() -> dict[int, list[int]]:
    rooms: dict[int, list[int]] = {}
    for room_id, hive_id in db.session.execute(sa.select(Room.id, Room.hive_id)):
        rooms.setdefault(hive_id, []).append(room_id)
    return rooms
