"""Behind proxies: who asked, and whether over TLS, from what trusted proxies say.

Of ``X-Forwarded-For`` only the part counts that our own proxies wrote: read from the right, the
first address that is no trusted proxy is the asker's; whatever stands left of it, the asker may
have made up. ``Forwarded`` (RFC 7239) and ``X-Forwarded-Host`` are never believed: two ways to say
the same are one way to contradict, and no proxy writes all of them anew.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PEER = "suishoupai.peer"
"""Where the environment keeps the address and port that really connected."""


def parsed_networks(text: str) -> tuple[Network, ...]:
    """Networks or single addresses, separated by commas. Raises ``ValueError``."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def parsed_address(text: str) -> Address | None:
    """An address as headers write it: with or without port and brackets; IPv4 never in IPv6 form.

    ``None`` for anything else.
    """
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped if mapped is not None else parsed


def is_in(networks: Sequence[Network], address: str) -> bool:
    """Whether an address belongs to one of the networks."""
    parsed = parsed_address(address)
    return parsed is not None and any(parsed in network for network in networks)


def init_proxies(app: Flask, trusted: str) -> None:
    """Believe the proxies of the networks named in ``trusted``; without any nobody is."""
    app.wsgi_app = TrustedProxies(app.wsgi_app, parsed_networks(trusted))  # type: ignore[method-assign]


class TrustedProxies:
    """WSGI middleware that puts the asker's address and scheme where the proxy's own were."""

    def __init__(self, app: Callable[..., Iterable[bytes]], trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = tuple(trusted)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on."""
        near = parsed_address(environ.get("REMOTE_ADDR", ""))
        environ[PEER] = (environ.get("REMOTE_ADDR", ""), environ.get("REMOTE_PORT", ""))
        if near is not None and self._is_trusted(near):
            environ["REMOTE_ADDR"] = self._asker(near, environ.get("HTTP_X_FORWARDED_FOR", ""))
            scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip().lower()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return self._app(environ, start_response)

    def _asker(self, near: Address, chain: str) -> str:
        """The first address from the right that is no trusted proxy; nothing beyond nonsense."""
        for part in reversed(chain.split(",")):
            found = parsed_address(part)
            if found is None:
                break
            near = found
            if not self._is_trusted(near):
                break
        return str(near)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)
