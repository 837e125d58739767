"""A push service on loopback: checks and decrypts what arrives, answers as a test tells it to.

    with PushService() as service:
        phone = service.subscribe()                       # endpoint and keys, as a browser's
        service.answer(phone, Answer(429, {"Retry-After": "60"}), Answer(201))
        ...
        pushes = service.wait_for(phone, 1)               # decrypted, in order of arrival

It answers 400 or 401 to what a real service would refuse, and notes why in `complaints`.
"""

import json
import re
import secrets
import ssl
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

URGENCIES = {"very-low", "low", "normal", "high"}
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
MAX_BODY = 4096


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True)
class Answer:
    """How the service answers one push; `status` 0 sends `raw` bytes instead of HTTP."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    after_seconds: float = 0.0
    raw: bytes = b""

    @classmethod
    def hang(cls, seconds: float = 30.0) -> "Answer":
        return cls(after_seconds=seconds)

    @classmethod
    def garbage(cls) -> "Answer":
        return cls(status=0, raw=b"\x16\x03\x01 this is not HTTP\r\n\r\n")


@dataclass(frozen=True)
class Phone:
    """A browser's subscription with the private half of its keys."""

    endpoint: str
    private_key: ec.EllipticCurvePrivateKey
    auth_secret: bytes

    @property
    def token(self) -> str:
        return self.endpoint.rpartition("/")[2]

    @property
    def p256dh(self) -> str:
        public = self.private_key.public_key()
        return base64url(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return base64url(self.auth_secret)

    def as_json(self) -> dict[str, Any]:
        """What `PushSubscription.toJSON()` gives in a browser."""
        keys = {"p256dh": self.p256dh, "auth": self.auth}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


@dataclass(frozen=True)
class Push:
    """One push that arrived, whatever it was answered."""

    payload: dict[str, Any]
    headers: dict[str, str]
    claims: dict[str, Any]
    status: int
    at: float

    @property
    def ttl(self) -> int:
        return int(self.headers["ttl"])

    @property
    def urgency(self) -> str | None:
        return self.headers.get("urgency")

    @property
    def topic(self) -> str | None:
        return self.headers.get("topic")


class PushService:
    """The service; `origin` goes into HIVE_PUSH_EXTRA_ORIGINS."""

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.service = self
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.origin = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self.closing = threading.Event()
        self.complaints: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self._changed = threading.Condition()
        self._phones: dict[str, Phone] = {}
        self._answers: dict[str, list[Answer]] = {}
        self._pushes: dict[str, list[Push]] = defaultdict(list)

    def __enter__(self) -> "PushService":
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def subscribe(self, *answers: Answer) -> Phone:
        """A new phone; with `answers`, how its pushes are answered."""
        phone = Phone(
            f"{self.origin}/push/{secrets.token_urlsafe(16)}",
            ec.generate_private_key(ec.SECP256R1()),
            secrets.token_bytes(16),
        )
        self._phones[phone.token] = phone
        self.answer(phone, *answers)
        return phone

    def answer(self, phone: Phone, *answers: Answer) -> None:
        """Answer the next pushes so, the last for good; nothing given means 201."""
        self._answers[phone.token] = list(answers)

    def pushes(self, phone: Phone) -> list[Push]:
        """What has arrived for the phone so far."""
        with self._changed:
            return list(self._pushes[phone.token])

    def payloads(self, phone: Phone) -> list[dict[str, Any]]:
        """What a service worker would have been given, accepted pushes only."""
        return [push.payload for push in self.pushes(phone) if 200 <= push.status < 300]

    def wait_for(self, phone: Phone, count: int = 1, seconds: float = 10.0) -> list[Push]:
        """The pushes as soon as there are `count`; fails the test after `seconds`."""
        with self._changed:
            arrived = self._changed.wait_for(
                lambda: len(self._pushes[phone.token]) >= count, timeout=seconds
            )
            found = len(self._pushes[phone.token])
            assert arrived, f"{found} of {count} pushes in {seconds} s; {self.complaints}"
            return list(self._pushes[phone.token])

    # The rest is called by the handler, on the server's threads.

    def next_answer(self, token: str) -> Answer:
        with self._changed:
            answers = self._answers.get(token)
            if not answers:
                return Answer()
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def phone(self, token: str) -> Phone | None:
        return self._phones.get(token)

    def note_push(self, token: str, push: Push) -> None:
        with self._changed:
            self._pushes[token].append(push)
            self._changed.notify_all()

    def note_complaint(self, words: str) -> None:
        with self._changed:
            self.complaints.append(words)

    def read(
        self, phone: Phone, headers: dict[str, str], body: bytes
    ) -> tuple[dict[str, Any], ...]:
        """The payload and the token's claims; raises on whatever a real service would refuse."""
        assert headers.get("content-encoding") == "aes128gcm", "content encoding"
        assert 0 < len(body) <= MAX_BODY, f"{len(body)} bytes"
        assert headers.get("ttl", "").isdigit(), "TTL"
        assert headers.get("urgency", "normal") in URGENCIES, "urgency"
        assert TOPIC.fullmatch(headers.get("topic", "none")), "topic"
        claims = self._claims(headers.get("authorization", ""))
        plain = http_ece.decrypt(
            body,
            private_key=phone.private_key,
            auth_secret=phone.auth_secret,
            version="aes128gcm",
        )
        payload: dict[str, Any] = json.loads(plain)
        return payload, claims

    def _claims(self, authorization: str) -> dict[str, Any]:
        match = re.fullmatch(r"vapid t=([\w.-]+), k=([\w-]+)", authorization)
        assert match, "authorization header"
        point = urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        claims: dict[str, Any] = jwt.decode(
            match[1],
            key,
            algorithms=["ES256"],
            audience=self.origin,
            options={"require": ["aud", "exp", "sub"]},
        )
        assert claims["exp"] <= time.time() + 24 * 60 * 60, "the token is valid for too long"
        assert claims["sub"].startswith(("mailto:", "https://")), "subject"
        return claims


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    service: PushService

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that give up on a hanging answer are no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        service = self.server.service
        token = self.path.rpartition("/")[2]
        service.requests.append((self.headers.get("Host", ""), self.path))
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        phone = service.phone(token)
        if phone is None:
            self._send(Answer(404))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            payload, claims = service.read(phone, headers, body)
        except Exception as error:
            service.note_complaint(f"{type(error).__name__}: {error}")
            self._send(Answer(401 if isinstance(error, jwt.PyJWTError) else 400))
            return
        answer = service.next_answer(token)
        service.note_push(token, Push(payload, headers, claims, answer.status, time.monotonic()))
        if answer.after_seconds and service.closing.wait(answer.after_seconds):
            self.close_connection = True
            return
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        if answer.status == 0:
            self.wfile.write(answer.raw)
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
