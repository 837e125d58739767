"""How Hive is served, in development and in production alike.

One process holds thousands of open WebSockets with gevent; the worker patches the standard
library before it loads the application. Several processes share their work through Redis.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker


def _workers() -> int:
    """HIVE_WORKERS, checked: without Redis two processes would not hear each other's messages."""
    text = os.environ.get("HIVE_WORKERS", "1")
    if not text.isdigit() or int(text) < 1:
        sys.exit(f"HIVE_WORKERS must be a whole number from 1 up, not {text!r}.")
    if int(text) > 1 and not os.environ.get("HIVE_REDIS_URL"):
        sys.exit(
            f"HIVE_WORKERS is {text}, which needs Redis: set HIVE_REDIS_URL, or HIVE_WORKERS=1."
        )
    return int(text)


bind = os.environ.get("HIVE_BIND") or f"127.0.0.1:{os.environ.get('PORT', '5000')}"
worker_class = "gevent"
workers = _workers()
worker_connections = 5000
# Open sockets would hold a stopping worker for this long; phones reconnect by themselves.
graceful_timeout = 3
timeout = 60
keepalive = 65
# Whose X-Forwarded-* headers are believed: the proxy on this machine, unless told otherwise.
forwarded_allow_ips = os.environ.get("HIVE_FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# The application logs each request itself, as JSON and without personal data.
accesslog = None
loglevel = "warning"
# A heartbeat file on a disk can block the event loop.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def post_worker_init(worker: Worker) -> None:
    """Run background work inside the one web process, unless Redis has a worker for it."""
    if os.environ.get("HIVE_REDIS_URL"):
        return
    from app.core.jobs import start_in_process_consumer

    start_in_process_consumer(worker.wsgi)
