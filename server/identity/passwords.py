"""Passwords of staff: argon2id with the parameters of OWASP (m = 19 MiB, t = 2, p = 1)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.platform.errors import Problem

LEAST = 12
MOST = 128
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
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


def require_acceptable(password: str, username: str) -> None:
    """Refuse a new password that is too short, too long, or contains the user's own name.

    Lengths count characters. There are no rules of composition. Raises ``password_unacceptable``.
    """
    fits = LEAST <= len(password) <= MOST
    if not fits or username.casefold() in password.casefold():
        raise Problem("password_unacceptable", 422, fields={"password": ["invalid"]}, least=LEAST)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_PATIENCE_SECONDS):
        raise Problem("busy", 503, retry_after=2)
    try:
        yield
    finally:
        _places.release()
