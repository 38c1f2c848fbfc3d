"""The journal: append-only, chained per case, replayable.

``hash = HMAC-SHA256(key, previous hash + canonical JSON of the event)``; the key is derived from
the installation's secret and never in the database. The case number is part of every link, so a
chain cannot be moved to another case. Words are only there as salted digests.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from server.platform.keys import Keyring

PURPOSE = "journal"
TYPED = "journal.typed"
GENESIS = bytes(32)
SOMEBODY = "r:"
"""Who did an event in the chain, when it was a resident: ``data["who"]`` has the digest."""
WHO = "who"


@dataclass(frozen=True)
class Link:
    """The hashed part of an event; ``at`` is aware UTC."""

    number: str
    seq: int
    action: str
    from_state: str | None
    to_state: str
    actor: str
    organisation_id: int | None
    at: datetime
    data: Mapping[str, Any]

    def hash_after(self, previous: bytes, keys: Keyring) -> bytes:
        """The hash of this event when it follows ``previous``."""
        body = orjson.dumps(
            [
                self.number,
                self.seq,
                self.action,
                self.from_state,
                self.to_state,
                self.actor,
                self.organisation_id,
                self.at.timestamp(),
                self.data,
            ],
            option=orjson.OPT_SORT_KEYS,
        )
        return keys.hmac(PURPOSE, previous + body)


def words_digest(salt: bytes, words: str) -> str:
    """Hex SHA-256 of salt and words: proves words while they exist, tells nothing after."""
    return hashlib.sha256(salt + words.encode()).hexdigest()


def typed_digest(number: str, text: str, keys: Keyring) -> str:
    """Hex HMAC of what somebody typed into the row of the case ``number``.

    Other than the digest of words it needs no salt beside the row: the key is not in the database,
    and with the number in it the same text on two cases does not show.
    """
    return keys.hmac(TYPED, f"{number}\n{text}".encode()).hex()


def new_salt() -> bytes:
    """16 random bytes."""
    return os.urandom(16)


def stamp(moment: datetime | None) -> float | None:
    """A moment as it stands in ``data``: seconds since 1970, UTC."""
    return None if moment is None else moment.timestamp()


@dataclass
class Replayed:
    """What the ``data`` of a case's events adds up to: its row, clocks and records by key."""

    row: dict[str, Any] = field(default_factory=dict)
    clocks: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)


def replay(events: Iterable[Mapping[str, Any]]) -> Replayed:
    """Fold the ``data`` of a case's events, in their order."""
    found = Replayed()
    for data in events:
        found.row |= data.get("set", {})
        for name, kept in (("clocks", found.clocks), ("records", found.records)):
            for key, changes in data.get(name, {}).items():
                kept[key] = kept.get(key, {}) | changes
    return found
