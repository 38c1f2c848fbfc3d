"""Who stops in the middle of a body, or holds on to connections, loses them.

The server has no time limit for bodies, a read that waits cannot be taken back, and a worker that
has as many connections as it takes accepts no other. What can be done is to end connections:

* of an address whose body is waited for, those to which nothing was sent for as long, and from
  which next to nothing comes. Only a connection on which nobody is answered looks like that;
* when a worker is nearly full, those that one address has beyond its share, the longest silent
  first. Our own proxies may have all.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

import structlog

from server.platform.http.connections import open_files, plain, served
from server.platform.http.proxies import Network, is_in
from server.platform.http.senders import PIECE, Senders

log = structlog.get_logger()
PATIENCE_SECONDS = 30.0
"""How long a piece of a body may take: some 500 bytes a second are enough."""

CONNECTIONS_MOST = 512
"""What a worker has at once; whoever comes then waits to be accepted."""

_LOOK_SECONDS, _SAMPLE_SECONDS = 5.0, 5.0
_COUNT_SECONDS = 2.0


def watch(senders: Senders, port: int, proxies: Sequence[Network]) -> None:
    """Look after the connections of this process, in threads of their own.

    Only Linux tells enough.
    """
    if sys.platform != "linux":
        return
    _every(_LOOK_SECONDS, "senders_stalled", lambda: end_stalled(senders, port))
    _every(_COUNT_SECONDS, "connections_held", lambda: end_surplus(port, proxies))


def _every(seconds: float, event: str, end: Callable[[], int]) -> None:
    def look() -> None:
        while True:
            time.sleep(seconds)
            try:
                ended = end()
            except Exception:
                log.exception("connections_not_ended", event_wanted=event)
            else:
                if ended:
                    log.warning(event, connections=ended)

    threading.Thread(target=look, daemon=True, name=event).start()


def end_stalled(
    senders: Senders,
    port: int,
    *,
    patience: float = PATIENCE_SECONDS,
    sample: float = _SAMPLE_SECONDS,
) -> int:
    """End the connections that a body has been waited for too long on; how many."""
    late = {plain(body.peer) for body in senders.waiting(patience)}
    if not late:
        return 0

    def suspects() -> dict[tuple[str, int], int]:
        return {
            one.name: one.received
            for one in served(port)
            if one.peer in late and one.unanswered >= patience
        }

    before = suspects()
    time.sleep(sample)
    after = suspects()
    enough = PIECE / patience * sample
    ends = {name for name in before.keys() & after.keys() if after[name] - before[name] < enough}
    return sum(one.end() for one in served(port) if one.name in ends)


def end_surplus(port: int, proxies: Sequence[Network], *, most: int = CONNECTIONS_MOST) -> int:
    """End what one address has beyond a quarter of a worker's connections, when three quarters
    are taken; how many."""
    if open_files() < most * 3 // 4:
        return 0
    found = sorted((one.silent, one.name, one.peer) for one in served(port))
    if len(found) < most * 3 // 4:
        return 0
    kept: Counter[str] = Counter()
    ends = set()
    for _, name, peer in found:
        kept[peer] += 1
        if kept[peer] > most // 4 and not is_in(proxies, peer):
            ends.add(name)
    return sum(one.end() for one in served(port) if one.name in ends)
