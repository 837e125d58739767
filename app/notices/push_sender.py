"""Send one push to one browser's push service and say how it went.

Neither endpoint, keys nor words ever reach the log: an endpoint is enough to follow a phone.
"""

import json
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import urllib3
from pydantic import AnyHttpUrl
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from webpush import WebPushSubscription
from webpush.types import WebPushKeys

from app.notices.addresses import AddressBook, AddressRefused, HostUnknown
from app.notices.endpoints import EndpointRefused, EndpointRules, PushAddress
from app.notices.retry import parse_retry_after
from app.notices.vapid import Sealer

logger = logging.getLogger(__name__)
# urllib3 writes the path of every request, which here is the endpoint, to its debug log.
logging.getLogger("urllib3").setLevel(logging.ERROR)

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
# One record of 4,096 bytes (RFC 8291) less its header (86), cipher's tag (16) and delimiter (1).
MAX_PAYLOAD_BYTES = 3993
_TRY_AGAIN = frozenset({408, 425, 429})
_GONE = frozenset({404, 410})


class Outcome(StrEnum):
    """What became of one attempt."""

    ACCEPTED = "accepted"
    GONE = "gone"
    RETRY = "retry"
    REFUSED = "refused"


class Urgency(StrEnum):
    """How soon a phone that saves its battery should be woken (RFC 8030)."""

    VERY_LOW = "very-low"
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A browser's own address and keys, as it gave them."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class SendResult:
    """The outcome, and how long a service asked us to wait."""

    outcome: Outcome
    status: int | None = None
    retry_after: timedelta | None = None


class PushSender:
    """Encrypts, connects to a checked address and posts. Safe to share between threads."""

    def __init__(
        self,
        sealer: Sealer,
        rules: EndpointRules,
        addresses: AddressBook | None = None,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        connections_per_host: int = 64,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._sealer = sealer
        self._rules = rules
        self._addresses = addresses or AddressBook()
        # One context for all: making one reads every root certificate of the machine.
        self._ssl_context = ssl_context or ssl.create_default_context()
        self._pools = urllib3.PoolManager(
            num_pools=32,
            maxsize=connections_per_host,
            timeout=urllib3.Timeout(connect=connect_seconds, read=read_seconds),
            retries=False,
        )

    @property
    def rules(self) -> EndpointRules:
        """The rules by which endpoints are accepted, for those who store them."""
        return self._rules

    @property
    def public_key(self) -> str:
        """The public VAPID key for `pushManager.subscribe`."""
        return self._sealer.public_key

    def send(
        self,
        recipient: Recipient,
        payload: Mapping[str, object],
        *,
        ttl: int,
        urgency: Urgency = Urgency.NORMAL,
        topic: str | None = None,
    ) -> SendResult:
        """Send a payload that the service keeps for `ttl` seconds; never raises for its answer.

        A later push with the same topic takes the place of one that still waits at the service.
        """
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        if len(body) > MAX_PAYLOAD_BYTES:
            return _refused("the payload is too long")
        try:
            address = self._rules.accept(recipient.endpoint)
            hosts = self._addresses.addresses(address)
        except EndpointRefused as error:
            return _refused(str(error))
        except AddressRefused:
            return _refused("its host leads to an address that is not public")
        except HostUnknown:
            return _retry("its host could not be looked up")
        try:
            headers, sealed = self._seal(recipient, body, ttl)
        except ValueError as error:
            return _refused(f"its keys cannot be used ({type(error).__name__})")
        headers["Urgency"] = urgency
        if topic is not None:
            headers["Topic"] = topic
        return self._post(address, hosts, headers, sealed)

    def _seal(self, recipient: Recipient, body: bytes, ttl: int) -> tuple[dict[str, str], bytes]:
        message = self._sealer.for_ttl(ttl).get(
            body,
            WebPushSubscription(
                endpoint=AnyHttpUrl(recipient.endpoint),
                keys=WebPushKeys(auth=recipient.auth, p256dh=recipient.p256dh),
            ),
        )
        headers = {name.title(): str(value) for name, value in message.headers.items()}
        headers["Content-Type"] = "application/octet-stream"
        return headers, message.encrypted

    def _post(
        self, address: PushAddress, hosts: list[str], headers: dict[str, str], body: bytes
    ) -> SendResult:
        headers["Host"] = address.origin.partition("://")[2]
        failure = "it has no address"
        for host in hosts[:2]:
            try:
                return self._post_to(host, address, headers, body)
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = type(error).__name__  # nothing was sent: its next address may do
            except (HTTPError, OSError) as error:
                return _retry(type(error).__name__)
        return _retry(failure)

    def _post_to(
        self, host: str, address: PushAddress, headers: dict[str, str], body: bytes
    ) -> SendResult:
        tls = {
            "server_hostname": address.host,
            "assert_hostname": address.host,
            "ssl_context": self._ssl_context,
        }
        pool = self._pools.connection_from_host(
            host, address.port, address.scheme, tls if address.scheme == "https" else None
        )
        response = pool.urlopen(
            "POST",
            address.target,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            assert_same_host=False,
            preload_content=False,
        )
        try:
            return _read_answer(response)
        finally:
            _give_back(response)


def _read_answer(response: urllib3.BaseHTTPResponse) -> SendResult:
    status = response.status
    if 200 <= status < 300:
        return SendResult(Outcome.ACCEPTED, status)
    if status in _GONE:
        return SendResult(Outcome.GONE, status)
    if status in _TRY_AGAIN or 500 <= status < 600:
        wait = parse_retry_after(response.headers.get("Retry-After"))
        return _retry("it asked to try again", status, wait)
    return _refused("it said no", status)


def _give_back(response: urllib3.BaseHTTPResponse) -> None:
    """Keep the connection for the next push if the answer had no body, else close it.

    A body is never read: it could be endless, and nothing depends on it.
    """
    if response.headers.get("Content-Length") == "0" or response.status == 204:
        response.release_conn()
    else:
        response.close()


def _refused(reason: str, status: int | None = None) -> SendResult:
    logger.warning("Push refused: %s (status %s)", reason, status)
    return SendResult(Outcome.REFUSED, status)


def _retry(reason: str, status: int | None = None, wait: timedelta | None = None) -> SendResult:
    logger.info("Push to be tried again: %s (status %s)", reason, status)
    return SendResult(Outcome.RETRY, status, wait)
