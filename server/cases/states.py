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
    WHISTLE_ACK = "whistle_ack"
    WHISTLE_REPORT_IN = "whistle_report_in"
    CO_HANDLING = "co_handling"
    REVIEW = "review"
    SUPERVISION = "supervision"


class CloseType(StrEnum):
    """How a problem ended: 实质整改 · 告知 · 自行消失 · 督促 · 强制. Only the first is solved."""

    RECTIFIED = "rectified"
    INFORMED = "informed"
    VANISHED = "vanished"
    URGED = "urged"
    FORCED = "forced"


class RecordKind(StrEnum):
    """What is settled beside the state, each with a small life of its own."""

    VERIFICATION = "verification"
    RETURN = "return"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    WHISTLE = "whistle"
    WHISTLE_CALL = "whistle_call"
    CO_HANDLING = "co_handling"
    VOID = "void"
    FORCE_CLOSE = "force_close"
    WARNING = "warning"
    SUPERVISION = "supervision"
    LATE_APPEAL = "late_appeal"
    CHECK = "check"
    FALSE_CLOSURE = "false_closure"
    ALARM = "alarm"


class RecordStatus(StrEnum):
    """How far a record is; ``LAPSED``: the case moved on before anybody decided."""

    OPEN = "open"
    ESCALATED = "escalated"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ACKNOWLEDGED = "acknowledged"
    REPORTED_IN = "reported_in"
    MEASURED = "measured"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    EXCUSED = "excused"
    DONE = "done"
    REPLIED = "replied"


_HANDLED = frozenset({State.HANDLING, State.SUSPENDED})
LIVES_IN: dict[RecordKind, frozenset[State]] = {
    RecordKind.VERIFICATION: frozenset({State.VERIFYING}),
    RecordKind.RETURN: frozenset({State.ASSIGNED, State.HANDLING}),
    RecordKind.EXTENSION: frozenset({State.HANDLING}),
    RecordKind.SUSPENSION: _HANDLED,
    RecordKind.WHISTLE: _HANDLED,
    RecordKind.WHISTLE_CALL: _HANDLED,
    RecordKind.CO_HANDLING: _HANDLED,
    RecordKind.VOID: OPEN,
    RecordKind.FORCE_CLOSE: OPEN,
    RecordKind.WARNING: OPEN,
    RecordKind.SUPERVISION: OPEN,
    RecordKind.LATE_APPEAL: frozenset({State.CLOSED}),
    RecordKind.CHECK: frozenset({State.FIXED}),
    RecordKind.FALSE_CLOSURE: frozenset({State.HANDLING}),
    RecordKind.ALARM: frozenset(),
}
"""Where an undecided record can be; in any other state of its case it lapses."""

WATCHED = (ClockKind.INTAKE, ClockKind.VERIFY, ClockKind.DISPATCH, ClockKind.MAIN)
"""The clocks whose holder is warned and supervised."""

NOT_TRUE = "5"
REASON_CODES = ("1", "2", "3", "5", "6", "7", "8", "9")
RETURN_REASONS = ("duty", "territory", "ownership", "duplicate")
SUSPENSION_REASONS = ("engineering", "season", "funding", "demolition")
VOID_REASONS = ("mistake", "test", "illegal")
WHISTLE_LEVELS = ("daily", "tackle", "emergency")
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
