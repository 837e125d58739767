"""What many people do at once, in two processes on the database of the test."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from flask import Flask

from app.core.extensions import db
from tests.live_server import ROOT


def in_two_processes(app: Flask, module: str, shares: Sequence[Any]) -> list[Any]:
    """What each process says; `module` reads its share as JSON. One that fails fails the test."""
    config = app.extensions["hive_config"]
    environ = {name: v for name, v in os.environ.items() if not name.startswith("HIVE_")} | {
        "HIVE_ENV": "testing",
        "HIVE_INSTANCE": str(config.instance),
        "HIVE_DATABASE_URL": config.database_url,
        "HIVE_LOG_LEVEL": "ERROR",
    }
    db.session.remove()
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in shares
    ]
    for worker, share in zip(workers, shares, strict=True):
        assert worker.stdin
        worker.stdin.write(json.dumps(share))
        worker.stdin.close()
    told: list[Any] = []
    for worker in workers:
        assert worker.stdout
        told += json.load(worker.stdout)
        worker.stdout.close()
        assert worker.wait(timeout=60) == 0
    return told
