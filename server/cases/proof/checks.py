"""Checking a finish: what the checker has to show, and what becomes of the record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.cases import fields
from server.cases.actions.registry import Data
from server.cases.engine import Move
from server.cases.models import CaseRecord
from server.cases.policy import Situation
from server.cases.proof.judging import raise_alarm, scene_of
from server.cases.proof.marks import ON_SITE, Mark
from server.cases.states import RecordKind, RecordStatus
from server.cases.workflow import Transition
from server.photos import service as photos
from server.platform.errors import Problem


def marks_of(record: CaseRecord | None) -> frozenset[Mark]:
    """The marks that a check's record carries."""
    details: dict[str, Any] = record.details if record else {}
    return frozenset(Mark(code) for code in details.get("marks", ()))


def needs_visit(at: Situation) -> bool:
    """Whether the finish that waits for its check has to be looked at on the spot."""
    return any(marks_of(record) & ON_SITE for record in at.living(RecordKind.CHECK))


def as_asked(row: Transition, at: Situation) -> Transition:
    """An action as its form offers it now: a visit is proved by a photo, not by looking at some."""
    if row.action != "check_pass" or not needs_visit(at):
        return row
    note = next(field for field in row.fields if field.name == "note")
    return replace(row, fields=(fields.photos(least=1), note))


def pass_check(move: Move, at: Situation, data: Data) -> None:
    """End the check as passed, if there is enough to pass it on.

    A photo or a look at the handler's photos; for a finish that is odd only a live photo from the
    spot. A phone that does not say where it is takes a note instead, and the case is listed.
    Raises ``Problem`` (422): ``check_basis``, ``check_on_site``, ``check_unplaced``.
    """
    given = data.get("photos") or ()
    if not given and not data.get("judged_from_photos"):
        raise Problem("check_basis", 422, fields={"photos": ["required"]})
    unplaced = needs_visit(at) and _is_unplaced(move, at, data)
    if unplaced and not data.get("note"):
        raise Problem("check_unplaced", 422, fields={"note": ["required"]})
    raise_alarm(move, {Mark.UNPLACED} if unplaced else ())
    for key in move.records.living(RecordKind.CHECK):
        if unplaced:
            marks = move.records.columns(key)["details"]["marks"]
            move.records.detail(key, marks=[*marks, Mark.UNPLACED])
        move.settle(key, RecordStatus.CONFIRMED)


def _is_unplaced(move: Move, at: Situation, data: Data) -> bool:
    given = data.get("photos") or ()
    scene = scene_of(move, at)
    known = photos.shots(move.session, [photo["sha256"] for photo in given])
    marks = scene.marks_of_place(given, known)
    if not given or Mark.FAR in marks or not scene.is_live(given, known):
        raise Problem("check_on_site", 422, fields={"photos": ["check_on_site"]})
    return Mark.NO_POSITION in marks


def fail_check(move: Move) -> None:
    """End the check as failed."""
    for key in move.records.living(RecordKind.CHECK):
        move.settle(key, RecordStatus.REFUSED)
