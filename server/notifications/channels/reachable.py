"""Addresses that strangers name and this server calls: of the open internet only."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from server.notifications.channels.messages import NotAccepted, Unreachable

_LONGEST = 500


def is_callable(url: str) -> bool:
    """Whether an address may be kept: https, a name rather than a number, nothing before the name.

    What the name stands for is looked at each time, by ``public_address``.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        len(url) <= _LONGEST
        and url.isascii()
        and url.isprintable()
        and parts.scheme == "https"
        and parts.username is None
        and "." in host
        and not _is_number(host)
    )


def public_address(url: str) -> str:
    """The address to connect to for a URL, so that it need not be resolved a second time.

    Raises ``Unreachable`` when the name stands for anything but the open internet (this machine, a
    private network, a cloud's own services), and ``NotAccepted`` when it cannot be resolved now.
    """
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotAccepted(type(error).__name__) from None
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not is_callable(url) or not all(is_public(address) for address in addresses):
        raise Unreachable("not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet, also behind an IPv4 one in IPv6 form."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None) or parsed
    return inner.is_global and not inner.is_multicast


def _is_number(host: str) -> bool:
    """Also as browsers and resolvers read them: 127.1, 0x7f.1, 2130706433."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.isdigit() or last.lower().startswith("0x")
    return True
