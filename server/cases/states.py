"""States, clocks and the other fixed words of a case. Labels are in the catalogues."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a case stands (lifecycle table, *States*)."""

    SUBMITTED = "submitted"
    VERIFYING = "verifying"
    NEED_INFO = "need_info"
    TO_DISPATCH = "to_dispatch"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    FIXED = "fixed"
    CONFIRMING = "confirming"
    CLOSED = "closed"
    REJECTED = "rejected"
    MERGED = "merged"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


REFUSED = frozenset({State.REJECTED, State.VOIDED, State.WITHDRAWN})
OPEN = frozenset(State) - REFUSED - {State.CLOSED, State.MERGED}
WITH_ORGANISATION = frozenset({State.ASSIGNED, State.HANDLING, State.SUSPENDED})

GROUPS: dict[State, str] = {
    **dict.fromkeys(OPEN, "open"),
    **dict.fromkeys(REFUSED, "refused"),
    State.CLOSED: "closed",
    State.MERGED: "merged",
}


class ClockKind(StrEnum):
    """What a clock measures (lifecycle table, *Clocks*)."""

    INTAKE = "intake"
    VERIFY = "verify"
    INFO = "info"
    DISPATCH = "dispatch"
    ACK = "ack"
    MAIN = "main"
    DECISION = "decision"
    CHECK = "check"
    CONFIRM = "confirm"


class CloseType(StrEnum):
    """How a problem ended: 实质整改 · 告知 · 自行消失 · 督促 · 强制. Only the first is solved."""

    RECTIFIED = "rectified"
    INFORMED = "informed"
    VANISHED = "vanished"
    URGED = "urged"
    FORCED = "forced"


REASON_CODES = ("1", "2", "3", "5", "6", "7", "8", "9")
PHOTO_UNCLEAR = "2"
NO_ANSWER = "9"

SHOWN_CLOCK: dict[State, ClockKind] = {
    State.SUBMITTED: ClockKind.INTAKE,
    State.VERIFYING: ClockKind.VERIFY,
    State.NEED_INFO: ClockKind.INFO,
    State.TO_DISPATCH: ClockKind.DISPATCH,
    State.ASSIGNED: ClockKind.MAIN,
    State.HANDLING: ClockKind.MAIN,
    State.SUSPENDED: ClockKind.MAIN,
    State.FIXED: ClockKind.CHECK,
    State.CONFIRMING: ClockKind.CONFIRM,
}
