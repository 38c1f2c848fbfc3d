"""Senders who stop in the middle of a body lose their connection.

The server has no time limit for bodies, and a read that waits cannot be taken back. What can be
done is to end the connection itself, found among those of this process by what the kernel knows of
it (``TCP_INFO``): of the address whose body is waited for, with nothing sent to it for as long, and
next to nothing received. Only a connection on which nobody is being answered looks like that.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog

from server.platform.http.proxies import parsed_address
from server.platform.http.senders import PIECE, Senders

log = structlog.get_logger()
PATIENCE_SECONDS = 30.0
"""How long a piece of a body may take: some 500 bytes a second are enough."""

_LOOK_SECONDS, _SAMPLE_SECONDS = 5.0, 5.0
_OPEN_FILES = Path("/proc/self/fd")
_INFO_BYTES, _ESTABLISHED = 136, 1
_LAST_SENT, _RECEIVED = struct.Struct("44xI"), struct.Struct("128xQ")  # linux/tcp.h, tcp_info


def watch(senders: Senders, port: int) -> None:
    """Look after the senders of this process, in a thread of its own; only Linux tells enough."""
    if sys.platform == "linux":
        threading.Thread(target=_watch, args=(senders, port), daemon=True, name="stalled").start()


def _watch(senders: Senders, port: int) -> None:
    while True:
        time.sleep(_LOOK_SECONDS)
        try:
            cut = end_stalled(senders, port)
        except Exception:
            log.exception("stalled_not_ended")
        else:
            if cut:
                log.warning("senders_stalled", connections=cut)


def end_stalled(
    senders: Senders,
    port: int,
    *,
    patience: float = PATIENCE_SECONDS,
    sample: float = _SAMPLE_SECONDS,
) -> int:
    """End the connections that a body has been waited for too long on; how many."""
    late = {_plain(body.peer) for body in senders.waiting(patience)}
    if not late:
        return 0
    before = {key: received for key, _, received in _quiet(port, late, patience)}
    time.sleep(sample)
    cut = 0
    enough = PIECE / patience * sample
    for key, connection, received in _quiet(port, late, patience):
        if key in before and received - before[key] < enough:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
                cut += 1
    return cut


def _quiet(
    port: int, peers: set[str], patience: float
) -> Iterator[tuple[tuple[str, int], socket.socket, int]]:
    """The served connections of some addresses that were not sent anything for a while: where
    each comes from, the connection while it is looked at, and how many bytes it received."""
    for connection in _connections():
        with suppress(OSError), connection:
            here, there = connection.getsockname(), connection.getpeername()
            if here[1] != port or _plain(there[0]) not in peers:
                continue
            info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
            silent = _LAST_SENT.unpack_from(info)[0] / 1000
            if info[0] == _ESTABLISHED and silent >= patience:
                yield (there[0], there[1]), connection, _RECEIVED.unpack_from(info)[0]


def _connections() -> Iterator[socket.socket]:
    """Second handles of this process's TCP sockets, to be closed by the caller."""
    for entry in _OPEN_FILES.iterdir():
        try:
            handle = os.dup(int(entry.name))
        except OSError:
            continue
        try:
            found = socket.socket(fileno=handle)
        except OSError:
            os.close(handle)
            continue
        if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM:
            yield found
        else:
            found.close()


def _plain(address: str) -> str:
    parsed = parsed_address(address)
    return str(parsed) if parsed is not None else address
