"""How quickly somebody may go on: a number at once, and so many a second after that.

Kept in this process's memory: asking Redis would cost more than what is limited. With several
processes somebody may be let through a few times as often, which slows a flood just as well.
"""

import math
import time
from collections.abc import Hashable

from app.core.errors import TooMany

#: Beyond so many, those who have been quiet long enough to be at the start again are forgotten.
_REMEMBERED = 10_000


class Pace:
    """Who has how much left. `at_once` and `a_second` are numbers of whatever is counted."""

    def __init__(self, *, at_once: float, a_second: float) -> None:
        self.at_once, self.a_second = at_once, a_second
        self._left: dict[Hashable, tuple[float, float]] = {}

    def seconds_to_wait(self, who: Hashable) -> float:
        """0 when `who` may go on, which is counted; else how long they must wait, uncounted."""
        now = time.monotonic()
        left, seen = self._left.get(who, (self.at_once, now))
        left = min(self.at_once, left + (now - seen) * self.a_second)
        if left < 1:
            return (1 - left) / self.a_second
        if len(self._left) >= _REMEMBERED and who not in self._left:
            self._forget_rested(now)
        self._left[who] = (left - 1, now)
        return 0.0

    def check(self, who: Hashable, words: str) -> None:
        """Raise `TooMany` with `words`, in which `{wait}` is how long, unless `who` may go on."""
        seconds = self.seconds_to_wait(who)
        if seconds:
            whole = math.ceil(seconds)
            wait = "1 second" if whole == 1 else f"{whole} seconds"
            raise TooMany(whole, words.format(wait=wait))

    def forget(self, who: Hashable) -> None:
        """Let `who` start anew."""
        self._left.pop(who, None)

    def forget_all(self) -> None:
        """Let everybody start anew."""
        self._left.clear()

    def _forget_rested(self, now: float) -> None:
        rest = self.at_once / self.a_second
        self._left = {who: kept for who, kept in self._left.items() if now - kept[1] < rest}
