"""How far a job has come, told while it still runs.

Kept in the queue's own storage and not in the database: a job that writes everything in one
transaction could tell nobody of it from there.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from huey.constants import EmptyData

from app.core import clock

#: Seconds between two words: often enough to see it move, too seldom to cost anything.
_EVERY = 0.2


@dataclass(frozen=True)
class Progress:
    """How many of how many steps are done, when that was said, and whether it has failed."""

    done: int
    total: int
    told_at: datetime
    has_failed: bool = False


def progress_of(key: str) -> Progress | None:
    """What was last told under `key`, by whichever process; None when nothing was."""
    found = _storage().peek_data(_name(key))
    if found is EmptyData:
        return None
    told = json.loads(bytes(found))
    told_at = datetime.fromtimestamp(told["at"], UTC)
    return Progress(told["done"], told["total"], told_at, told["failed"])


def tell_progress(key: str, done: int, total: int, *, has_failed: bool = False) -> None:
    """Say how far it is."""
    told = {"done": done, "total": total, "at": clock.now().timestamp(), "failed": has_failed}
    _storage().put_data(_name(key), json.dumps(told).encode())


def forget_progress(key: str) -> None:
    """Nothing is under way any more, or it begins anew."""
    _storage().pop_data(_name(key))


class Steps:
    """Counts the steps of a job, tells of them a few times a second, lets others run between."""

    def __init__(self, key: str, total: int) -> None:
        self.key = key
        self.done = 0
        self.total = total
        self._told = time.monotonic()
        tell_progress(key, 0, total)

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        # In the one web process pages are served by greenlets beside this one: they get a turn.
        time.sleep(0)
        if time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            tell_progress(self.key, min(self.done, self.total), self.total)


def _storage() -> Any:
    return current_app.extensions["hive_huey"].storage


def _name(key: str) -> str:
    return f"progress.{key}"
