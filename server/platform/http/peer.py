"""Where a request came from."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import request

from server.platform.http.proxies import parsed_address

_FORWARDING = ("Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP")
_FORWARDING_PREFIX = "x-forwarded-"
_IPV6_HOME_BITS = 64


def client_address() -> str:
    """The address to count attempts by: an IPv4 address, or the /64 network of an IPv6 one."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """The same of an address as headers write it; ``unknown`` for what is none."""
    parsed = parsed_address(address)
    if parsed is None:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_HOME_BITS), strict=False))
    return str(parsed)


def client_signature() -> str:
    """What looks like one client: the address, ``|``, and what its browser says of itself.

    Many people share an address, most of them with another browser or language; who makes them
    up is still held by the limits of the address.
    """
    said = (request.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))
    return "|".join((client_address(), *said))


def is_from_this_machine() -> bool:
    """Whether peer and ``Host`` are loopback and no proxy has passed the request on."""
    forwarded = any(name in request.headers for name in _FORWARDING) or any(
        name.lower().startswith(_FORWARDING_PREFIX) for name, _ in request.headers
    )
    return (
        not forwarded
        and is_loopback(request.remote_addr or "")
        and is_loopback(_hostname(request.host))
    )


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_loopback(name: str) -> bool:
    """Whether a host name or address is of this machine itself."""
    if name == "localhost":
        return True
    parsed = parsed_address(name)
    return parsed is not None and parsed.is_loopback
