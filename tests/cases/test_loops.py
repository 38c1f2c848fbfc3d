"""What an office might repeat to gain time, or to be asked no more: each is bounded (ADR 0028)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import insert

from server.cases.actions import splitting
from server.identity.models import StaffRole
from server.platform.db import db
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import EAST, WEST, World

ASKED = {"return_reason": "duty", "basis": "不属于环卫职责", "organisation": "municipal"}
MORE = {"amount": 2, "grounds": "需要调用吊车"}
NO = {"reason": "理由不成立"}


def place(street: dict[str, float]) -> dict[str, Any]:
    return {"place": {**street, "source": "pin"}, "reason": "位置更正"}


def test_a_dispatch_is_recalled_twice_and_each_time_counted(world: World) -> None:
    story = Story(world).dispatched()
    dispatcher = world.staff("east_dispatcher")
    for _ in range(2):
        world.clock.advance(minutes=9)
        dispatcher.do(story.number, "recall_dispatch")
        dispatcher.do(story.number, "dispatch", organisation="sanitation")
    refused(dispatcher.act(story.number, "recall_dispatch"), 409, "recalls_used_up")
    assert "recalled" in world.staff("supervisor").view(story.number).json["marks"]
    assert "recall_dispatch" not in dispatcher.view(story.number).json["allowed_actions"]


def test_after_one_unmerge_the_supervisor_decides(world: World) -> None:
    master, story = Story(world), Story(world)
    clerk = world.staff("east_clerk")
    world.clock.advance(hours=2)
    for turn in range(2):
        clerk.do(story.number, "merge", master=master.number)
        answer = clerk.act(story.number, "unmerge", {"reason": "不是一回事"})
        if turn == 0:
            assert answer.status_code == 200, answer.text
    refused(answer, 403, "unmerged_already")
    assert "unmerged" in world.staff("supervisor").view(story.number).json["marks"]
    back = world.staff("supervisor").do(story.number, "unmerge", reason="确实不是一回事")
    assert back["state"] == "submitted"


def test_nothing_is_merged_into_what_was_split_from_it(world: World) -> None:
    """Else the part with the younger clock would go on, and the old clock be gone."""
    world.clock.advance(hours=1)
    reporter = world.resident()
    shots = [{**reporter.photo(), "role": role} for role in ("near", "far")]
    story = Story(world, reporter, photos=shots)
    clerk = world.staff("east_clerk")
    seen = clerk.view(story.number).json["photos"]
    clerk.do(story.number, "split", photo_ids=[seen[0]["id"]], tile="T2", reason="两件事")
    part = world.newest()
    refused(clerk.act(story.number, "merge", {"master": part}), 422, "merge_target")
    clerk.do(part, "merge", master=story.number)


def test_a_split_finds_a_free_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = world.resident()
    shots = [{**reporter.photo(), "role": role} for role in ("near", "far")]
    story = Story(world, reporter, photos=shots)
    free = f"{story.number[:-4]}ZZZZ"
    numbers = itertools.chain([story.number, story.number, free])
    monkeypatch.setattr(splitting, "new_number", lambda *_: next(numbers))
    clerk = world.staff("east_clerk")
    seen = clerk.view(story.number).json["photos"]
    clerk.do(story.number, "split", photo_ids=[seen[0]["id"]], tile="T2", reason="两件事")
    assert world.newest() == free


def test_asking_somebody_else_to_look_wins_no_time(world: World) -> None:
    story = Story(world)
    asked = {"person": world.staff_ids["east_grid"], **world.condition()}
    first = story.by("east_clerk", "ask_verify", **asked)
    for _ in range(3):
        world.clock.advance(hours=1)
        again = story.by("east_clerk", "ask_verify", **asked)
        assert (again["clock"], again["due_at"]) == ("verify", first["due_at"])
    assert [clock.number for clock in world.clocks(story.number) if clock.kind == "verify"] == [1]


def test_streets_do_not_pass_a_case_to_and_fro_for_new_clocks(world: World) -> None:
    story = Story(world).accepted()
    story.by("east_dispatcher", "correct_place", **place(WEST))
    story.by("west_dispatcher", "correct_place", **place(EAST))
    third = world.staff("east_dispatcher").act(story.number, "correct_place", place(WEST))
    refused(third, 403, "district_decides")
    story.by("supervisor", "correct_place", **place(WEST))


def test_what_is_settled_comes_back_by_no_other_door(world: World) -> None:
    story = Story(world).handling()
    story.by("supervisor", "settle", organisation="sanitation", reason="联席会议确定")
    story.by("sanitation_handler", "acknowledge")
    story.by("east_clerk", "correct_place", **place(WEST))
    assert world.records(story.number, "return") == []
    again = world.staff("supervisor").act(
        story.number, "settle", {"organisation": "sanitation", "reason": "再来四小时"}
    )
    refused(again, 422, "same_organisation", "organisation")
    for code in ("municipal", "sanitation"):
        story.by("supervisor", "settle", organisation=code, reason="重新研究")
    last = world.staff("supervisor").act(
        story.number, "settle", {"organisation": "municipal", "reason": "再研究"}
    )
    refused(last, 409, "settlements_used_up")


def test_who_was_refused_twice_asks_no_more(world: World) -> None:
    story = Story(world).handling()
    handler = world.staff("sanitation_handler")
    clerk, leader = world.staff("east_clerk"), world.staff("leader")
    void = {"void_reason": "test", "grounds": "是测试"}
    for _ in range(2):
        handler.do(story.number, "request_return", **ASKED)
        story.by("east_dispatcher", "refuse_return", **NO)
        handler.do(story.number, "request_extension", **MORE)
        story.by("supervisor", "refuse_extension", **NO)
        clerk.do(story.number, "request_void", **void)
        leader.do(story.number, "refuse_void", **NO)
    for person, action, form in (
        (handler, "request_return", ASKED),
        (handler, "request_extension", MORE),
        (clerk, "request_void", void),
    ):
        refused(person.act(story.number, action, form), 409, "refused_already")
    story.by("supervisor", "settle", organisation="municipal", reason="会议确定")
    story.by("municipal_handler", "acknowledge")
    story.by("municipal_handler", "request_extension", **MORE)


def test_nobody_approves_the_own_return(world: World) -> None:
    story = Story(world).dispatched("east")
    with world.app.app_context():
        both = {"staff_id": world.staff_ids["east_handler"], "role": "dispatcher"}
        db.session.execute(insert(StaffRole).values(both))
        db.session.commit()
        db.session.remove()
    person = world.staff("east_handler")
    person.do(story.number, "request_return", **ASKED)
    answer = person.act(story.number, "approve_return", {"organisation": "municipal"})
    refused(answer, 403, "another_person")
    story.by("east_dispatcher", "approve_return", organisation="municipal")


def test_all_suspensions_together_end_within_a_year(world: World) -> None:
    story = Story(world).handling()
    handler = world.staff("sanitation_handler")

    def form(until: str) -> dict[str, Any]:
        why = {"suspension_reason": "season", "grounds": "冻土"}
        return {**why, "until": until, "photos": [handler.photo()]}

    handler.do(story.number, "request_suspension", **form("2027-09-23"))
    story.by("leader", "approve_suspension")
    world.clock.advance(days=305)
    world.timers()
    again = handler.act(story.number, "request_suspension", form("2028-03-01"))
    refused(again, 422, "invalid", "until")
    handler.do(story.number, "request_suspension", **form("2027-11-01"))
