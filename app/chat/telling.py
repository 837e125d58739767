"""How facts reach the open phones: `tell_room` and `tell_person` are the only ways.

A fact is made into a packet once, leaves in the order of its number (`order.py`), goes to the
other processes (`relay.py`) and is written straight to each phone's line (`app.core.line`).
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from engineio.packet import MESSAGE, Packet
from flask import Flask, current_app

from app.chat.order import Fact, Order
from app.chat.queries.rooms import last_numbers_of
from app.chat.relay import PersonFact, Relay
from app.core.extensions import socketio
from app.core.line import Line
from app.core.websocket import frame_of

_together: ContextVar[list[Fact] | None] = ContextVar("hive_told_together", default=None)


def channel(room_id: int) -> str:
    """The Socket.IO room that the phones of a chat room's readers are in."""
    return f"chat-{room_id}"


def channel_of(person_id: int) -> str:
    """The Socket.IO room that all phones of a person are in."""
    return f"person-{person_id}"


def tell_room(
    room_id: int,
    event: str,
    payload: dict[str, Any],
    *,
    seq: int | None = None,
    change: int | None = None,
) -> None:
    """Tell the open phones of all who may read a room; after the commit, never before.

    `seq` is the number of the message it is about, for the message itself; with `change`, the
    room's number of the change, for what became of that message: they leave in that order.
    """
    fact = Fact(room_id, _packet(event, payload), seq, change)
    collecting = _together.get()
    if collecting is None:
        _tell([fact])
    else:
        collecting.append(fact)


def tell_person(person_id: int, event: str, payload: dict[str, Any]) -> None:
    """Tell all open phones of one person; after the commit, never before."""
    fact = PersonFact(person_id, _packet(event, payload))
    _deliver(channel_of(person_id), [fact.packet])
    relay = _relay()
    if relay is not None:
        relay.send([fact])


@contextmanager
def telling_together() -> Iterator[None]:
    """What is told of rooms within the block leaves at its end: each phone is written to once."""
    facts: list[Fact] = []
    before = _together.set(facts)
    try:
        yield
    finally:
        _together.reset(before)
        if facts:
            _tell(facts)


def hear_rooms(room_ids: Collection[int]) -> None:
    """A phone of this process hears these rooms from now on, whoever tells something there."""
    _hear_others()
    order = _order()
    unknown = order.unknown_among(room_ids)
    if unknown:
        order.begin(last_numbers_of(unknown))


def _hear_others() -> None:
    relay = _relay()
    if relay is not None:
        order = _order()

        def hear(facts: Sequence[Fact | PersonFact]) -> None:
            for each in facts:
                if isinstance(each, PersonFact):
                    _deliver(channel_of(each.person_id), [each.packet])
            order.take(each for each in facts if isinstance(each, Fact))

        relay.open(hear)


def init_telling(app: Flask, redis_url: str | None) -> None:
    """Bind the app to its phones; several processes find each other in Redis."""
    app.extensions["hive_relay"] = Relay(redis_url) if redis_url else None
    app.extensions["hive_order"] = Order(_tell_phones, _later)


def _tell(facts: Sequence[Fact]) -> None:
    _order().take(facts)
    relay = _relay()
    if relay is not None:
        relay.send(facts)


def _tell_phones(room_id: int, facts: Sequence[Fact]) -> None:
    _deliver(channel(room_id), [each.packet for each in facts])


def _deliver(to: str, said: Sequence[str]) -> None:
    """Write packets to every phone of this process that hears `to`."""
    server = socketio.server
    sockets = server.eio.sockets
    frames = b""
    for _, number in list(server.manager.get_participants("/", to)):
        socket = sockets.get(number)
        line = socket.queue if socket is not None else None
        if isinstance(line, Line):
            frames = frames or b"".join(frame_of(each) for each in said)
            line.write(frames)
        else:
            for each in said:
                server._send_eio_packet(number, Packet(MESSAGE, each[1:]))


def _packet(event: str, payload: dict[str, Any]) -> str:
    """An Engine.IO message (4) with a Socket.IO event (2)."""
    return "42" + json.dumps([event, payload], separators=(",", ":"), ensure_ascii=False)


def _later(seconds: float, action: Any) -> None:
    def act() -> None:
        socketio.sleep(seconds)
        action()

    socketio.start_background_task(act)


def _order() -> Order:
    order: Order = current_app.extensions["hive_order"]
    return order


def _relay() -> Relay | None:
    relay: Relay | None = current_app.extensions["hive_relay"]
    return relay
