"""Look a push service's host up and refuse addresses inside a private network.

A known name is no promise: its address is asked for again whenever the last answer is old, every
address must be public, and the sender connects to the very address that was checked here.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence

from app.notices.endpoints import PushAddress

Resolver = Callable[[str, int], Sequence[str]]
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

REMEMBER_SECONDS = 30.0
REMEMBER_HOSTS = 256
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):
    """The host leads to an address that is not public."""


class HostUnknown(Exception):
    """The host could not be looked up just now."""


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system for a host's addresses, best first and without doubles."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise HostUnknown from error
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(address: str) -> bool:
    """Whether an address is on the public internet, also the IPv4 address wrapped inside it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (parsed, *_wrapped(parsed)))


def _wrapped(address: IPAddress) -> list[IPAddress]:
    """IPv4 addresses that a network may unwrap from an IPv6 address and go to."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    inner: list[IPAddress | None] = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    inner.extend(address.teredo or ())
    return [each for each in inner if each is not None]


class AddressBook:
    """Checked addresses of push services, remembered for half a minute."""

    def __init__(self, resolver: Resolver = resolve_host) -> None:
        self._resolver = resolver
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}

    def addresses(self, push_address: PushAddress) -> list[str]:
        """The addresses to connect to; raises AddressRefused or HostUnknown.

        Origins from the setting may be internal: that is what the setting is for.
        """
        key = (push_address.host, push_address.port)
        now = time.monotonic()
        known = self._known.get(key)
        if known is None or known[0] < now:
            known = (now + REMEMBER_SECONDS, list(self._resolver(*key)))
            if len(self._known) >= REMEMBER_HOSTS:
                self._known.clear()
            self._known[key] = known
        addresses = known[1]
        if not addresses:
            raise HostUnknown
        if not push_address.is_extra and not all(is_public(each) for each in addresses):
            raise AddressRefused
        return addresses
