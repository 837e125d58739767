"""Starts the real server on a free port, with data of its own that is thrown away afterwards."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Server:
    """A running server: where it answers, where its data is, and its processes."""

    port: int
    instance: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def worker_pid(self) -> int:
        """The process that answers requests (gunicorn's own only watches it)."""
        listed = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(listed.stdout.split()[0])

    def memory_kb(self) -> int:
        """What the answering process holds in memory."""
        listed = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.worker_pid())],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(listed.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(instance: Path, port: int, *, public_port: int | None = None) -> dict[str, str]:
    """The settings of a server with its data in `instance`, seen by browsers at `public_port`."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("HIVE_")}
    return inherited | {
        "PORT": str(port),
        "HIVE_ENV": "development",
        "HIVE_DEMO": "1",
        "HIVE_INSTANCE": str(instance),
        "HIVE_BASE_URL": f"http://127.0.0.1:{public_port or port}",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def scratch_instance() -> Iterator[Path]:
    """A folder for a server's data, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="hive-bench."))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def migrate(settings: dict[str, str]) -> None:
    """Make the tables, and leave them empty."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, capture_output=True)


def prepare(settings: dict[str, str]) -> None:
    """Migrate and load the demo county."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(
    settings: dict[str, str], *, app: str = "wsgi:app", config: str = "gunicorn.conf.py"
) -> Iterator[Server]:
    """Run gunicorn as it runs for people until the block ends."""
    port = int(settings["PORT"])
    instance = Path(settings["HIVE_INSTANCE"])
    log = instance / f"{app.split(':')[0]}.log"
    command = [sys.executable, "-m", "gunicorn", "-c", config, app]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=out)
    server = Server(port, instance, process, log)
    try:
        _wait_until_it_answers(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_it_answers(server: Server, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urlopen(f"{server.url}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{server.log.read_text()[-3000:]}")


@contextmanager
def demo_server(*, public_port: int | None = None) -> Iterator[Server]:
    """The whole app with the demo county, on a free port."""
    with scratch_instance() as folder:
        settings = environment(folder, free_port(), public_port=public_port)
        prepare(settings)
        with serving(settings) as server:
            yield server
