"""Files on disk: photos and documents, each under a random name, encrypted, written durably.

A file begins with a line that only says with which key it was encrypted; then come its contents
in pieces. Both are tokens of the ring of keys (`app.core.crypto`), so `flask keys rotate` and
`flask keys forget-old` look after files as they do after the database.
"""

import logging
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import InvalidToken
from flask import Flask, current_app

from app.config import Config
from app.core.crypto import KeyRing, key_ring
from app.core.errors import HiveError, NotFound

log = logging.getLogger(__name__)

# Encrypting a piece holds up everybody else in the process, for about a millisecond.
_PIECE = 256 * 1024
_NAME = re.compile(r"[A-Za-z0-9_-]{16,64}(\.[a-z]+)?")


class StorageFailed(HiveError):
    """The disk is full or broken. Nothing of the file is left behind."""

    status = 503
    title = "Hive can't keep files just now"

    def __init__(self) -> None:
        super().__init__(
            "There is no room for photos and documents at the moment. What you chose is still on "
            "your phone: try again later. If it goes on, tell your support worker."
        )


class Storage:
    """The files below one folder. Slow as a disk is: call it off the loop (`core.off_loop`)."""

    def __init__(self, folder: Path, ring: KeyRing) -> None:
        self.folder = folder
        self._ring = ring

    def keep(self, name: str, content: bytes) -> None:
        """Write a file; when this returns it outlives a power cut. Raises `StorageFailed`."""
        pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
        self._write(self._path(name), pieces)

    def read(self, name: str) -> bytes:
        """What is in a file; raises `NotFound`."""
        try:
            tokens = self._path(name).read_bytes().split(b"\n")
        except OSError:
            raise NotFound() from None
        return b"".join(self._ring.decrypt_bytes(token) for token in tokens[1:] if token)

    def drop(self, *names: str) -> None:
        """Delete files; what is not there is gone already."""
        for name in names:
            try:
                self._path(name).unlink(missing_ok=True)
            except OSError:  # looked for again by whoever tidies up
                log.exception("file_not_dropped")

    def names(self, *, unchanged_since: float) -> Iterator[str]:
        """The files last written before an instant (seconds of the epoch)."""
        for path in self._paths():
            try:
                is_old = path.stat().st_mtime < unchanged_since
            except FileNotFoundError:
                continue
            if is_old:
                yield path.name

    def renew_all(self) -> int:
        """Encrypt anew what an older key encrypted; returns how many files that were."""
        return sum(self._renew(path) for path in self._paths())

    def is_all_newest(self) -> bool:
        """Whether no file needs any key but the newest."""
        return all(self._ring.is_newest(_first_line(path)) for path in self._paths())

    def _renew(self, path: Path) -> bool:
        try:
            if self._ring.is_newest(_first_line(path)):
                return False
            content = self.read(path.name)
        except (FileNotFoundError, NotFound):
            return False  # dropped at this moment
        except InvalidToken:
            log.error("file_unreadable", extra={"file": path.name})
            return False
        self.keep(path.name, content)
        return True

    def _write(self, path: Path, pieces: Iterator[bytes]) -> None:
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as new:
                new.write(self._ring.encrypt("").encode("ascii") + b"\n")
                for piece in pieces:
                    new.write(self._ring.encrypt_bytes(piece) + b"\n")
                new.flush()
                os.fsync(new.fileno())
            beside.replace(path)
            _sync(path.parent)
        except OSError as reason:
            beside.unlink(missing_ok=True)
            log.error("file_not_kept", extra={"reason": reason.strerror})
            raise StorageFailed from None

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise NotFound()
        return self.folder / name[:2] / name

    def _paths(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("??/*") if _NAME.fullmatch(path.name))


def init_storage(app: Flask, config: Config) -> None:
    """Keep the app's files in the folder the settings name."""
    with app.app_context():
        app.extensions["hive_storage"] = Storage(config.uploads, key_ring())


def storage() -> Storage:
    """The files of the app that runs."""
    found: Storage = current_app.extensions["hive_storage"]
    return found


def _first_line(path: Path) -> str:
    with path.open("rb") as file:
        return file.readline().decode("ascii").strip()


def _sync(folder: Path) -> None:
    """A new name is on disk only with its folder."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
