"""What people of the district do next about a case: by its state, their office's mood and luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from server.cases.models import Case, CaseRecord
from server.cases.states import RecordKind, RecordStatus, State
from tests.simulation.district import CENTRE, DEPARTMENTS, SIDE, STREETS, corner

SAID = "说明了情况并且留下了照片"
REPORTER = "reporter"
_REASON = {"reason": SAID}


@dataclass(frozen=True)
class Mood:
    """How an office works: hours it takes, as a multiple, and what it asks for how often."""

    pace: float = 1.0
    returns: float = 0.0
    extends: float = 0.0
    suspends: float = 0.0


MOODS = {
    "honest": Mood(),
    "lazy": Mood(pace=5.0),
    "bouncing": Mood(returns=0.7),
    "asking": Mood(pace=1.5, extends=6.0),
    "suspending": Mood(pace=1.5, suspends=4.0),
    "late": Mood(pace=3.0),
}
_OFFICES = (*STREETS, *DEPARTMENTS)
MOOD_OF = {code: list(MOODS.values())[n % len(MOODS)] for n, code in enumerate(_OFFICES)}


@dataclass(frozen=True)
class Deed:
    """Somebody does something. ``photos`` are taken on the spot."""

    who: str
    action: str
    form: Mapping[str, Any]
    photos: int = 0


@dataclass(frozen=True)
class Scene:
    """A case as the people around it see it; ``street`` and ``holder`` are codes of offices."""

    case: Case
    records: Sequence[CaseRecord]
    now: datetime
    luck: Random
    offices: Mapping[int, str]
    conditions: Mapping[tuple[str, int], int]
    checkers: Mapping[int, str]
    grid_worker: int
    masters: Sequence[str]

    @property
    def street(self) -> str:
        return self.offices[self.case.intake_org_id]

    @property
    def holder(self) -> str:
        return self.offices.get(self.case.responsible_org_id or 0, "")

    @property
    def mood(self) -> Mood:
        """Of the office that the case waits for."""
        waits = (State.ASSIGNED, State.HANDLING)
        return MOOD_OF.get(self.holder if self.case.state in waits else self.street, Mood())

    def living(self, kind: RecordKind) -> bool:
        return any(record.kind == kind for record in self.records)

    def pick(self, *deeds: tuple[float, Deed | None]) -> Deed | None:
        weights, chosen = zip(*((weight, deed) for weight, deed in deeds if weight), strict=True)
        found: Deed | None = self.luck.choices(chosen, weights)[0]
        return found

    def another(self) -> str:
        """The code of an office that could be responsible instead."""
        return self.luck.choice([o for o in (self.street, *DEPARTMENTS) if o != self.holder])

    def category(self) -> dict[str, Any]:
        """Category and condition that fit the tile."""
        fitting = {"T1": [("E01", 1)], "T2": [("E02", 1), ("E04", 1)]}
        chosen = self.luck.choice(fitting.get(self.case.tile, [("E03", 1), ("E03", 2)]))
        return {"category": chosen[0], "condition": self.conditions[chosen]}


def next_deed(at: Scene) -> Deed | None:
    """What happens now, if anything."""
    for record in at.records:
        decide = _BESIDE.get(RecordKind(record.kind))
        deed = decide(at, record) if decide and at.luck.random() < 0.6 else None
        if deed:
            return deed
    act = _IN_STATE.get(State(at.case.state))
    return act(at) if act else None


# --- beside the state ------------------------------------------------------------------------


def _on_return(at: Scene, record: CaseRecord) -> Deed | None:
    late = record.status == RecordStatus.ESCALATED
    who = "supervisor" if late else f"{at.street}_dispatcher"
    return at.pick(
        (4, Deed(who, "approve_return", {"organisation": at.another()})),
        (4, Deed(who, "refuse_return", _REASON)),
        (3, None),
    )


def _on_extension(at: Scene, _record: CaseRecord) -> Deed | None:
    who = "supervisor" if at.holder == at.street else f"{at.street}_street_lead"
    return at.pick(
        (5, Deed(who, "approve_extension", {})),
        (3, Deed(who, "refuse_extension", _REASON)),
        (2, None),
    )


def _on_suspension(at: Scene, record: CaseRecord) -> Deed | None:
    if record.status == RecordStatus.APPROVED:
        return None
    return at.pick(
        (6, Deed("leader", "approve_suspension", {})),
        (2, Deed("leader", "refuse_suspension", _REASON)),
    )


def _on_call(at: Scene, record: CaseRecord) -> Deed | None:
    code = at.offices[record.organisation_id or 0]
    called, lead, named = f"{code}_handler", f"{at.street}_street_lead", {"organisation": code}
    match record.status:
        case RecordStatus.OPEN:
            return Deed(called, "whistle_ack", {})
        case RecordStatus.ACKNOWLEDGED:
            return Deed(called, "whistle_report_in", {})
        case RecordStatus.MEASURED:
            return at.pick(
                (8, Deed(lead, "whistle_confirm", named)),
                (1, Deed(lead, "whistle_dispute", named | _REASON)),
                (1, Deed(lead, "whistle_excuse", named | _REASON)),
            )
    return Deed(called, "whistle_measures", {"note": SAID})


def _on_help(at: Scene, record: CaseRecord) -> Deed | None:
    if at.case.state != State.HANDLING:
        return None
    return Deed(f"{at.offices[record.organisation_id or 0]}_handler", "co_done", _REASON)


def _on_supervision(at: Scene, record: CaseRecord) -> Deed | None:
    code = at.offices[record.organisation_id or 0]
    head = "street_head" if code in STREETS else "organisation_head"
    return at.pick((1, Deed(f"{code}_{head}", "supervise_reply", {"reply": SAID})), (3, None))


def _by_two(kind: str) -> Callable[[Scene, CaseRecord], Deed | None]:
    def decide(at: Scene, _record: CaseRecord) -> Deed | None:
        approve, refuse = Deed("leader2", f"approve_{kind}", {}), f"refuse_{kind}"
        return at.pick((1, approve), (1, Deed("leader2", refuse, _REASON)))

    return decide


def _on_late_appeal(_at: Scene, record: CaseRecord) -> Deed | None:
    who = "leader2" if record.details.get("first_by") else "leader"
    return Deed(who, "decide_late_appeal", {"decision": "grant", **_REASON})


_BESIDE: dict[RecordKind, Callable[[Scene, CaseRecord], Deed | None]] = {
    RecordKind.RETURN: _on_return,
    RecordKind.EXTENSION: _on_extension,
    RecordKind.SUSPENSION: _on_suspension,
    RecordKind.WHISTLE_CALL: _on_call,
    RecordKind.CO_HANDLING: _on_help,
    RecordKind.SUPERVISION: _on_supervision,
    RecordKind.VOID: _by_two("void"),
    RecordKind.FORCE_CLOSE: _by_two("force_close"),
    RecordKind.LATE_APPEAL: _on_late_appeal,
}


# --- by state --------------------------------------------------------------------------------


def _submitted(at: Scene) -> Deed | None:
    case, clerk = at.case, f"{at.street}_intake_clerk"
    who = "supervisor" if case.appeals else clerk
    look = {"person": at.grid_worker, **at.category()}
    lat, lon = corner(at.luck.choice(STREETS))
    there = {"place": {"lat": lat + SIDE / 2, "lon": lon + SIDE / 2}, **_REASON}
    no = {"reason_code": "1", "words": SAID, "channel": "12345"}
    return at.pick(
        (70, Deed(who, "accept", at.category())),
        (5, Deed(who, "reject", no)),
        (0 if case.info_requests else 6, Deed(who, "request_info", {"question": SAID})),
        (9, Deed(who, "ask_verify", look)),
        (4 if at.masters else 0, Deed(who, "merge", {"master": at.masters and at.masters[0]})),
        (2, Deed(clerk, "correct_place", there)),
        (2, Deed(clerk, "request_void", {"void_reason": "test", "grounds": SAID})),
        (3, None),
    )


def _verifying(at: Scene) -> Deed | None:
    return at.pick(
        (8, Deed("grid", "verify_true", {}, photos=1)),
        (2, Deed("grid", "verify_false", {"words": SAID}, photos=1)),
        (3, None),
    )


def _need_info(at: Scene) -> Deed | None:
    return at.pick((5, Deed(REPORTER, "supplement", {"words": SAID})), (5, None))


def _to_dispatch(at: Scene) -> Deed | None:
    who, suggested = f"{at.street}_dispatcher", at.offices.get(at.case.suggested_org_id or 0)
    chosen = suggested if suggested and at.luck.random() < 0.85 else at.another()
    return at.pick(
        (9, Deed(who, "dispatch", {"organisation": chosen, **_REASON})),
        (0.3, Deed(who, "reclassify", at.category() | _REASON)),
        (1, None),
    )


def _assigned(at: Scene) -> Deed | None:
    if at.case.returns >= 3 and not at.case.settled:
        return Deed("supervisor", "settle", {"organisation": at.another(), **_REASON})
    basis = {"return_reason": "duty", "basis": SAID}
    wants = 0 if at.living(RecordKind.RETURN) else at.mood.returns
    return at.pick(
        (wants, Deed(f"{at.holder}_handler", "request_return", basis)),
        (1, Deed(f"{at.holder}_handler", "acknowledge", {})),
    )


def _handling(at: Scene) -> Deed | None:
    case, mood, handler = at.case, at.mood, f"{at.holder}_handler"
    undone = {"close_type": "informed", "words": SAID, "proof_reason": SAID}
    until = (at.now + timedelta(days=at.luck.randrange(2, 5))).date().isoformat()
    pause = {"suspension_reason": "season", "until": until, "grounds": SAID}
    calls = {"whistle_level": "daily", "organisations": list(DEPARTMENTS), "task": SAID}
    level, helper = at.luck.choice("123"), {"organisation": at.another(), "task": SAID}
    stands = at.living(RecordKind.WHISTLE)
    extended = case.urgent or case.round > 1 or at.living(RecordKind.EXTENSION)
    longer = Deed(handler, "request_extension", {"amount": 1, "grounds": SAID})
    return at.pick(
        (0 if stands else 5, Deed(handler, "finish", undone, photos=1)),
        (2, Deed(handler, "add_note", {"note": SAID})),
        (0 if extended else mood.extends, longer),
        (
            0 if stands or at.living(RecordKind.SUSPENSION) else mood.suspends + 0.1,
            Deed(handler, "request_suspension", pause, photos=1),
        ),
        (0 if stands else 0.4, Deed(f"{at.street}_street_lead", "whistle", calls)),
        (0.3, Deed(f"{at.street}_dispatcher", "add_co_handler", helper)),
        (0.2, Deed("supervisor", "supervise", {"level": level, **_REASON})),
        (0.1, Deed("leader", "request_force_close", {"grounds": SAID}, photos=1)),
    )


def _suspended(at: Scene) -> Deed | None:
    lead = f"{at.street}_street_lead"
    return at.pick(
        (1, Deed(lead, "review_suspension", {"note": SAID})),
        (0.5, Deed(lead, "resume", {})),
        (8, None),
    )


def _fixed(at: Scene) -> Deed | None:
    who = at.checkers.get(at.case.checker_id or 0, CENTRE["checker"][0])
    return at.pick(
        (8, Deed(who, "check_pass", {"note": SAID}, photos=1)),
        (2, Deed(who, "check_fail", _REASON)),
    )


def _confirming(at: Scene) -> Deed | None:
    if at.case.disputed:
        return at.pick(
            (1, Deed("supervisor", "uphold_refusal", {"words": SAID})),
            (1, Deed("supervisor", "overrule_refusal", {"words": SAID})),
        )
    return at.pick(
        (5, Deed(REPORTER, "confirm", {})),
        (2, Deed(REPORTER, "refuse", {"words": SAID})),
        (3, None),
    )


def _closed(at: Scene) -> Deed | None:
    handler, again = f"{at.holder}_handler", {"words": SAID}
    late = at.case.finished_late and at.holder and not at.case.late_appeals
    return at.pick(
        (3, Deed(REPORTER, "rate", {"solved": "yes", "score": "basically"})),
        (1, Deed(REPORTER, "reopen", again, photos=1)),
        (0.5, Deed("inspector", "mark_false_closure", again, photos=1)),
        (2 if late else 0, Deed(handler, "late_appeal", _REASON)),
        (6, None),
    )


def _rejected(at: Scene) -> Deed | None:
    return at.pick((1, Deed(REPORTER, "appeal", {"words": SAID})), (3, None))


_IN_STATE: dict[State, Callable[[Scene], Deed | None]] = {
    State.SUBMITTED: _submitted,
    State.VERIFYING: _verifying,
    State.NEED_INFO: _need_info,
    State.TO_DISPATCH: _to_dispatch,
    State.ASSIGNED: _assigned,
    State.HANDLING: _handling,
    State.SUSPENDED: _suspended,
    State.FIXED: _fixed,
    State.CONFIRMING: _confirming,
    State.CLOSED: _closed,
    State.REJECTED: _rejected,
}
