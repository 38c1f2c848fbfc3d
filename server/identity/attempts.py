"""Somebody wants in: what an attempt counts for, and how a device becomes known.

A device that signed in before has tries of its own, so that strangers lock nobody out (ADR 0024).
"""

from __future__ import annotations

import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from server.identity import limits
from server.platform.errors import Problem
from server.platform.runtime import current

_WINDOW = timedelta(minutes=15)
_FROM_HERE, _FROM_ANYWHERE, _BY_ADDRESS = 5, 30, 100
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from. ``known_device`` is the mark left by an earlier sign-in on the
    device, ``replaces`` the session cookie it already has."""

    address: str
    device: str = ""
    known_device: str | None = None
    replaces: str | None = None
    is_local: bool = False


@dataclass(frozen=True)
class Counts:
    """What an attempt counts for, as ``{subject: limit}``: a success clears those of ``own`` and
    takes its own part back from the others."""

    own: dict[str, int]
    everybody: dict[str, int]
    address: dict[str, int]

    def hit(self, session: Session) -> bool:
        """Count the attempt; whether it is the last for a while.

        Raises ``sign_in_locked`` (429) with the minutes to wait, ``too_many_requests`` for a whole
        address.
        """
        for subject, limit in self.address.items():
            limits.hit(session, subject, limit, _WINDOW)
        last = False
        for subject, limit in (self.own | self.everybody).items():
            try:
                last |= limits.hit(session, subject, limit, _WINDOW) == limit
            except Problem as refusal:
                wait = refusal.retry_after or 0
                raise Problem(
                    "sign_in_locked", 429, retry_after=wait, minutes=math.ceil(wait / 60)
                ) from None
        return last

    def forgive(self, session: Session) -> None:
        """Take the attempt back, in the order in which ``hit`` counted it: it was right."""
        for subject in self.address:
            limits.give_back(session, subject)
        for subject in self.own:
            limits.clear(session, subject)
        for subject in self.everybody:
            limits.give_back(session, subject)


def counts_of(origin: Origin, username: str, unlocks: int) -> Counts:
    """What an attempt as this user counts for.

    With every one of the ``unlocks`` of an administrator the person's own counts begin anew.
    """
    address = {f"sign_in:{origin.address}": _BY_ADDRESS}
    nonce = _known_nonce(origin.known_device, username)
    if nonce is not None:
        own = {f"sign_in.device:{nonce}:{username}:{unlocks}": _FROM_HERE}
        return Counts(own, {}, address)
    own = {f"sign_in:{origin.address}:{username}:{unlocks}": _FROM_HERE}
    return Counts(own, {shared_subject(username): _FROM_ANYWHERE}, address)


def code_subject(origin: Origin, username: str, unlocks: int, *, right: bool) -> str:
    """What a code is counted under that follows a password, ``right`` or not: each known device
    for itself, all others together."""
    nonce = _known_nonce(origin.known_device, username) or "other"
    return f"sign_in.code:{nonce}:{username}:{unlocks}:{int(right)}"


def shared_subject(username: str) -> str:
    """What failed sign-ins as this user from anywhere are counted under."""
    return f"sign_in.user:{username}"


def device_mark(username: str) -> str:
    """What a device keeps to be known again as one that this user signed in with."""
    nonce = secrets.token_hex(_NONCE_BYTES)
    return f"{nonce}.{_device_proof(nonce, username)}"


def _known_nonce(mark: str | None, username: str) -> str | None:
    nonce, _, proof = (mark or "").partition(".")
    genuine = hmac.compare_digest(proof.encode(), _device_proof(nonce, username).encode())
    return nonce if genuine else None


def _device_proof(nonce: str, username: str) -> str:
    return current().keys.hmac("known_device", f"{nonce}:{username}".encode()).hex()
