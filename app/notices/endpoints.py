"""Which push endpoints Hive talks to.

A browser hands us the address to post to, so the address is somebody else's input: without
these rules a signed-in person could make the server call any machine it can reach.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ENDPOINT_LENGTH = 2048

KNOWN_HOSTS = frozenset(
    {"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"}
)
KNOWN_SUFFIXES = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")

# Only what a URL may hold: no spaces, control characters, backslashes or letters beyond ASCII,
# which different parsers read differently. No "#": a fragment is never sent.
_URL_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]+")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_DEFAULT_PORTS = {"https": 443, "http": 80}


class EndpointRefused(ValueError):
    """The endpoint is not one of a push service Hive knows. Never holds the endpoint itself."""


@dataclass(frozen=True, slots=True)
class PushAddress:
    """An accepted endpoint, taken apart for sending."""

    scheme: str
    host: str
    port: int
    target: str
    is_extra: bool

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the usual one, port (RFC 6454)."""
        return _serialise_origin(self.scheme, self.host, self.port)


class EndpointRules:
    """The known push services, and the origins that a setting adds for tests."""

    def __init__(self, extra_origins: Iterable[str] = ()) -> None:
        self._extra_origins = frozenset(normalise_origin(origin) for origin in extra_origins)

    def accept(self, endpoint: str) -> PushAddress:
        """Take an endpoint apart, or raise EndpointRefused with the reason in words."""
        if not endpoint or len(endpoint) > MAX_ENDPOINT_LENGTH:
            raise EndpointRefused("it is empty or too long")
        if not _URL_CHARACTERS.fullmatch(endpoint):
            raise EndpointRefused("it holds characters that an address cannot have")
        try:
            parts = urlsplit(endpoint)
            port = parts.port
        except ValueError as error:
            raise EndpointRefused("it is not a web address") from error
        scheme, host = parts.scheme, (parts.hostname or "").lower()
        if parts.netloc.lower() not in (host, f"{host}:{port}"):
            raise EndpointRefused("it names a user, or writes host or port in an unusual way")
        if not parts.path.startswith("/"):
            raise EndpointRefused("it has no path")
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        is_extra = self._is_extra(scheme, host, port)
        if not is_extra:
            _check_known_service(scheme, host, port)
        return PushAddress(scheme, host, port or _DEFAULT_PORTS[scheme], target, is_extra)

    def _is_extra(self, scheme: str, host: str, port: int | None) -> bool:
        if scheme not in _DEFAULT_PORTS:
            return False
        origin = _serialise_origin(scheme, host, port or _DEFAULT_PORTS[scheme])
        return origin in self._extra_origins


def normalise_origin(origin: str) -> str:
    """Write an origin one way, or raise ValueError: used to check the setting at start."""
    parts = urlsplit(origin.strip())
    has_more = parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or has_more:
        raise ValueError(f"not an origin such as http://127.0.0.1:9099: {origin!r}")
    return _serialise_origin(
        parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS[parts.scheme]
    )


def _serialise_origin(scheme: str, host: str, port: int) -> str:
    usual = port == _DEFAULT_PORTS[scheme]
    return f"{scheme}://{host}" if usual else f"{scheme}://{host}:{port}"


def _check_known_service(scheme: str, host: str, port: int | None) -> None:
    if scheme != "https":
        raise EndpointRefused("it does not use https")
    if port not in (None, 443):
        raise EndpointRefused("it uses another port than 443")
    if not _HOST.fullmatch(host):
        raise EndpointRefused("its host is not a plain name")
    if host not in KNOWN_HOSTS and not host.endswith(KNOWN_SUFFIXES):
        raise EndpointRefused("its host is not a known push service")
