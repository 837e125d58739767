"""Limits on attempts, kept in memory or, with several processes, in Redis."""

import hashlib
import time

from flask import Flask, current_app
from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from app.core.errors import TooMany


def init_throttle(app: Flask, redis_url: str | None) -> None:
    """Choose where attempts are counted."""
    storage = RedisStorage(redis_url) if redis_url else MemoryStorage()
    app.extensions["hive_throttle"] = MovingWindowRateLimiter(storage)


def count_attempt(what: str, who: str, limit: str) -> None:
    """Count one attempt at `what` by `who`; raises `TooMany` beyond `limit` ("5 per hour").

    `who` is hashed first: an e-mail address is not left lying about in a store of counters.
    """
    limiter: MovingWindowRateLimiter = current_app.extensions["hive_throttle"]
    item = parse(limit)
    key = hashlib.sha256(who.encode()).hexdigest()[:32]
    if not limiter.hit(item, what, key):
        reset = limiter.get_window_stats(item, what, key).reset_time
        raise TooMany(retry_after=max(1, int(reset - time.time())))


def forget_attempts(what: str, who: str, limit: str) -> None:
    """Start counting anew, after a success."""
    limiter: MovingWindowRateLimiter = current_app.extensions["hive_throttle"]
    limiter.clear(parse(limit), what, hashlib.sha256(who.encode()).hexdigest()[:32])
