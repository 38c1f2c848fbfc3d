"""What an office might do to make its figures look better, and what they say then (ADR 0028)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from server.identity.models import StaffRole
from server.platform.db import db
from tests.support.story import Story
from tests.support.world import Person, World


def clued(person: Person) -> dict[str, Any]:
    body: dict[str, Any] = person.get("clues").get_json()
    return body


def figure(person: Person, section: str, name: str) -> dict[str, Any]:
    """The numbers of one line, by column."""
    sections = person.get("statistics/figures").get_json()["sections"]
    found = next(item for item in sections if item["code"] == section)
    row = next((row for row in found["rows"] if row["name"] == name), None)
    columns = [column["code"] for column in found["columns"]]
    return dict(zip(columns, row["values"], strict=True)) if row else {}


def reopened(story: Story) -> None:
    photo = story.reporter.photo()
    story.reporter.do(story.number, "reopen", words="又有了", photos=[photo])


def test_lateness_stays_with_who_was_late(world: World) -> None:
    """Three cases given away late: who got them is not blamed, who had them is."""
    for _ in range(3):
        story = Story(world).handling()
        world.clock.advance(days=1)
        story.by("supervisor", "settle", organisation="municipal", reason="会议确定")
        story.finished("municipal_handler")
    seen = clued(world.staff("inspector"))
    late = {row["name"]: row["late"] for row in seen["organisations"]}
    assert late == {"环卫处": 3}
    assert seen["people"] == []


def test_an_exemption_is_for_the_delay_it_was_given_for(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(days=3)
    story.finished().passed()
    story.reporter.do(story.number, "confirm")
    story.by("sanitation_handler", "late_appeal", reason="暴雪封路")
    for judge in ("supervisor", "leader"):
        story.by(judge, "decide_late_appeal", decision="grant", reason="属实")
    assert clued(world.staff("inspector"))["items"] == []
    reopened(story)
    world.clock.advance(days=3)
    (again,) = clued(world.staff("inspector"))["items"]
    assert again["reasons"] == ["late"]
    done = story.finished().by("supervisor", "add_note", note="又超时")
    assert "late" in done["marks"]
    assert "exempt" not in done["marks"]


def test_standing_still_neither_hides_lateness_nor_makes_it(world: World) -> None:
    late, early = Story(world).handling(), Story(world).handling()
    why = {"suspension_reason": "season", "grounds": "冻土", "until": "2026-12-20"}
    handler = world.staff("sanitation_handler")
    for story, days in ((early, 0), (late, 2)):
        world.clock.advance(days=days)
        handler.do(story.number, "request_suspension", **why, photos=[handler.photo()])
        story.by("leader", "approve_suspension")
    world.clock.advance(days=3)
    leader = world.staff("leader")
    leader.do(early.number, "request_force_close", photos=[leader.photo()], grounds="已拆迁")
    early.by("leader2", "approve_force_close")
    told = {item["number"]: item["late"] for item in leader.get("ledger").get_json()["items"]}
    assert told == {late.number: True, early.number: False}
    assert {item["number"] for item in clued(leader)["items"]} == {late.number}


@pytest.mark.one_database
def test_a_rework_in_time_does_not_make_good_that_it_was_late(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(days=2)
    story.finished().checked("check_fail", reason="没有清理")
    story.finished().passed()
    (line,) = world.staff("east_clerk").get("ledger").get_json()["items"]
    assert line["late"] is True


def test_given_away_is_not_done(world: World) -> None:
    story = Story(world).handling()
    story.by("supervisor", "supervise", level="1", reason="请抓紧")
    story.by("supervisor", "settle", organisation="municipal", reason="会议确定")
    world.clock.advance(days=3)
    line = figure(world.staff("leader"), "supervisions", "环卫处")
    assert (line["due"], line["done_rate"]) == (1, 0.0)


def test_a_call_that_came_to_nothing_was_late_all_the_same(world: World) -> None:
    call = {"whistle_level": "daily", "task": "一起来看", "organisations": ["municipal"]}
    story = Story(world).handling()
    story.by("east_lead", "whistle", **call)
    world.clock.advance(hours=5)
    story.by("supervisor", "settle", organisation="east", reason="会议确定")
    fresh = Story(world).handling()
    fresh.by("east_lead", "whistle", **call)
    fresh.by("supervisor", "settle", organisation="east", reason="会议确定")
    line = figure(world.staff("leader"), "whistle_departments", "市政处")
    assert (line["calls"], line["ack_rate"]) == (1, 0.0)


def test_reports_that_came_to_nothing_are_no_work(world: World) -> None:
    """A grid worker reports for others; what was taken back or refused does not count."""
    worker, clerk = world.staff("east_grid"), world.staff("east_clerk")
    with world.app.app_context():
        both = {"staff_id": worker.actor.staff_id, "role": "intake_clerk"}
        db.session.execute(insert(StaffRole).values(both))
        db.session.commit()
        db.session.remove()
    for wanted in (True, False):
        sent = worker.report(on_behalf={"channel": "phone", "consent": True})
        assert sent.status_code == 201, sent.text
        if not wanted:
            form = {"reason_code": "6", "words": "不是问题", "channel": "none"}
            clerk.do(sent.get_json()["case_number"], "reject", **form)
    assert figure(world.staff("east_lead"), "grid_workers", "严网格甲")["filed"] == 1
