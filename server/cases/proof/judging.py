"""Judging a finish: what is odd about it, and what that asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from server.cases.actions.registry import Data
from server.cases.engine import Move
from server.cases.models import CaseRecord
from server.cases.policy import Situation
from server.cases.proof.choice import choose_checker
from server.cases.proof.consequences import under_full_check
from server.cases.proof.marks import ALARMING, REASON, Mark
from server.cases.proof.shots import Given, Scene
from server.cases.states import RecordKind, RecordStatus
from server.geography.datum import Point
from server.geography.measure import distance_m
from server.photos import service as photos
from server.platform.errors import Problem

_AT_ONCE = timedelta(minutes=3)
_STILL_M = 20.0
_BULK, _BULK_WITHIN = 5, timedelta(minutes=10)


def scene_of(move: Move, at: Situation) -> Scene:
    """The case as photos are compared with it."""
    return Scene(Point(move.value("lat"), move.value("lon")), move.now, at.policy)


def judge_finish(move: Move, at: Situation, data: Data) -> None:
    """Mark what is odd about the after-photos, draw who checks, and open the check's record.

    Part of an action that brings a case to ``fixed``, after its photos were attached and its
    columns set. Raises ``Problem("proof_reason", 422)`` when the marks ask for a reason that was
    not given; it names the marks.
    """
    given: Given = data["photos"]
    scene = scene_of(move, at)
    known = photos.shots(move.session, [photo["sha256"] for photo in given])
    since = move.case.dispatched_at or move.case.submitted_at
    like = photos.cases_with_like(move.session, [shot.fingerprint for shot in known], move.case.id)
    marks = scene.marks_of_place(given, known) | scene.marks_of_time(given, known, since)
    marks |= _marks_of_pace(move, at, scene, given)
    if like:
        marks.add(Mark.REUSED)
    if under_full_check(move.session, move.value("responsible_org_id"), at.policy):
        marks.add(Mark.FULL_CHECK)
    asked = sorted(marks & REASON)
    if asked and not data.get("proof_reason"):
        raise Problem(
            "proof_reason", 422, fields={"proof_reason": ["proof_reason"]}, extra={"marks": asked}
        )
    checker_id = choose_checker(move)
    move.set(checker_id=checker_id)
    raise_alarm(move, marks, like)
    fixes = scene.fixes(given)
    move.records.open(
        RecordKind.CHECK,
        organisation_id=move.value("responsible_org_id"),
        staff_id=move.actor.staff_id,
        checker=checker_id,
        marks=sorted(marks),
        like=sorted(like),
        fix=[fixes[0].lat, fixes[0].lon] if fixes else None,
    )


def raise_alarm(move: Move, marks: Collection[Mark], like: Collection[int] = ()) -> None:
    """Put what somebody should look into on the supervisors' list (``proof.alarms``).

    ``like`` are the ids of cases with a photo that looks the same.
    """
    alarming = sorted(ALARMING.intersection(marks))
    if alarming:
        key = move.records.open(
            RecordKind.ALARM,
            organisation_id=move.value("responsible_org_id"),
            staff_id=move.actor.staff_id,
            marks=alarming,
            like=sorted(like),
        )
        move.records.close(key, RecordStatus.DONE)


def _marks_of_pace(move: Move, at: Situation, scene: Scene, given: Given) -> set[Mark]:
    """How quickly it went since the organisation took the case, and since the last finish."""
    marks = set()
    begun = move.case.acknowledged_at or move.case.dispatched_at
    took = move.now - begun if begun is not None else None
    if took is not None and took < timedelta(minutes=at.policy.proof_fast_minutes):
        marks.add(Mark.FAST)
    before = _latest_finishes(move)
    if sum(record.opened_at > move.now - _BULK_WITHIN for record in before) >= _BULK - 1:
        marks.add(Mark.BULK)
    if took is not None and took < _AT_ONCE and before and _stood_still(scene, given, before[0]):
        marks.add(Mark.UNMOVED)
    return marks


def _latest_finishes(move: Move) -> list[Any]:
    """The finishes before this one by the same person, latest first, as many as matter."""
    return list(
        move.session.execute(
            select(CaseRecord.opened_at, CaseRecord.details)
            .where(CaseRecord.kind == RecordKind.CHECK)
            .where(CaseRecord.staff_id == move.actor.staff_id, CaseRecord.case_id != move.case.id)
            .order_by(CaseRecord.opened_at.desc(), CaseRecord.id.desc())
            .limit(_BULK - 1)
        )
    )


def _stood_still(scene: Scene, given: Given, before: Any) -> bool:
    here, there = scene.fixes(given), before.details["fix"]
    return bool(here) and there is not None and distance_m(here[0], Point(*there)) < _STILL_M
