"""A new key while Hive runs: what a carer writes meanwhile is kept, under the new key."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.live_phone import LivePhone
from tests.live_server import ROOT, LiveServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path)
    server.prepare()
    server.start()
    yield server
    server.stop()


class Writer(threading.Thread):
    """A carer who writes into her child's card, again and again, until told to stop."""

    def __init__(self, phone: LivePhone, card: str) -> None:
        super().__init__()
        self.phone, self.card = phone, card
        self.enough = threading.Event()
        self.saved: list[str] = []

    def run(self) -> None:
        while not self.enough.is_set():
            text = f"Note number {len(self.saved)} of today"
            self.write("other", text)
            self.saved.append(text)

    def write(self, section: str, text: str) -> None:
        form = self.phone.get(f"{self.card}/edit")
        seen = re.search(rf'name="seen_{section}" value="([^"]*)"', form)
        assert seen
        self.phone.post(f"{self.card}/edit", **{section: text, f"seen_{section}": seen.group(1)})


def _flask(server: LiveServer, *arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=server.environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


def _first_child_of(phone: LivePhone) -> str:
    home = re.search(r"/households/\d+", phone.get("/welcome"))
    assert home
    child = re.search(r"/children/\d+", phone.get(home.group()))
    assert child
    return child.group()


def test_a_carer_who_writes_during_the_rotation_loses_nothing(server: LiveServer, tmp_path: Path):
    sam = LivePhone(server.url, "sam")
    writer = Writer(sam, f"{_first_child_of(sam)}/care-card")
    writer.write("fears", "Thunder, since the summer")
    writer.start()
    before = len(writer.saved)
    assert "Encrypted anew" in _flask(server, "keys", "rotate")
    during = len(writer.saved)
    assert "1 older key is out" in _flask(server, "keys", "forget-old")
    writer.enough.set()
    writer.join(timeout=30)
    assert before < during
    assert len((tmp_path / "encryption-keys").read_text().split()) == 1
    card = sam.get(writer.card)
    assert "Thunder, since the summer" in card
    assert writer.saved[-1] in card
    _nothing_is_readable(server, "Thunder, since the summer", *writer.saved)


def _nothing_is_readable(server: LiveServer, *secrets: str) -> None:
    engine = sa.create_engine(f"sqlite:///{server.environ['HIVE_INSTANCE']}/hive.sqlite")
    with engine.connect() as connection:
        connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    stored = b"".join(
        path.read_bytes() for path in Path(server.environ["HIVE_INSTANCE"]).glob("hive.sqlite*")
    )
    assert not any(secret.encode() in stored for secret in secrets)
