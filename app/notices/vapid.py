"""The key pair that proves to push services that a push is Hive's (VAPID, RFC 8292).

The pair is made on the first start and kept: browsers bind their subscriptions to the public
half, so a new pair would silence every phone.
"""

import os
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import AnyHttpUrl
from webpush import WebPush
from webpush.vapid import VAPID

TOKEN_LIFE_SECONDS = 12 * 60 * 60


class KeyFileUnusable(Exception):
    """The VAPID key file exists but holds no P-256 private key."""


@dataclass(frozen=True, slots=True)
class VapidKeys:
    """The pair as PEM, and the public half as browsers want it."""

    private_pem: bytes
    public_pem: bytes
    public_key: str


def load_or_create_keys(path: Path) -> VapidKeys:
    """Read the key file, or make it (mode 0600) if there is none.

    Processes that start at the same moment agree on one pair: the file appears whole or not at
    all, and who comes second uses what the first has written.
    """
    if not path.exists():
        _create_key_file(path)
    return _read_keys(path)


def _create_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _read_keys(path: Path) -> VapidKeys:
    private_pem = path.read_bytes()
    try:
        private_key = serialization.load_pem_private_key(private_pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileUnusable(_unusable(path)) from error
    if not isinstance(private_key, ec.EllipticCurvePrivateKey) or not isinstance(
        private_key.curve, ec.SECP256R1
    ):
        raise KeyFileUnusable(_unusable(path))
    public_key = private_key.public_key()
    public_pem = public_key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return VapidKeys(private_pem, public_pem, VAPID.get_application_server_key(public_key))


def _unusable(path: Path) -> str:
    return (
        f"HIVE_VAPID_KEY_FILE ({path}) holds no P-256 private key in PEM form. "
        "Put the old file back, or move it away and let Hive make a new one "
        "(every phone must then turn notifications on again)."
    )


class OriginTokens(VAPID):
    """Signs one token for each push service and uses it for half of its life.

    Signing costs as much as encrypting, and push services ask not to be sent a new token with
    every push. It also names a port other than 443 in the audience, as RFC 8292 asks and the
    library does not.
    """

    def __init__(self, keys: VapidKeys) -> None:
        super().__init__(BytesIO(keys.private_pem), BytesIO(keys.public_pem))
        self._signing_key = serialization.load_pem_private_key(keys.private_pem, password=None)
        self._public_key = keys.public_key
        self._headers: dict[tuple[str, str], tuple[float, str]] = {}

    def get_authorization_header(
        self, endpoint: AnyHttpUrl, subscriber: str, expiration: int
    ) -> str:
        """The Authorization header for a push to the endpoint's origin."""
        parts = urlsplit(str(endpoint))
        audience = f"{parts.scheme}://{parts.netloc}"
        now = time.time()
        until, header = self._headers.get((audience, subscriber), (0.0, ""))
        # A clock that was set back must not keep a token that is valid for too long.
        if not now < until <= now + expiration / 2:
            token = jwt.encode(
                {"aud": audience, "exp": int(now) + expiration, "sub": f"mailto:{subscriber}"},
                self._signing_key,  # type: ignore[arg-type]  # checked to be P-256 when read
                algorithm="ES256",
            )
            header = f"vapid t={token}, k={self._public_key}"
            self._headers[audience, subscriber] = (now + expiration / 2, header)
        return header


class Sealer:
    """Encrypts and signs payloads: one `WebPush` object for each time to live.

    A time to live given for one message sticks to the library's object, hence one object each.
    """

    def __init__(self, keys: VapidKeys, subject: str) -> None:
        self.public_key = keys.public_key
        self._keys = keys
        self._subscriber = subject.removeprefix("mailto:")
        self._tokens = OriginTokens(keys)
        self._by_ttl: dict[int, WebPush] = {}

    def for_ttl(self, ttl: int) -> WebPush:
        """The object that seals pushes which a service keeps for `ttl` seconds."""
        if ttl <= 0:
            raise ValueError("a push needs a time to live, or a phone that is off never gets it")
        if ttl not in self._by_ttl:
            sealer = WebPush(
                BytesIO(self._keys.private_pem),
                BytesIO(self._keys.public_pem),
                subscriber=self._subscriber,
                ttl=ttl,
                expiration=TOKEN_LIFE_SECONDS,
            )
            sealer.vapid = self._tokens
            self._by_ttl[ttl] = sealer
        return self._by_ttl[ttl]
