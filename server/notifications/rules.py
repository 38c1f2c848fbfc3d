"""THE table of notices: which event tells whom, under which template of the catalogues.

The words of a template are ``notice.<template>.title`` and ``notice.<template>.body``. Nothing
in them names a person; offices read of the case, residents of their own report. Whoever is named
by several rows of one event is told by the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Audience(StrEnum):
    """Who is told; found from the event and from the case as it is after it.

    ``ORGANISATION`` is whom the case is with, ``DUTY`` its telephone, which has no inbox;
    ``FORMER`` whom the event took it from; ``HOLDERS`` are whoever must act in the state the case
    is in, ``CHECKERS`` who was drawn for the check, or all. ``CO_HANDLERS`` and ``CALLED`` are the
    organisations, ``ASKERS`` the people behind the co-handlings, whistle calls and other requests
    that the event opened or changed. Of a list, ``ADDRESSEES`` may sign for it, ``ISSUER`` made it.
    """

    REPORTERS = "reporters"
    INTAKE = "intake"
    GRID_WORKER = "grid_worker"
    DISPATCHERS = "dispatchers"
    ORGANISATION = "organisation"
    PERSON = "person"
    HOLDERS = "holders"
    HOLDER_HEAD = "holder_head"
    DUTY = "duty"
    FORMER = "former"
    CO_HANDLERS = "co_handlers"
    CALLED = "called"
    ASKERS = "askers"
    STREET = "street"
    CHECKERS = "checkers"
    SUPERVISORS = "supervisors"
    CENTRE_LEADERS = "centre_leaders"
    PATROL_LEADER = "patrol_leader"
    ADDRESSEES = "addressees"
    ISSUER = "issuer"
    WATCHERS = "watchers"


@dataclass(frozen=True)
class Rule:
    """One event for one audience.

    ``to_state`` narrows an event with several outcomes; ``record`` (a column or detail, and its
    value) to what became of the record beside the state; ``urgent`` to cases that cannot wait.
    What is ``pushed`` goes to phones too, for those who want it.
    """

    action: str
    audience: Audience
    template: str
    to_state: str | None = None
    record: tuple[str, Any] | None = None
    urgent: bool = False
    pushed: bool = False


_R, _I, _D = Audience.REPORTERS, Audience.INTAKE, Audience.DISPATCHERS
_O, _H, _C = Audience.ORGANISATION, Audience.HOLDER_HEAD, Audience.CHECKERS
_S, _L, _P = Audience.SUPERVISORS, Audience.CENTRE_LEADERS, Audience.PATROL_LEADER
_W, _STREET = Audience.GRID_WORKER, Audience.STREET
_CALLED, _ASKERS, _DUTY = Audience.CALLED, Audience.ASKERS, Audience.DUTY

_GIVEN = ("dispatch", "approve_return", "settle")
_ENDED = ("check_pass", "confirm", "confirm_timeout", "overrule_refusal", "approve_force_close")
_OPENED_AGAIN = ("reopen", "mark_false_closure")

RULES: tuple[Rule, ...] = (
    # --- coming in ---
    Rule("submit", _I, "case_to_accept"),
    Rule("enter_patrol", _D, "case_to_dispatch"),
    Rule("join", _R, "joined"),
    Rule("add_evidence", _O, "evidence_added"),
    Rule("ask_verify", _W, "verify_wanted", pushed=True),
    Rule("verify_true", _R, "accepted", pushed=True),
    Rule("verify_true", _D, "case_to_dispatch"),
    Rule("verify_false", _R, "rejected", pushed=True),
    Rule("request_info", _R, "info_wanted", pushed=True),
    Rule("supplement", _I, "info_came"),
    Rule("info_timeout", _R, "info_late", pushed=True),
    Rule("transfer_intake", _I, "case_to_accept"),
    Rule("reclassify", _O, "reclassified"),
    Rule("correct_place", _D, "return_asked", record=("reason", "territory")),
    Rule("correct_place", _D, "place_corrected", "to_dispatch"),
    Rule("correct_place", _O, "place_corrected"),
    Rule("correct_place", _I, "place_corrected"),
    Rule("split", _R, "split"),
    Rule("reject", _R, "rejected", pushed=True),
    Rule("appeal", _S, "appealed"),
    Rule("merge", _R, "merged"),
    Rule("merge", _P, "merged"),
    Rule("unmerge", _I, "case_to_accept"),
    Rule("accept", _R, "accepted", pushed=True),
    Rule("accept", _D, "case_to_dispatch"),
    # --- whose it is ---
    Rule("dispatch", _O, "case_assigned", pushed=True),
    Rule("dispatch", _DUTY, "urgent_assigned", urgent=True, pushed=True),
    Rule("dispatch", _R, "assigned"),
    Rule("recall_dispatch", _D, "case_to_dispatch"),
    Rule("recall_dispatch", Audience.FORMER, "recalled"),
    Rule("assign_person", Audience.PERSON, "yours_now", pushed=True),
    Rule("request_return", _D, "return_asked"),
    Rule("approve_return", _O, "case_assigned", pushed=True),
    Rule("approve_return", _DUTY, "urgent_assigned", urgent=True, pushed=True),
    Rule("approve_return", Audience.FORMER, "return_approved"),
    Rule("approve_return", _R, "assigned"),
    Rule("refuse_return", _O, "return_refused"),
    Rule("return_undecided", _S, "return_undecided", pushed=True),
    Rule("return_undecided", _O, "return_undecided_organisation"),
    Rule("settle", _O, "settled", pushed=True),
    Rule("settle", _DUTY, "urgent_assigned", urgent=True, pushed=True),
    Rule("settle", Audience.FORMER, "return_approved"),
    Rule("settle", _R, "assigned"),
    # --- working together ---
    Rule("add_co_handler", Audience.CO_HANDLERS, "co_handling", pushed=True),
    Rule("co_done", _O, "co_done"),
    Rule("co_done", _STREET, "co_done"),
    Rule("whistle", _CALLED, "whistle_called", pushed=True),
    Rule("whistle", _R, "whistle_reporter"),
    Rule("whistle_ack", _STREET, "whistle_acknowledged"),
    Rule("whistle_report_in", _STREET, "whistle_reported_in"),
    Rule("whistle_measures", _STREET, "whistle_measures"),
    Rule("whistle_confirm", _CALLED, "whistle_confirmed"),
    Rule("whistle_dispute", _CALLED, "whistle_disputed", pushed=True),
    Rule("whistle_excuse", _CALLED, "whistle_excused"),
    # --- time ---
    Rule("request_extension", _STREET, "extension_asked"),
    Rule("request_extension", _L, "extension_asked"),
    Rule("approve_extension", _O, "extension_given"),
    Rule("approve_extension", _R, "extension_reporter", pushed=True),
    Rule("refuse_extension", _O, "extension_refused"),
    Rule("request_suspension", _L, "suspension_asked", pushed=True),
    Rule("approve_suspension", _O, "suspended"),
    Rule("approve_suspension", _STREET, "suspended_street"),
    Rule("approve_suspension", _R, "suspended_reporter", pushed=True),
    Rule("refuse_suspension", _O, "suspension_refused"),
    Rule("review_suspension", _R, "suspension_reviewed"),
    Rule("resume", _O, "resumed"),
    Rule("resume", _R, "resumed_reporter"),
    Rule("warn", Audience.HOLDERS, "warned", pushed=True),
    Rule("supervise", Audience.HOLDERS, "supervised_1", record=("level", 1), pushed=True),
    Rule("supervise", _H, "supervised_1", record=("level", 1), pushed=True),
    Rule("supervise", Audience.HOLDERS, "supervised_2", record=("level", 2), pushed=True),
    Rule("supervise", _H, "supervised_2", record=("level", 2), pushed=True),
    Rule("supervise", _STREET, "supervised_2", record=("level", 2), pushed=True),
    Rule("supervise", Audience.HOLDERS, "supervised_3", record=("level", 3), pushed=True),
    Rule("supervise", _H, "supervised_3", record=("level", 3), pushed=True),
    Rule("supervise", _STREET, "supervised_3", record=("level", 3), pushed=True),
    Rule("supervise", _L, "supervised_3", record=("level", 3), pushed=True),
    Rule("supervise_reply", _ASKERS, "supervise_replied"),
    Rule("supervise_reply", _S, "supervise_replied"),
    Rule("late_appeal", _L, "late_appeal"),
    Rule("decide_late_appeal", _L, "late_appeal_second", record=("status", None)),
    Rule("decide_late_appeal", _O, "late_appeal_granted", record=("status", "approved")),
    Rule("decide_late_appeal", _O, "late_appeal_refused", record=("status", "refused")),
    # --- close-out ---
    Rule("repair_now", _C, "case_to_check"),
    Rule("repair_now", _R, "fixed"),
    Rule("finish", _C, "case_to_check"),
    Rule("finish", _R, "fixed"),
    Rule("check_pass", _R, "please_confirm", "confirming", pushed=True),
    Rule("check_pass", _P, "closed", "closed"),
    Rule("check_fail", _O, "check_failed", pushed=True),
    Rule("confirm", _O, "confirmed", "closed"),
    Rule("confirm", _P, "closed", "closed"),
    Rule("confirm_timeout", _R, "closed_silently", pushed=True),
    Rule("confirm_timeout", _P, "closed"),
    Rule("refuse", _O, "refused", "handling"),
    Rule("refuse", _R, "refused_by_another", "handling"),
    Rule("refuse", _S, "refused_again", "confirming", pushed=True),
    Rule("uphold_refusal", _O, "refusal_upheld"),
    Rule("uphold_refusal", _R, "refusal_upheld_reporter"),
    Rule("overrule_refusal", _R, "refusal_overruled", pushed=True),
    Rule("overrule_refusal", _P, "closed"),
    Rule("reopen", _O, "reopened", pushed=True),
    Rule("reopen", _R, "reopened_reporter", pushed=True),
    Rule("mark_false_closure", _O, "false_closure", pushed=True),
    Rule("mark_false_closure", _H, "false_closure", pushed=True),
    Rule("mark_false_closure", _S, "false_closure", pushed=True),
    Rule("mark_false_closure", _R, "reopened_reporter", pushed=True),
    # --- ends that two people decide ---
    Rule("request_void", _S, "void_asked"),
    Rule("request_void", _L, "void_asked"),
    Rule("approve_void", _R, "voided", pushed=True),
    Rule("approve_void", _ASKERS, "void_approved"),
    Rule("approve_void", _O, "void_approved"),
    Rule("refuse_void", _ASKERS, "void_refused"),
    Rule("request_force_close", _L, "force_close_asked", pushed=True),
    Rule("approve_force_close", _R, "force_closed", pushed=True),
    Rule("approve_force_close", _ASKERS, "closed"),
    Rule("approve_force_close", _O, "closed"),
    Rule("approve_force_close", _P, "closed"),
    Rule("refuse_force_close", _ASKERS, "force_close_refused"),
    # --- who only watches a public case; words without a "your" ---
    *(Rule(action, Audience.WATCHERS, "watched_assigned") for action in _GIVEN),
    *(Rule(action, Audience.WATCHERS, "watched_fixed") for action in ("finish", "repair_now")),
    *(Rule(action, Audience.WATCHERS, "watched_closed", "closed") for action in _ENDED),
    *(Rule(action, Audience.WATCHERS, "watched_reopened") for action in _OPENED_AGAIN),
    Rule("approve_suspension", Audience.WATCHERS, "watched_suspended"),
)

WATCHED = "watched_"
"""What templates for watchers begin with: their notices lead to the public page of the case."""

LIST_RULES: tuple[Rule, ...] = (
    Rule("issue", Audience.ADDRESSEES, "list_issued"),
    Rule("receive", Audience.ISSUER, "list_received"),
)
"""The same for rectification lists: what happened to one, and whom it is told."""

SILENT = frozenset(
    {
        "withdraw",
        "acknowledge",
        "add_note",
        "use_template",
        "recall_finish",
        "rate",
        "publish",
        "unpublish",
        "redact",
    }
)
"""Actions that tell nobody on purpose: nothing changes for anybody who has not just acted."""


def rules_for(action: str, to_state: str, record: Mapping[str, Any], *, urgent: bool) -> list[Rule]:
    """The rules that an event touches, in the order of the table."""
    return [
        rule
        for rule in RULES
        if rule.action == action
        and rule.to_state in (None, to_state)
        and (rule.record is None or record.get(rule.record[0]) == rule.record[1])
        and (urgent or not rule.urgent)
    ]
