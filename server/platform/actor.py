"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """The five kinds of askers."""

    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    STAFF = "staff"
    MACHINE = "machine"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """An identity for the length of one request or task.

    ``resident_ids`` are the resident's own row and the devices joined to it; ``report_ids`` (hex)
    are what a query code opened. ``area_id`` and ``organisation_kind`` are those of the staff
    member's or the token's organisation; ``token_id`` is that of a machine. ``session_id`` is set
    for cookie sessions, ``key_digest`` for a claim key that may not have a row yet. ``refusal`` is
    the problem with what the actor may not do, ``seen_from`` what looks like one client
    (``peer.client_signature``), without a session.
    """

    kind: ActorKind = ActorKind.ANONYMOUS
    resident_ids: tuple[int, ...] = ()
    staff_id: int | None = None
    organisation_id: int | None = None
    organisation_kind: str = ""
    area_id: int | None = None
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    session_id: int | None = None
    token_id: int | None = None
    report_ids: frozenset[str] = frozenset()
    locale: str = "zh-CN"
    refusal: str = "forbidden"
    key_digest: bytes | None = field(default=None, repr=False)
    seen_from: str = field(default="", repr=False)

    @property
    def owner(self) -> str:
        """The key under which uploads and reports of this asker are kept; empty for nobody."""
        if self.staff_id is not None:
            return f"s:{self.staff_id}"
        if self.token_id is not None:
            return f"t:{self.token_id}"
        if self.resident_ids:
            return f"r:{self.resident_ids[0]}"
        return f"q:{min(self.report_ids)}" if self.report_ids else ""

    @property
    def owners(self) -> tuple[str, ...]:
        """Every owner key whose uploads this asker may use."""
        if self.staff_id is not None or self.token_id is not None:
            return (self.owner,)
        return tuple(f"r:{number}" for number in self.resident_ids)

    def may(self, permission: str) -> bool:
        """Whether one of the actor's roles grants ``permission``."""
        return permission in self.permissions

    @property
    def is_staff(self) -> bool:
        return self.kind is ActorKind.STAFF

    @property
    def is_machine(self) -> bool:
        """Whether another program asks; it is never taken for a person."""
        return self.kind is ActorKind.MACHINE


SYSTEM = Actor(kind=ActorKind.SYSTEM, roles=frozenset({"system"}))
