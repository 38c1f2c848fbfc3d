"""The lifecycle of a case, literally: THE table.

Everything that shows or checks a transition is generated from ``TABLE``: allowed actions and
their forms in the API, the diagram in the documents, the test matrix. An action is legal for a
case in one of its ``sources``; it may be taken by one of ``who``; it asks for ``fields``; it
starts and stops ``clocks``; ``effect`` and ``guards`` in ``cases.actions`` are found by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.cases.fields import (
    FINISH_WORDS_LEAST,
    Field,
    choice,
    choice_of_tile,
    internal_words,
    photos,
    public_words,
    reference,
)
from server.cases.states import (
    OPEN,
    REASON_CODES,
    RETURN_REASONS,
    SUSPENSION_REASONS,
    VOID_REASONS,
    WHISTLE_LEVELS,
    CloseType,
)
from server.cases.states import ClockKind as K
from server.cases.states import State as St


class Who(StrEnum):
    """In what capacity somebody acts on a case; ``cases.policy`` decides who holds it."""

    REPORTER = "reporter"
    RESIDENT = "resident"
    INTAKE = "intake_clerk"
    DISPATCHER = "dispatcher"
    ORGANISATION = "organisation"
    CHECKER = "checker"
    SUPERVISOR = "supervisor"
    PATROL = "patrol_leader"
    GRID_WORKER = "grid_worker"
    KEEPER = "segment_keeper"
    STREET_LEAD = "street_lead"
    STREET_HEAD = "street_head"
    CENTRE_LEADER = "centre_leader"
    INSPECTOR = "inspector"
    CO_HANDLER = "co_handler"
    CALLED = "called_organisation"
    HEAD = "organisation_head"
    SYSTEM = "system"


@dataclass(frozen=True)
class Start:
    """Begin a clock; its limit follows from kind and case."""

    kind: K


@dataclass(frozen=True)
class Stop:
    """End a clock that runs or stands still."""

    kind: K


@dataclass(frozen=True)
class Pause:
    """Let the clocks of a kind stand still, keeping what is left of each in its own unit."""

    kind: K


@dataclass(frozen=True)
class Resume:
    """Let the paused clocks of a kind go on with what was left."""

    kind: K


@dataclass(frozen=True)
class Discard:
    """End a clock and let it count for nothing, as if the action before had never been."""

    kind: K


@dataclass(frozen=True)
class Revive:
    """Let the clock that was stopped last go on, as if it had never been stopped."""

    kind: K


@dataclass(frozen=True)
class StopAll:
    """End every clock of the case."""


ClockOp = Start | Stop | Pause | Resume | Discard | Revive | StopAll


@dataclass(frozen=True)
class Transition:
    """One row of the table. ``target`` ``None`` means the state stays ("=").

    ``targets`` are the states an effect may choose instead, by what it finds.
    """

    action: str
    sources: frozenset[St]
    target: St | None
    who: tuple[Who, ...]
    fields: tuple[Field, ...] = ()
    clocks: tuple[ClockOp, ...] = ()
    targets: tuple[St, ...] = ()

    @property
    def creates(self) -> bool:
        """Whether the action brings a case into being."""
        return not self.sources


_REPORTER, _RESIDENT, _SYSTEM = (Who.REPORTER,), (Who.RESIDENT,), (Who.SYSTEM,)
_INTAKE, _DISPATCHER = (Who.INTAKE, Who.SUPERVISOR), (Who.DISPATCHER, Who.SUPERVISOR)
_ORGANISATION, _CHECKER, _SUPERVISOR = (Who.ORGANISATION,), (Who.CHECKER,), (Who.SUPERVISOR,)
_CLERKS = (Who.INTAKE, Who.DISPATCHER, Who.SUPERVISOR)
_GRID_WORKER, _KEEPER, _CALLED = (Who.GRID_WORKER,), (Who.KEEPER,), (Who.CALLED,)
_STREET_LEADERS, _CENTRE_LEADER = (Who.STREET_LEAD, Who.STREET_HEAD), (Who.CENTRE_LEADER,)
_STREET = (Who.INTAKE, Who.DISPATCHER, *_STREET_LEADERS)
_CENTRE = (Who.SUPERVISOR, Who.CENTRE_LEADER)

_WORDS = public_words()
_WORDS_OPTIONAL = public_words(required=False)
_REASON = internal_words()
_GROUNDS = internal_words("grounds")  # the reporter reads them when the request is approved
_CATEGORY, _CONDITION = reference("category"), reference("condition")
_QUANTITIES = Field("quantities", "quantities", required=False)
_PLANNED = Field("planned", "quantities", required=False)
_DETAILS = Field("details", "details", required=False)
_PHOTO_IDS = Field("photo_ids", "photo_ids", least=1)
_CHANNEL = choice("channel", ("12345", "12315", "122", "court", "property", "none"))
_CLOSE_TYPE = choice(
    "close_type", tuple(kind.value for kind in CloseType if kind is not CloseType.FORCED)
)

_ORGANISATION_CODE = reference("organisation")
_PROOF = photos(least=1)
_PROOF_REASON = internal_words("proof_reason", required=False)
_LEVEL = choice("level", ("1", "2", "3"))

_ALL = frozenset(St)
_SUBMITTED, _NEED_INFO = frozenset({St.SUBMITTED}), frozenset({St.NEED_INFO})
_TO_DISPATCH, _ASSIGNED = frozenset({St.TO_DISPATCH}), frozenset({St.ASSIGNED})
_HANDLING, _FIXED = frozenset({St.HANDLING}), frozenset({St.FIXED})
_CONFIRMING, _CLOSED = frozenset({St.CONFIRMING}), frozenset({St.CLOSED})
_WORKING = _ASSIGNED | _HANDLING
_VERIFYING, _SUSPENDED = frozenset({St.VERIFYING}), frozenset({St.SUSPENDED})
_BEFORE_ACCEPTANCE = frozenset({St.SUBMITTED, St.VERIFYING, St.NEED_INFO})
_PUBLIC = _TO_DISPATCH | _WORKING | _SUSPENDED | _FIXED | _CONFIRMING | _CLOSED
_WATCHED = _SUBMITTED | _VERIFYING | _TO_DISPATCH | _WORKING
_NEW = frozenset[St]()

# fmt: off
TABLE: tuple[Transition, ...] = (
    # --- coming in -----------------------------------------------------------------------------
    Transition("submit", _NEW, St.SUBMITTED, (Who.RESIDENT, Who.INTAKE, Who.SUPERVISOR),
               clocks=(Start(K.INTAKE),)),
    Transition("enter_patrol", _NEW, St.TO_DISPATCH,
               (Who.PATROL, Who.INSPECTOR, Who.SUPERVISOR),
               clocks=(Start(K.DISPATCH),)),
    Transition("join", OPEN, None, _RESIDENT),
    Transition("add_evidence", OPEN, None, _REPORTER, (_WORDS_OPTIONAL, photos())),
    # --- intake --------------------------------------------------------------------------------
    Transition("ask_verify", _SUBMITTED | _VERIFYING, St.VERIFYING, _INTAKE,
               (Field("person", "grid_worker"), _CATEGORY, _CONDITION,
                internal_words("note", required=False)),
               (Pause(K.INTAKE), Stop(K.VERIFY), Start(K.VERIFY))),
    Transition("verify_true", _VERIFYING, St.TO_DISPATCH, _GRID_WORKER,
               (_PROOF, internal_words("note", required=False)),
               (Stop(K.VERIFY), Stop(K.INTAKE), Start(K.DISPATCH))),
    Transition("verify_false", _VERIFYING, St.REJECTED, _GRID_WORKER, (_PROOF, _WORDS),
               (StopAll(),)),
    Transition("request_info", _SUBMITTED, St.NEED_INFO, _INTAKE, (public_words("question"),),
               (Pause(K.INTAKE), Start(K.INFO))),
    Transition("supplement", _NEED_INFO, St.SUBMITTED, _REPORTER, (_WORDS_OPTIONAL, photos()),
               (Stop(K.INFO), Resume(K.INTAKE))),
    Transition("info_timeout", _NEED_INFO, St.REJECTED, _SYSTEM, clocks=(StopAll(),)),
    Transition("transfer_intake", _SUBMITTED, None, _INTAKE,
               (Field("area", "area", required=False), Field("place", "place", required=False),
                _REASON),
               (Stop(K.INTAKE), Start(K.INTAKE))),
    Transition("reclassify", _SUBMITTED | _TO_DISPATCH | _WORKING, None, _CLERKS,
               (_CATEGORY, _CONDITION, _DETAILS, _REASON)),
    Transition("correct_place", OPEN, None, _CLERKS, (Field("place", "place"), _REASON)),
    Transition("split", _SUBMITTED | _TO_DISPATCH, None, _INTAKE,
               (_PHOTO_IDS, choice_of_tile(), _REASON)),
    Transition("reject", _SUBMITTED, St.REJECTED, _INTAKE,
               (choice("reason_code", REASON_CODES), _WORDS, _CHANNEL),
               (Stop(K.INTAKE),)),
    Transition("appeal", frozenset({St.REJECTED}), St.SUBMITTED, _REPORTER, (_WORDS,),
               (Start(K.INTAKE),)),
    Transition("withdraw", _BEFORE_ACCEPTANCE, St.WITHDRAWN, _REPORTER, clocks=(StopAll(),),
               targets=(St.SUBMITTED, St.VERIFYING, St.NEED_INFO)),
    Transition("merge", _BEFORE_ACCEPTANCE | _TO_DISPATCH, St.MERGED, _INTAKE,
               (Field("master", "case"),), (StopAll(),)),
    Transition("unmerge", frozenset({St.MERGED}), St.SUBMITTED, _INTAKE, (_REASON,),
               (Start(K.INTAKE),)),
    Transition("accept", _SUBMITTED, St.TO_DISPATCH, _INTAKE,
               (_CATEGORY, _CONDITION, _DETAILS), (Stop(K.INTAKE), Start(K.DISPATCH))),
    Transition("repair_now", _SUBMITTED | _TO_DISPATCH, St.FIXED, _KEEPER,
               (_PROOF, public_words(least=FINISH_WORDS_LEAST),
                reference("category", required=False), reference("condition", required=False),
                _QUANTITIES, _DETAILS, _PROOF_REASON),
               (Stop(K.INTAKE), Stop(K.DISPATCH), Start(K.CHECK))),
    # --- work ----------------------------------------------------------------------------------
    Transition("dispatch", _TO_DISPATCH, St.ASSIGNED, _DISPATCHER,
               (reference("organisation"), internal_words(required=False), _PLANNED),
               (Stop(K.DISPATCH), Start(K.MAIN), Start(K.ACK))),
    Transition("recall_dispatch", _ASSIGNED, St.TO_DISPATCH, (Who.DISPATCHER,),
               clocks=(Discard(K.MAIN), Discard(K.ACK), Revive(K.DISPATCH))),
    Transition("acknowledge", _ASSIGNED, St.HANDLING, _ORGANISATION, clocks=(Stop(K.ACK),)),
    Transition("assign_person", _WORKING, None, _ORGANISATION, (reference("person"),)),
    Transition("add_note", OPEN, None, (*_CLERKS, Who.ORGANISATION, Who.CHECKER),
               (internal_words("note"),)),
    Transition("use_template", _WORKING, None, _ORGANISATION, (reference("template"),)),
    Transition("add_co_handler", _HANDLING, None, (*_STREET, Who.SUPERVISOR),
               (_ORGANISATION_CODE, internal_words("task"))),
    Transition("co_done", _HANDLING, None, (Who.CO_HANDLER,), (photos(), internal_words())),
    # --- returns -------------------------------------------------------------------------------
    Transition("request_return", _WORKING, None, _ORGANISATION,
               (choice("return_reason", RETURN_REASONS),
                reference("organisation", required=False), internal_words("basis"))),
    Transition("approve_return", _WORKING, St.ASSIGNED, _DISPATCHER,
               (_ORGANISATION_CODE, internal_words(required=False)),
               (Stop(K.ACK), Stop(K.MAIN), Start(K.MAIN), Start(K.ACK))),
    Transition("refuse_return", _WORKING, None, _DISPATCHER, (_REASON,)),
    Transition("return_undecided", _WORKING, None, _SYSTEM),
    Transition("settle", _WORKING, St.ASSIGNED, _SUPERVISOR, (_ORGANISATION_CODE, _REASON),
               (Stop(K.ACK), Stop(K.MAIN), Start(K.MAIN), Start(K.ACK))),
    # --- whistle -------------------------------------------------------------------------------
    Transition("whistle", _HANDLING, None, _STREET_LEADERS,
               (choice("whistle_level", WHISTLE_LEVELS), Field("organisations", "organisations"),
                internal_words("task"))),
    Transition("whistle_ack", _HANDLING, None, _CALLED),
    Transition("whistle_report_in", _HANDLING, None, _CALLED,
               (internal_words("note", required=False),)),
    Transition("whistle_measures", _HANDLING, None, _CALLED, (photos(), internal_words("note"))),
    Transition("whistle_confirm", _HANDLING, None, _STREET_LEADERS, (_ORGANISATION_CODE,)),
    Transition("whistle_dispute", _HANDLING, None, _STREET_LEADERS, (_ORGANISATION_CODE, _REASON)),
    Transition("whistle_excuse", _HANDLING, None, _STREET_LEADERS, (_ORGANISATION_CODE, _REASON)),
    # --- more time -----------------------------------------------------------------------------
    Transition("request_extension", _HANDLING, None, _ORGANISATION,
               (Field("amount", "number", least=0.5, step=0.5), _GROUNDS)),
    Transition("approve_extension", _HANDLING, None, (*_STREET_LEADERS, *_CENTRE)),
    Transition("refuse_extension", _HANDLING, None, (*_STREET_LEADERS, *_CENTRE), (_REASON,)),
    Transition("request_suspension", _HANDLING, None, _ORGANISATION,
               (choice("suspension_reason", SUSPENSION_REASONS), Field("until", "date"),
                _PROOF, _GROUNDS)),
    Transition("approve_suspension", _HANDLING, St.SUSPENDED, _CENTRE_LEADER,
               clocks=(Pause(K.MAIN), Pause(K.CO_HANDLING), Start(K.REVIEW))),
    Transition("refuse_suspension", _HANDLING, None, _CENTRE, (_REASON,)),
    Transition("review_suspension", _SUSPENDED, None, _STREET,
               (photos(), internal_words("note", required=False)),
               (Stop(K.REVIEW), Start(K.REVIEW))),
    Transition("resume", _SUSPENDED, St.HANDLING, (*_STREET, Who.SYSTEM),
               (internal_words("note", required=False),),
               (Stop(K.REVIEW), Resume(K.MAIN), Resume(K.CO_HANDLING))),
    Transition("finish", _WORKING, St.FIXED, _ORGANISATION,
               (photos(least=1), public_words(least=FINISH_WORDS_LEAST), _CLOSE_TYPE, _QUANTITIES,
                _DETAILS, _PROOF_REASON),
               (Stop(K.ACK), Stop(K.MAIN), Start(K.CHECK))),
    Transition("recall_finish", _FIXED, St.HANDLING, _ORGANISATION,
               clocks=(Stop(K.CHECK), Revive(K.MAIN))),
    # --- close-out -----------------------------------------------------------------------------
    Transition("check_pass", _FIXED, St.CONFIRMING, _CHECKER,
               (photos(), Field("judged_from_photos", "checkbox", required=False),
                internal_words("note", required=False)),
               (Stop(K.CHECK), Start(K.CONFIRM)), targets=(St.CLOSED,)),
    Transition("check_fail", _FIXED, St.HANDLING, _CHECKER, (internal_words(), photos()),
               (Stop(K.CHECK), Start(K.MAIN))),
    Transition("confirm", _CONFIRMING, St.CLOSED, _REPORTER, (_WORDS_OPTIONAL,),
               (Stop(K.CONFIRM),), targets=(St.CONFIRMING,)),
    Transition("confirm_timeout", _CONFIRMING, St.CLOSED, _SYSTEM, clocks=(Stop(K.CONFIRM),)),
    Transition("refuse", _CONFIRMING, St.HANDLING, _REPORTER, (_WORDS, photos()),
               (Stop(K.CONFIRM), Start(K.MAIN)), targets=(St.CONFIRMING,)),
    Transition("uphold_refusal", _CONFIRMING, St.HANDLING, _SUPERVISOR, (_WORDS,),
               (Stop(K.DECISION), Start(K.MAIN))),
    Transition("overrule_refusal", _CONFIRMING, St.CLOSED, _SUPERVISOR, (_WORDS,),
               (Stop(K.DECISION),)),
    Transition("rate", _CLOSED, None, _REPORTER,
               (choice("solved", ("yes", "no")),
                choice("score", ("satisfied", "basically", "dissatisfied")), _WORDS_OPTIONAL)),
    Transition("reopen", _CLOSED, St.HANDLING, (Who.REPORTER, Who.INSPECTOR, Who.SUPERVISOR),
               (_WORDS, photos()), (Start(K.MAIN),), targets=(St.TO_DISPATCH, St.SUBMITTED)),
    Transition("mark_false_closure", _CLOSED, St.HANDLING, (Who.INSPECTOR,), (_PROOF, _WORDS),
               (Start(K.MAIN),), targets=(St.TO_DISPATCH, St.SUBMITTED)),
    Transition("late_appeal", _CLOSED, None, _ORGANISATION, (_REASON,)),
    Transition("decide_late_appeal", _CLOSED, None, _CENTRE,
               (choice("decision", ("grant", "refuse")), _REASON)),
    # --- ending without a solution, always by two ----------------------------------------------
    Transition("request_void", OPEN, None, _CLERKS,
               (choice("void_reason", VOID_REASONS), _GROUNDS)),
    Transition("approve_void", OPEN, St.VOIDED, _CENTRE, clocks=(StopAll(),)),
    Transition("refuse_void", OPEN, None, _CENTRE, (_REASON,)),
    Transition("request_force_close", OPEN, None, _CENTRE_LEADER, (_PROOF, _GROUNDS)),
    Transition("approve_force_close", OPEN, St.CLOSED, _CENTRE_LEADER, clocks=(StopAll(),)),
    Transition("refuse_force_close", OPEN, None, _CENTRE_LEADER, (_REASON,)),
    # --- supervision ---------------------------------------------------------------------------
    Transition("warn", _WATCHED, None, _SYSTEM),
    Transition("supervise", _WATCHED, None, (*_CENTRE, Who.SYSTEM), (_LEVEL, _REASON)),
    Transition("supervise_reply", OPEN, None, (Who.HEAD,), (internal_words("reply"),)),
    # --- the public page -----------------------------------------------------------------------
    Transition("publish", _PUBLIC, None, _CLERKS, (_PHOTO_IDS,)),
    Transition("unpublish", _ALL, None, _CLERKS, (_PHOTO_IDS,)),
    Transition("redact", _ALL, None, _CLERKS,
               (Field("photo_id", "photo_ids", least=1, most=1), Field("boxes", "boxes"))),
)
# fmt: on

BY_ACTION: dict[str, Transition] = {row.action: row for row in TABLE}


def legal(action: str, state: str) -> bool:
    """Whether the table allows ``action`` in ``state``, whoever asks."""
    return St(state) in BY_ACTION[action].sources
