"""Facts of a room leave this process in the order of their numbers, however they came.

Numbers are given and committed one after the other, but what happens after the commit may
overtake: another process's message comes through Redis, one's own does not. So a fact whose
number is not the next one waits for those before it; not for long, because a process may have
died after its commit. A phone that sees a gap asks for what it missed.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

#: How long a fact waits for the one before it.
PATIENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to be told in a room: a Socket.IO packet, ready to go.

    `seq` alone: the message of that number. With `change`: what became of that message, the
    room's change of that number. Neither: told at once, in no order.
    """

    room_id: int
    packet: str
    seq: int | None = None
    change: int | None = None


@dataclass
class _Room:
    """The numbers told last (None: none yet), and what waits for the ones before it."""

    seq: int | None = None
    change: int | None = None
    waiting: list[Fact] = field(default_factory=list)
    waits_since: float = 0.0


class Order:
    """Lets facts through in order. `tell` takes those of a room that may leave now.

    `later` calls a function after so many seconds.
    """

    def __init__(
        self,
        tell: Callable[[int, Sequence[Fact]], None],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._tell, self._later = tell, later
        self._rooms: dict[int, _Room] = {}
        # What leaves must leave in order, too: one thread at a time.
        self._guard = threading.RLock()
        self._is_looking = False

    def take(self, facts: Iterable[Fact]) -> None:
        """Tell what is next, and what has waited for it; keep the rest for a while."""
        with self._guard:
            ready: dict[int, list[Fact]] = {}
            for fact in facts:
                ready.setdefault(fact.room_id, []).extend(self._through(fact))
            for room_id, those in ready.items():
                if those:
                    self._tell(room_id, those)

    def begin(self, numbers: Iterable[tuple[int, int, int]]) -> None:
        """From now on this process hears rooms, whose last (room, seq, change) are these."""
        with self._guard:
            for room_id, seq, change in numbers:
                self._rooms.setdefault(room_id, _Room(seq, change))

    def unknown_among(self, room_ids: Iterable[int]) -> list[int]:
        """Those of the rooms that this process has not heard yet."""
        return [room_id for room_id in room_ids if room_id not in self._rooms]

    def forget_all(self) -> None:
        """Start anew, as a process does."""
        with self._guard:
            self._rooms.clear()

    def _through(self, fact: Fact) -> list[Fact]:
        if fact.seq is None:
            return [fact]
        room = self._rooms.setdefault(fact.room_id, _Room())
        if not _is_next(room, fact):
            if not room.waiting:
                room.waits_since = time.monotonic()
            room.waiting.append(fact)
            self._look_again()
            return []
        _note(room, fact)
        return [fact, *_next_ones(room)]

    def _look_again(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._later(PATIENCE_SECONDS, self._give_up_waiting)

    def _give_up_waiting(self) -> None:
        """What was waited for does not come: tell the rest without it."""
        with self._guard:
            self._is_looking = False
            now = time.monotonic()
            for room_id, room in self._rooms.items():
                if not room.waiting:
                    continue
                if now - room.waits_since >= PATIENCE_SECONDS * 0.9:
                    those = sorted(room.waiting, key=_number)
                    room.waiting = []
                    for fact in those:
                        _note(room, fact)
                    self._tell(room_id, those)
                else:
                    self._look_again()


def _is_next(room: _Room, fact: Fact) -> bool:
    """Also true of what comes late: better out of order than never."""
    seq = fact.seq or 0
    if fact.change is None:
        return room.seq is None or seq <= room.seq + 1
    is_message_told = room.seq is None or seq <= room.seq
    return is_message_told and (room.change is None or fact.change <= room.change + 1)


def _note(room: _Room, fact: Fact) -> None:
    if fact.change is None:
        room.seq = max(room.seq or 0, fact.seq or 0)
    else:
        room.change = max(room.change or 0, fact.change)


def _next_ones(room: _Room) -> list[Fact]:
    """What need not wait any longer."""
    found: list[Fact] = []
    while room.waiting:
        those = sorted(room.waiting, key=_number)
        fact = next((each for each in those if _is_next(room, each)), None)
        if fact is None:
            break
        room.waiting.remove(fact)
        _note(room, fact)
        found.append(fact)
    return found


def _number(fact: Fact) -> tuple[int, int]:
    return (fact.seq or 0, fact.change or 0) if fact.change is None else (2**31, fact.change)
