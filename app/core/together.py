"""Work that waits for its turn is done together: many writes for the price of one commit."""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


@dataclass
class _Waiting(Generic[Piece, Result]):
    """Somebody's piece of work, until it is done or it is their turn to do what waits."""

    piece: Piece
    woken: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    result: Result | Exception | None = None


class Together(Generic[Piece, Result]):
    """Does what several callers ask for at the same time at once.

    `work` takes the pieces in the order they were asked for and gives a result for each, or the
    error that its caller is to get. If it raises by itself, all of them get that. The first
    caller works for all who wait beside it; who comes meanwhile waits for the next turn, which
    the first of them takes. `breathe` lets others come before a turn begins; it is told whether
    the turn before was of several.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Piece]], Sequence[Result | Exception]],
        *,
        at_most: int,
        breathe: Callable[[bool], object] = lambda _: None,
    ) -> None:
        self._work, self._at_most, self._breathe = work, at_most, breathe
        self._is_busy = False
        self._guard = threading.Lock()
        self._queues: dict[Hashable, deque[_Waiting[Piece, Result]]] = {}

    def do(self, queue: Hashable, piece: Piece) -> Result:
        """The result of `piece`, once it is done; raises its error. Queues wait separately."""
        mine: _Waiting[Piece, Result] = _Waiting(piece)
        with self._guard:
            waiting = self._queues.get(queue)
            is_first = waiting is None
            if waiting is None:
                waiting = self._queues[queue] = deque()
            waiting.append(mine)
        if not is_first:
            mine.woken.wait()
        if not mine.is_done:
            self._lead(queue, waiting)
        if isinstance(mine.result, Exception):
            raise mine.result
        return mine.result  # type: ignore[return-value]

    def _lead(self, queue: Hashable, waiting: deque[_Waiting[Piece, Result]]) -> None:
        # Whoever leads is the first of those who wait.
        turn = [waiting.popleft()]
        results: Sequence[Result | Exception] = []
        try:
            self._breathe(self._is_busy)
            while waiting and len(turn) < self._at_most:
                turn.append(waiting.popleft())
            self._is_busy = len(turn) > 1
            results = self._work([each.piece for each in turn])
        except Exception as error:  # noqa: BLE001 - raised again by everybody who waits
            results = [error] * len(turn)
        finally:
            # Also when this one was killed in the middle: nobody must wait for ever.
            stopped = [RuntimeError("stopped in the middle")] * (len(turn) - len(results))
            for each, result in zip(turn, [*results, *stopped], strict=True):
                each.result, each.is_done = result, True
                each.woken.set()
            self._pass_on(queue, waiting)

    def _pass_on(self, queue: Hashable, waiting: deque[_Waiting[Piece, Result]]) -> None:
        with self._guard:
            if waiting:
                waiting[0].woken.set()
            else:
                del self._queues[queue]
