"""Files outlive a power cut, are never readable on the disk, and leave nothing half there."""

import errno
import os
import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from app.core.crypto import KeyRing
from app.core.errors import Conflict, NotFound
from app.core.rotation import forget_old_keys, renew_all
from app.core.storage import Storage, StorageFailed, storage

NAME = "abcdefghijklmnopqrst"
SECRET = b"children on the beach " * 40_000


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    path = tmp_path / "keys"
    path.write_text(Fernet.generate_key().decode() + "\n")
    return KeyRing(path)


@pytest.fixture
def files(tmp_path: Path, ring: KeyRing) -> Storage:
    return Storage(tmp_path / "uploads", ring)


def _on_disk(files: Storage) -> list[Path]:
    return [path for path in files.folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"x", SECRET])
def test_a_file_is_given_back_as_it_was(files: Storage, content: bytes):
    files.keep(NAME, content)
    assert files.read(NAME) == content


def test_nothing_on_the_disk_can_be_read_or_is_open_to_others(files: Storage):
    files.keep(NAME, SECRET)
    (path,) = _on_disk(files)
    assert b"beach" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_is_synced_before_it_has_its_name(files: Storage, monkeypatch: pytest.MonkeyPatch):
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (steps.append("sync"), fsync(number)))

    def noted(self: Path, target: Path) -> Path:
        steps.append("name")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    files.keep(NAME, b"x")
    assert steps == ["sync", "name", "sync"]


@pytest.mark.parametrize("fails", ["write", "sync", "folder"])
def test_a_full_or_broken_disk_leaves_nothing_half_there(
    files: Storage, monkeypatch: pytest.MonkeyPatch, fails: str
):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if fails == "folder":
        monkeypatch.setattr(Path, "mkdir", full)
    elif fails == "sync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(KeyRing, "encrypt_bytes", full)
    with pytest.raises(StorageFailed, match="still on your phone"):
        files.keep(NAME, SECRET)
    assert _on_disk(files) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "short", "", "a/b" * 8, f"{NAME}/..", "x\n" * 9]
)
def test_a_name_that_is_none_leads_nowhere(files: Storage, name: str):
    with pytest.raises(NotFound):
        files.read(name)


def test_what_is_dropped_is_gone_also_twice(files: Storage):
    files.keep(NAME, b"x")
    files.drop(NAME, f"{NAME}.small")
    files.drop(NAME)
    assert _on_disk(files) == []
    with pytest.raises(NotFound):
        files.read(NAME)


def test_old_files_are_listed(files: Storage):
    files.keep(NAME, b"x")
    now = time.time()
    assert list(files.names(unchanged_since=now - 60)) == []
    assert list(files.names(unchanged_since=now + 60)) == [NAME]


def test_files_are_renewed_with_a_new_key(files: Storage, ring: KeyRing):
    files.keep(NAME, SECRET)
    ring.add_key()
    assert not files.is_all_newest()
    assert files.read(NAME) == SECRET
    assert files.renew_all() == 1
    assert files.renew_all() == 0
    ring.forget_old_keys()
    assert files.read(NAME) == SECRET


def test_a_file_that_no_key_reads_stops_nothing_but_the_forgetting(files: Storage, ring: KeyRing):
    files.keep(NAME, b"x")
    ring.add_key()
    ring.forget_old_keys()
    files.keep("z" * 20, SECRET)
    assert files.renew_all() == 0
    assert not files.is_all_newest()


def test_the_keys_of_files_are_looked_after_like_those_of_the_database(app: Flask):
    kept = storage()
    for name in list(kept.names(unchanged_since=time.time() + 60)):
        kept.drop(name)
    ring = app.extensions["hive_keys"]
    kept.keep(NAME, SECRET)
    ring.add_key()
    with pytest.raises(Conflict):
        forget_old_keys()
    renew_all()
    forget_old_keys()
    assert kept.read(NAME) == SECRET
    kept.drop(NAME)
