"""Hashing secrets of staff: argon2id with m = 19 MiB, t = 2, p = 1.

OWASP ASVS 5.0 (11.4.2) names these as equal to m = 46 MiB with t = 1. Two at once are 38 MiB of a
worker's 120; of the other choice they would be 92. Why not more: ADR 0024.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

from server.platform.errors import Problem

MOST = 128
_MEMORY_KIB, _TIME, _LANES = 19 * 1024, 2, 1
_hasher = PasswordHasher(time_cost=_TIME, memory_cost=_MEMORY_KIB, parallelism=_LANES)
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$VfXx1ShFXlsTIsz3dKUO7Q"
    "$0QCtNzOjgfAQ7oMkzymh2dmzHQmOrKILRnNbbohoSNU"
)
_AT_ONCE = 2
_PATIENCE_SECONDS = 5.0
_places = threading.BoundedSemaphore(_AT_ONCE)


def hash_password(password: str) -> str:
    """The hash to store, some 30–50 ms of work. Raises ``busy`` as ``verify`` does."""
    with _place():
        return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Whether ``password`` belongs to ``stored``; ``None`` costs the same work and is False.

    At most two hashes are computed at once in a process, so that guessing cannot take all its
    memory and processors. Raises ``busy`` when there is no place for five seconds.
    """
    with _place():
        try:
            return _hasher.verify(stored or _NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether ``stored`` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def derive(secret: str, salt: bytes) -> bytes:
    """32 bytes of the same work for a secret that is looked up rather than verified.

    Raises ``busy`` as ``verify`` does.
    """
    with _place():
        return hash_secret_raw(
            secret.encode(), salt, _TIME, _MEMORY_KIB, _LANES, hash_len=32, type=Type.ID
        )


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_PATIENCE_SECONDS):
        raise Problem("busy", 503, retry_after=2)
    try:
        yield
    finally:
        _places.release()
