"""Work that would hold up everybody, done in a real thread while the loop goes on."""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from gevent import get_hub, monkey
from gevent.threadpool import ThreadPool

Result = TypeVar("Result")

# Two at a time: enough for two cores, and each may need a few hundred megabytes.
_HEAVY = 2
_M_MMAP_THRESHOLD = -3  # of glibc's malloc.h


def off_loop(work: Callable[..., Result], *args: Any) -> Result:
    """What `work(*args)` returns or raises, from a thread; right here where there is no loop.

    The work must not use the app's context, the session or the database.
    """
    return _in(get_hub().threadpool, work, args) if _has_loop() else work(*args)


def off_loop_in_turn(work: Callable[..., Result], *args: Any) -> Result:
    """The same for work that takes much memory: two at a time, the others wait their turn."""
    return _in(_heavy_pool(), work, args) if _has_loop() else work(*args)


def _has_loop() -> bool:
    return bool(monkey.is_module_patched("threading"))


@cache
def _heavy_pool() -> ThreadPool:
    _give_large_blocks_back()
    return ThreadPool(_HEAVY)


def _give_large_blocks_back() -> None:
    """Have freed blocks of a megabyte and more go back to the system at once.

    glibc would learn to keep them: after a few photos the process stayed 100 MB larger for good.
    """
    with suppress(OSError, AttributeError):  # elsewhere there is nothing of the kind to tell
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1024 * 1024)


def _in(pool: ThreadPool, work: Callable[..., Result], args: tuple[Any, ...]) -> Result:
    # Handed back as a value: gevent would print a refusal as if the thread had crashed.
    result = pool.apply(_tried, (work, args))
    if isinstance(result, _Failed):
        raise result.error
    return result


@dataclass(frozen=True)
class _Failed:
    error: Exception


def _tried(work: Callable[..., Result], args: tuple[Any, ...]) -> Result | _Failed:
    try:
        return work(*args)
    except Exception as error:  # noqa: BLE001 - raised again by whoever waits
        return _Failed(error)
