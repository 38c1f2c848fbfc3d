"""The connections that this process serves, as the kernel knows them (Linux only).

The server says neither how many there are nor whose, and cannot take one back. But they are files
of this process, and a second handle of one can end it.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from server.platform.http.proxies import parsed_address

_OPEN_FILES = Path("/proc/self/fd")
_INFO_BYTES, _ESTABLISHED = 136, 1
_SENT, _ASKED, _RECEIVED = struct.Struct("44xI"), struct.Struct("52xI"), struct.Struct("128xQ")
"""Of ``tcp_info`` (linux/tcp.h): milliseconds since data went out and came in, bytes received."""


@dataclass(frozen=True)
class Connection:
    """One of them, as long as ``served`` is at it.

    ``peer`` is a bare address, ``name`` the same with its port; ``unanswered`` and ``silent`` are
    the seconds since something was sent to it and came from it; ``received`` is in bytes.
    """

    peer: str
    name: tuple[str, int]
    unanswered: float
    silent: float
    received: int
    _handle: socket.socket

    def end(self) -> bool:
        """End it; whether it was still there."""
        try:
            self._handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return False
        return True


def open_files() -> int:
    """How many files this process has open: at least as many as connections."""
    return len(os.listdir(_OPEN_FILES))  # noqa: PTH208 - names are enough


def served(port: int) -> Iterator[Connection]:
    """The connections to a port of ours that are established."""
    for handle in _handles():
        with suppress(OSError), handle:
            here, there = handle.getsockname(), handle.getpeername()
            if here[1] != port:
                continue
            info = handle.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
            if info[0] == _ESTABLISHED:
                yield Connection(
                    plain(there[0]),
                    (there[0], there[1]),
                    _SENT.unpack_from(info)[0] / 1000,
                    _ASKED.unpack_from(info)[0] / 1000,
                    _RECEIVED.unpack_from(info)[0],
                    handle,
                )


def plain(address: str) -> str:
    """An address in one spelling."""
    parsed = parsed_address(address)
    return str(parsed) if parsed is not None else address


def _handles() -> Iterator[socket.socket]:
    """Second handles of this process's TCP sockets, to be closed by the caller."""
    for entry in _OPEN_FILES.iterdir():
        try:
            number = os.dup(int(entry.name))
        except OSError:
            continue
        try:
            found = socket.socket(fileno=number)
        except OSError:
            os.close(number)
            continue
        if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM:
            yield found
        else:
            found.close()
