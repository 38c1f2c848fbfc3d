"""Sealing originals anew, with the newest data key."""

from __future__ import annotations

from server.photos import files
from server.platform.runtime import current


def reseal_originals() -> int:
    """Go through all originals and seal those of older keys anew; how many there were.

    Each is replaced whole, so that it can be opened at any moment.
    """
    storage, prefix = current().storage, current().keys.prefix
    count = 0
    for stored in list(storage.iterate("originals")):
        try:
            sealed = storage.get(stored.key)
        except FileNotFoundError:
            continue  # swept or purged meanwhile
        if not sealed.startswith(prefix):
            storage.put(stored.key, files.sealed_again(stored.key, sealed))
            count += 1
    return count
