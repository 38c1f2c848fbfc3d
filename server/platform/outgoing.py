"""The one way out: every call to another server is made here, and by nothing else.

Each has a time-out for every step and a deadline for the whole, reads a bounded answer and follows
no redirect. An address that the operator set may be anywhere; one that a person gave must be of the
open internet, and the number that was looked at is the number that is called: a name that means
something else a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Timer
from urllib.parse import urlsplit

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
WHOLE_SECONDS = 10.0
_ANSWER_BYTES_MOST = 64_000
_LONGEST = 500
_PORTS = {"https": 443, "http": 80}
_OF_PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")  # a cloud keeps its secrets there
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoAnswer(Exception):
    """None came in time: the other server may have done what was asked, or not."""


class NotPublic(Exception):
    """The address is not of the open internet; it was not called."""


@dataclass(frozen=True)
class Reply:
    """What another server answered; names of headers in lower case, at most 64 kB of body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """Call an address that the operator set. Raises ``NoAnswer``."""
    return _ask(method, url, headers, body, urlsplit(url).hostname or "")


def ask_stranger(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """Call an address that a person gave. Raises ``NotPublic`` and ``NoAnswer``."""
    return _ask(method, url, headers, body, public_address(url))


def is_callable(url: str) -> bool:
    """Whether an address that a person gave may be kept: https, a name rather than a number,
    nothing before the name.

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
        and " " not in url
        and parts.scheme == "https"
        and parts.username is None
        and "." in host.strip(".")
        and not _is_number(host)
    )


def public_address(url: str) -> str:
    """The number to call for an address, so that it need not be resolved a second time.

    Raises ``NotPublic`` when the name stands for anything but the open internet (this machine, a
    private network, a cloud's own services), and ``NoAnswer`` when it cannot be resolved now.
    """
    if not is_callable(url):
        raise NotPublic
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(type(error).__name__) from None
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet; an IPv4 one inside an IPv6 one counts."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return all(
        part.is_global
        and part not in _OF_PROTOCOLS
        and not (part.is_multicast or part.is_reserved or part.is_unspecified)
        for part in _meant(parsed)
    )


def _meant(address: _Address) -> tuple[_Address, ...]:
    """The addresses that packets to one end up at."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address in _NAT64:
        return (ipaddress.IPv4Address(address.packed[-4:]),)
    inside = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return tuple(part for part in inside if part is not None) or (address,)


def _is_number(host: str) -> bool:
    """Also as browsers and resolvers read them: 127.1, 0x7f.1, 2130706433."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.isdigit() or last.lower().startswith("0x")
    return True


class _Line(http.client.HTTPConnection):
    """A connection to ``address`` in the name of ``host`` that ``cut`` ends from another thread."""

    def __init__(self, scheme: str, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=READ_SECONDS)
        self._address = address
        self._context = _tls() if scheme == "https" else None
        self._ours: socket.socket | None = None
        self._is_cut = False

    def connect(self) -> None:
        """Connect to the address, whatever the name means by now."""
        made = socket.create_connection((self._address, self.port), CONNECT_SECONDS)
        self._ours = made.dup()  # TLS takes the other one away, and may itself take for ever
        made.settimeout(self.timeout)
        if self._context is not None:
            made = self._context.wrap_socket(made, server_hostname=self.host)
        self.sock = made
        if self._is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End whatever is under way."""
        self._is_cut = True
        if self._ours is not None:
            with suppress(OSError):
                self._ours.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give everything back."""
        super().close()
        if self._ours is not None:
            self._ours.close()


def _ask(method: str, url: str, headers: Mapping[str, str], body: bytes, address: str) -> Reply:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or _PORTS[parts.scheme]
    line = _Line(parts.scheme, parts.hostname or "", port, address)
    deadline = Timer(WHOLE_SECONDS, line.cut)
    deadline.daemon = True
    deadline.start()
    try:
        line.request(method, target, body, {**headers, "Host": parts.netloc.rpartition("@")[2]})
        answer = line.getresponse()
        content = answer.read(_ANSWER_BYTES_MOST)
        told = {name.lower(): value for name, value in answer.getheaders()}
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(type(error).__name__) from None  # its words may hold the address
    finally:
        deadline.cancel()
        line.close()
    return Reply(answer.status, told, content)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
