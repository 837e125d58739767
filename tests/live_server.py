"""Hive as it is served: gunicorn, in processes of its own, on a database of its own."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@cache
def _prepared() -> Path:
    """An instance folder with the demo county, made once a run."""
    folder = Path(tempfile.mkdtemp(prefix="hive-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _prepare(LiveServer(folder).environ)
    return folder


def _prepare(environ: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "flask", "prepare"], cwd=ROOT, env=environ, check=True)


class LiveServer:
    """One gunicorn with one worker. `settings` are HIVE_… variables without the prefix."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        own = {"ENV": "testing", "INSTANCE": str(folder), "BASE_URL": self.url, "DEMO": "1"}
        self.environ = {name: v for name, v in os.environ.items() if not name.startswith("HIVE_")}
        self.environ |= {f"HIVE_{name}": value for name, value in (own | settings).items()}
        self.environ["PORT"] = str(self.port)
        self.environ["FLASK_APP"] = "wsgi"
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make the tables and load the demo county: on SQLite a copy of one made before."""
        if "HIVE_DATABASE_URL" in self.environ:
            _prepare(self.environ)
        else:
            shutil.copytree(_prepared(), self.folder, dirs_exist_ok=True)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """As a power cut would: nothing gets to finish."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, number)
            self.process.wait(timeout=20)
            self.process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=1) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False
