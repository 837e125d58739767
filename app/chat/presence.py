"""Tells now and then that the phones with an open socket have Hive open."""

import time
from collections.abc import Collection

from app.accounts.services import note_open
from app.accounts.services.presence import OPEN_FOR

_EVERY_SECONDS = OPEN_FOR.total_seconds() / 2
_told_at = float("-inf")


def note_open_now_and_then(device_ids: Collection[int]) -> None:
    """Note that these devices have Hive open, unless that was done in the last 45 seconds.

    For the sweep of a process over its open sockets, which comes more often.
    """
    global _told_at  # noqa: PLW0603 - one clock for each process
    now = time.monotonic()
    if now - _told_at >= _EVERY_SECONDS:
        _told_at = now
        note_open(device_ids=device_ids)
