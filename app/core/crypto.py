"""What is encrypted before it reaches the database, and the ring of keys it is encrypted with.

The keys lie in a file of their own, outside the database: one Fernet key a line, the first one
encrypts, all of them decrypt. The file is looked at before each use, so that a key added by
`flask keys rotate` counts in every running process at once.
"""

import os
import threading
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet, MultiFernet
from flask import Flask, current_app
from sqlalchemy.engine.interfaces import Dialect

from app.config import Config, SettingsError


class KeyRing:
    """The keys in a file; what is encrypted and decrypted goes through here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int] | None = None
        self._keys: list[str] = []
        self._fernet: MultiFernet | None = None
        self._newest: Fernet | None = None

    def encrypt(self, text: str) -> str:
        """`text` under the newest key."""
        return self._all().encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """The text that was encrypted; raises `cryptography.fernet.InvalidToken`."""
        return self._all().decrypt(token).decode()

    def encrypt_bytes(self, content: bytes) -> bytes:
        """`content` under the newest key: a token of letters, a third longer."""
        return self._all().encrypt(content)

    def decrypt_bytes(self, token: bytes) -> bytes:
        """The bytes that were encrypted; raises `cryptography.fernet.InvalidToken`."""
        return self._all().decrypt(token)

    def is_newest(self, token: str) -> bool:
        """Whether `token` was made with the newest key."""
        self._all()
        try:
            self._newest.decrypt(token)  # type: ignore[union-attr]
        except Exception:  # noqa: BLE001 - whatever is wrong, it is not of the newest key
            return False
        return True

    def renew(self, token: str) -> str:
        """The same text under the newest key."""
        return self._all().rotate(token).decode("ascii")

    def count(self) -> int:
        """How many keys are in use."""
        self._all()
        return len(self._keys)

    def add_key(self) -> None:
        """Put a new key in front: from now on it encrypts, and the older ones still decrypt."""
        self._all()
        self._write([Fernet.generate_key().decode("ascii"), *self._keys])

    def forget_old_keys(self) -> None:
        """Keep the newest key alone. What older ones encrypted can't be read any more."""
        self._all()
        self._write(self._keys[:1])

    def _all(self) -> MultiFernet:
        found = self.path.stat()
        seen = (found.st_mtime_ns, found.st_ino)
        if seen != self._seen or self._fernet is None:
            keys = self.path.read_text("ascii").split()
            rings = [Fernet(key) for key in keys]
            self._keys, self._newest, self._fernet = keys, rings[0], MultiFernet(rings)
            self._seen = seen
        return self._fernet

    def _write(self, keys: list[str]) -> None:
        # Renamed into place: a process that reads meanwhile has the old file or the new one.
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.{threading.get_ident()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write("\n".join(keys) + "\n")
            new.flush()
            os.fsync(new.fileno())
        beside.replace(self.path)
        self._seen = None


def init_crypto(app: Flask, config: Config) -> None:
    """Open the ring of keys; raises `SettingsError` when production has none or a wrong one."""
    path = config.encryption_key_file
    if not path.exists():
        if config.is_production:
            raise SettingsError(
                f"Hive can't start:\n  HIVE_ENCRYPTION_KEY_FILE: there is no file {path}. "
                "Make it once, and keep a copy apart from the database's backups: "
                "python3 -c 'from cryptography.fernet import Fernet; "
                f"print(Fernet.generate_key().decode())' > {path}"
            )
        _make(path)
    ring = KeyRing(path)
    try:
        ring.encrypt("")
    except (ValueError, IndexError):
        raise SettingsError(
            f"Hive can't start:\n  HIVE_ENCRYPTION_KEY_FILE: {path} must hold one key a line."
        ) from None
    app.extensions["hive_keys"] = ring


def key_ring() -> KeyRing:
    """The ring of the app that runs."""
    ring: KeyRing = current_app.extensions["hive_keys"]
    return ring


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(Fernet.generate_key().decode("ascii") + "\n")
    except FileExistsError:
        pass  # another process starts at the same moment and was quicker


class EncryptedText(sa.types.TypeDecorator[str]):
    """Text that the database holds as a token only; it can't be searched or sorted there."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the type's own signature
    ) -> str | None:
        return None if value is None else key_ring().encrypt(value)

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the type's own signature
    ) -> str | None:
        return None if value is None else key_ring().decrypt(value)


class EncryptedDate(sa.types.TypeDecorator[date]):
    """A date that the database holds as a token only."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(
        self,
        value: date | None,
        dialect: Dialect,  # noqa: ARG002 - the type's own signature
    ) -> str | None:
        return None if value is None else key_ring().encrypt(value.isoformat())

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the type's own signature
    ) -> date | None:
        return None if value is None else date.fromisoformat(key_ring().decrypt(value))
