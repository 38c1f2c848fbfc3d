"""THE table of notices: which event tells whom, under which template of the catalogues.

The words of a template are ``notice.<template>.title`` and ``notice.<template>.body``. Nothing
in them names a person; offices read of the case, residents of their own report.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who is told; found from the case as it is after the event."""

    REPORTERS = "reporters"
    INTAKE = "intake"
    DISPATCHERS = "dispatchers"
    ORGANISATION = "organisation"
    CHECKERS = "checkers"
    SUPERVISORS = "supervisors"
    PATROL_LEADER = "patrol_leader"


@dataclass(frozen=True)
class Rule:
    """One event for one audience; ``to_state`` narrows an event with several outcomes."""

    action: str
    audience: Audience
    template: str
    to_state: str | None = None


_R, _I, _D = Audience.REPORTERS, Audience.INTAKE, Audience.DISPATCHERS
_O, _C, _S = Audience.ORGANISATION, Audience.CHECKERS, Audience.SUPERVISORS
_P = Audience.PATROL_LEADER

RULES: tuple[Rule, ...] = (
    Rule("submit", _I, "case_to_accept"),
    Rule("enter_patrol", _D, "case_to_dispatch"),
    Rule("join", _R, "joined"),
    Rule("add_evidence", _O, "evidence_added"),
    Rule("request_info", _R, "info_wanted"),
    Rule("supplement", _I, "info_came"),
    Rule("info_timeout", _R, "info_late"),
    Rule("transfer_intake", _I, "case_to_accept"),
    Rule("reject", _R, "rejected"),
    Rule("appeal", _S, "appealed"),
    Rule("merge", _R, "merged"),
    Rule("unmerge", _I, "case_to_accept"),
    Rule("accept", _R, "accepted"),
    Rule("accept", _D, "case_to_dispatch"),
    Rule("dispatch", _O, "case_assigned"),
    Rule("dispatch", _R, "assigned"),
    Rule("recall_dispatch", _D, "case_to_dispatch"),
    Rule("finish", _C, "case_to_check"),
    Rule("finish", _R, "fixed"),
    Rule("check_pass", _R, "please_confirm", "confirming"),
    Rule("check_pass", _P, "closed", "closed"),
    Rule("check_fail", _O, "check_failed"),
    Rule("confirm", _O, "confirmed", "closed"),
    Rule("confirm", _P, "closed", "closed"),
    Rule("confirm_timeout", _R, "closed_silently"),
    Rule("refuse", _O, "refused", "handling"),
    Rule("refuse", _S, "refused_again", "confirming"),
    Rule("uphold_refusal", _O, "refusal_upheld"),
    Rule("uphold_refusal", _R, "refusal_upheld_reporter"),
    Rule("overrule_refusal", _R, "refusal_overruled"),
    Rule("reopen", _O, "reopened"),
    Rule("reopen", _R, "reopened_reporter"),
)


def rules_for(action: str, to_state: str) -> list[Rule]:
    """The rules that an event touches."""
    return [rule for rule in RULES if rule.action == action and rule.to_state in (None, to_state)]
