"""The load generator as the measuring process sees it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.server import ROOT

PATH = "/socket.io/?EIO=4&transport=websocket"


class Generator:
    """A process of phones; see `phones.py` for what it is told and answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **command: Any) -> dict[str, Any]:
        """Have it do something, and wait until it is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(command), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the load generator has died; its own words are above")
        told: dict[str, Any] = json.loads(answer)
        return told

    def open(self, sockets: list[tuple[int, int, str, int]]) -> None:
        """Open sockets: each is (port, room, cookie, how many)."""
        self.ask(open=sockets, path=PATH)


@contextmanager
def generator() -> Iterator[Generator]:
    """Start it; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.chat.phones"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Generator(process)
    finally:
        process.kill()
        process.wait()
