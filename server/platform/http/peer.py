"""Where a request came from."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import request

_FORWARDING = ("Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP")
_FORWARDING_PREFIX = "x-forwarded-"
_IPV6_HOME_BITS = 64


def client_address() -> str:
    """The address to count attempts by: an IPv4 address, or the /64 network of an IPv6 one."""
    parsed = _address(request.remote_addr or "")
    if parsed is None:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_HOME_BITS), strict=False))
    return str(parsed)


def is_from_this_machine() -> bool:
    """Whether peer and ``Host`` are loopback and no proxy has passed the request on."""
    forwarded = any(name in request.headers for name in _FORWARDING) or any(
        name.lower().startswith(_FORWARDING_PREFIX) for name, _ in request.headers
    )
    return (
        not forwarded
        and _is_loopback(request.remote_addr or "")
        and _is_loopback(_hostname(request.host))
    )


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    parsed = _address(name)
    return parsed is not None and parsed.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped if mapped is not None else parsed
