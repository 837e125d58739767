"""The settings of gunicorn.conf.py, without the background work that the yardstick has none of."""

import runpy
from pathlib import Path

_own = runpy.run_path(str(Path(__file__).resolve().parents[1] / "gunicorn.conf.py"))
for _name in ("bind", "worker_class", "workers", "worker_connections", "keepalive", "loglevel"):
    globals()[_name] = _own[_name]
