"""Moves that cross each other: one wins, the others are refused, and nothing is half done."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from server.photos.models import PhotoBlob, Upload
from server.platform import clock as server_clock
from server.platform.db import unit_of_work
from tests.support.together import at_once
from tests.support.world import Person, World

DONE = {"words": "已经全部清理干净,请看。", "close_type": "rectified"}
REFUSED = {409, 412, 422}


def _report(world: World, who: Person | None = None) -> str:
    answer = (who or world.resident()).report()
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["case_number"])


def _to(world: World, number: str, state: str, office: str = "sanitation") -> None:
    world.staff("east_clerk").do(number, "accept", **world.condition())
    if state == "to_dispatch":
        return
    dispatcher = world.staff("east_dispatcher")
    dispatcher.do(number, "dispatch", organisation=office, reason="近")
    handler = world.staff(f"{office}_handler")
    if state == "fixed":
        handler.do(number, "finish", photos=[handler.photo()], **DONE)


def _masters(world: World, numbers: list[str]) -> dict[str, Any]:
    return {number: world.column(number, "master_id") for number in numbers}


def test_a_ring_of_merges(world: World) -> None:
    """A into B, B into C and C into A at once: no circle, depth one, nobody waits for ever."""
    clerks = [world.staff(name) for name in ("east_clerk", "east_clerk2", "supervisor")]
    for _ in range(3):
        ring = [_report(world) for _ in clerks]
        calls = [
            partial(clerk.act, ring[i], "merge", {"master": ring[(i + 1) % 3]}, version=1)
            for i, clerk in enumerate(clerks)
        ]
        statuses = [answer.status_code for answer in at_once(calls)]
        assert 200 in statuses
        assert set(statuses) <= {200} | REFUSED
        ids = {world.column(number, "id"): number for number in ring}
        for master in _masters(world, ring).values():
            assert master is None or world.column(ids[master], "master_id") is None
    assert world.findings() == []


def test_a_case_leaves_its_master_while_that_one_is_merged(world: World) -> None:
    clerk, other = world.staff("east_clerk"), world.staff("east_clerk2")
    for _ in range(4):
        child, master, third = (_report(world) for _ in range(3))
        if _ % 2:
            child, master = master, child
        clerk.do(child, "merge", master=master)
        calls = [
            partial(clerk.act, child, "unmerge", {"reason": "错"}, version=2),
            partial(other.act, master, "merge", {"master": third}, version=2),
        ]
        statuses = sorted(answer.status_code for answer in at_once(calls))
        assert statuses[0] == 200
        assert statuses[1] in REFUSED | {200}
    assert world.findings() == []


def test_one_photo_finishes_one_case(world: World) -> None:
    """The same bytes, uploaded by two offices, in the same moment on two cases."""
    offices = ("sanitation", "municipal")
    handlers = [world.staff(f"{office}_handler") for office in offices]
    for _ in range(3):
        numbers = [_report(world) for _ in offices]
        for number, office in zip(numbers, offices, strict=True):
            _to(world, number, "assigned", office)
        sha256 = handlers[0].photo()["sha256"]
        with world.app.app_context(), unit_of_work() as session:
            blob = session.scalars(select(PhotoBlob.id).where(PhotoBlob.sha256 == sha256)).one()
            owner, now = handlers[1].actor.owner, server_clock.now()
            session.add(Upload(owner=owner, blob_id=blob, created_at=now))
        body = {"photos": [{"sha256": sha256}], "proof_reason": "没有定位", **DONE}
        calls = [
            partial(handler.act, number, "finish", body)
            for handler, number in zip(handlers, numbers, strict=True)
        ]
        answers = at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        refused = next(answer for answer in answers if answer.status_code == 422)
        assert refused.get_json()["code"] == "photo_reused"


def test_showing_and_hiding_a_photo_at_once(world: World) -> None:
    number = _report(world)
    _to(world, number, "to_dispatch")
    clerk, supervisor = world.staff("east_clerk"), world.staff("supervisor")
    photo = clerk.view(number).get_json()["photos"][0]["id"]
    for _ in range(4):
        version = world.version(number)
        calls = [
            partial(clerk.act, number, "publish", {"photo_ids": [photo]}, version=version),
            partial(supervisor.act, number, "unpublish", {"photo_ids": [photo]}, version=version),
        ]
        answers = at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, 412]
        seen = world.anonymous.get(f"public/cases/{number}").get_json()["photos"]
        assert len(seen) == (1 if answers[0].status_code == 200 else 0)


@pytest.mark.parametrize("answer", ["confirm", "refuse"])
def test_an_answer_in_the_last_moment(world: World, answer: str) -> None:
    resident = world.resident()
    number = _report(world, resident)
    _to(world, number, "fixed")
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    world.clock.advance(hours=72)
    version = world.version(number)
    body = {"words": "还在"} if answer == "refuse" else {}

    def said() -> int:
        return resident.act(number, answer, body, version=version).status_code

    heard, timed_out = at_once([said, world.timers])
    assert (heard, timed_out) in {(200, 0), (409, 1), (412, 1)}
    reopened = answer == "refuse" and heard == 200
    assert world.column(number, "state") == ("handling" if reopened else "closed")
    assert world.version(number) == version + 1
    assert world.findings() == []
