"""The application as gunicorn and the `flask` command find it: `wsgi:app`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: Libraries that others would use if they are there: Engine.IO for clients that speak HTTP, huey
#: for a queue on PostgreSQL. Nobody here does, and loading them takes 15 MB in each process.
UNNEEDED = ["aiohttp", "psycopg", "requests", "websocket"]


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let nothing in the block find these modules, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with without(*UNNEEDED, *([] if os.environ.get("HIVE_REDIS_URL") else ["redis"])):
    from app import create_app

app = create_app()
