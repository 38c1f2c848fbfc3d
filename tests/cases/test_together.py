"""Several organisations at one case, one case that becomes two, and endings by two people."""

from __future__ import annotations

from typing import Any

from tests.support.refusals import refused
from tests.support.story import DONE, Story
from tests.support.world import WEST, World

CALL = {"organisations": ["municipal", "sanitation"], "task": "共同清理"}


def calls(world: World, number: str) -> dict[str, str]:
    given = world.records(number, "whistle_call")
    return {world.organisation_codes[item.organisation_id or 0]: item.status for item in given}


def test_each_department_answers_for_itself_and_the_street_says_when_it_is_over(
    world: World,
) -> None:
    story = Story(world).handling()
    wrong = world.staff("east_lead").act(
        story.number, "whistle", CALL | {"whistle_level": "tackle"}
    )
    refused(wrong, 403, "whistle_level")
    story.by("east_head", "whistle", whistle_level="tackle", **CALL)
    finish = {"photos": [world.staff("sanitation_handler").photo()], "words": DONE}
    early = world.staff("sanitation_handler").act(
        story.number, "finish", {**finish, "close_type": "rectified"}
    )
    refused(early, 409, "whistle_open")
    story.by("municipal_handler", "whistle_ack")
    assert calls(world, story.number) == {"municipal": "acknowledged", "sanitation": "open"}
    report_in = [c for c in world.clocks(story.number) if c.kind == "whistle_report_in"]
    assert report_in[0].due_at.isoformat() == "2026-11-26T01:00:00+00:00", "three working days"
    story.by("municipal_handler", "whistle_report_in")
    story.by("municipal_handler", "whistle_measures", note="已派吊车")
    unready = world.staff("east_head").act(
        story.number, "whistle_confirm", {"organisation": "sanitation"}
    )
    refused(unready, 422, "no_measures_yet", "organisation")
    story.by("east_head", "whistle_dispute", organisation="municipal", reason="还差路面")
    story.by("municipal_handler", "whistle_measures", note="路面已修")
    story.by("east_head", "whistle_confirm", organisation="municipal")
    story.by("east_lead", "whistle_excuse", organisation="sanitation", reason="本就在办")
    assert calls(world, story.number) == {"municipal": "confirmed", "sanitation": "excused"}
    assert [item.status for item in world.records(story.number, "whistle")] == ["done"]
    told = story.reporter.view(story.number)
    assert "whistle" in [event["action"] for event in told.json["timeline"]]
    assert "共同清理" not in told.text
    story.finished()
    assert world.findings() == []


def test_a_helper_sees_the_case_without_its_reporter(world: World) -> None:
    story = Story(world).handling()
    assert world.staff("property_handler").view(story.number).status_code == 404
    story.by("east_dispatcher", "add_co_handler", organisation="property", task="清理楼道口")
    seen = world.staff("property_handler").view(story.number)
    assert seen.status_code == 200
    assert "reporter_" not in seen.text
    assert seen.json["organisation"]["code"] == "sanitation", "who is responsible stays so"
    story.by("property_handler", "co_done", reason="已清理")
    assert [item.status for item in world.records(story.number, "co_handling")] == ["done"]


def test_two_problems_in_one_report_become_two_cases(world: World) -> None:
    reporter = world.resident()
    shots = [{**reporter.photo(), "role": role} for role in ("near", "far")]
    story = Story(world, reporter, photos=shots)
    clerk = world.staff("east_clerk")
    photo_ids = [photo["id"] for photo in clerk.view(story.number).json["photos"]]
    form: dict[str, Any] = {"photo_ids": photo_ids, "tile": "T2", "reason": "两处问题"}
    refused(clerk.act(story.number, "split", form), 422, "split_photos", "photo_ids")
    clerk.do(story.number, "split", **{**form, "photo_ids": photo_ids[:1]})
    other = world.newest()
    assert (world.column(other, "state"), world.column(other, "tile")) == ("submitted", "T2")
    assert len(clerk.view(story.number).json["photos"]) == 1
    assert [photo["id"] for photo in clerk.view(other).json["photos"]] == photo_ids[:1]
    assert reporter.view(other).status_code == 200
    by_code = world.resident("other phone").get(
        f"follow/{other}", headers={"X-Query-Code": story.receipt["query_code"]}
    )
    assert by_code.status_code == 200
    assert world.findings() == []


def test_a_case_in_the_wrong_street_is_decided_by_the_right_one(world: World) -> None:
    story = Story(world).handling()
    moved = {"place": {**WEST, "source": "pin"}, "reason": "在西街道"}
    story.by("east_clerk", "correct_place", **moved)
    assert world.staff("east_clerk").view(story.number).status_code == 404
    seen = world.staff("west_dispatcher").view(story.number).json
    assert (seen["state"], seen["organisation"]["code"]) == ("handling", "sanitation")
    assert (seen["records"][0]["kind"], seen["records"][0]["reason"]) == ("return", "territory")
    story.by("west_dispatcher", "refuse_return", reason="环卫继续")


def test_a_look_on_the_spot_decides_by_photo(world: World) -> None:
    story = Story(world)
    asked = {"person": world.staff_ids["east_grid"], **world.condition()}
    other = world.staff("east_clerk").act(
        story.number, "ask_verify", asked | {"person": world.staff_ids["east_handler"]}
    )
    refused(other, 422, "invalid", "person")
    story.by("east_clerk", "ask_verify", **asked)
    worker = world.staff("east_grid")
    refused(worker.act(story.number, "verify_true", {"photos": []}), 422, "invalid", "photos")
    worker.do(story.number, "verify_false", photos=[worker.photo()], words="现场没有垃圾")
    told = story.reporter.view(story.number).json
    assert (told["state"], told["rejection"]["code"]) == ("rejected", "5")


def test_what_is_minor_the_keeper_mends_and_somebody_else_checks(world: World) -> None:
    story, keeper = Story(world), world.staff("east_keeper")
    mended = {"photos": [keeper.photo()], "words": DONE}
    big = keeper.act(story.number, "repair_now", mended | world.condition("E03", 1))
    refused(big, 422, "not_minor", "category")
    done = keeper.do(story.number, "repair_now", **mended, **world.condition("E01", 1))
    assert (done["state"], done["organisation"]["code"]) == ("fixed", "east")
    story.passed()
    story.reporter.do(story.number, "confirm")
    assert world.column(story.number, "state") == "closed"


def test_a_mending_taken_back_starts_a_clock_of_the_keeper(world: World) -> None:
    """Also where another office had the case, and its clock, before."""
    story, keeper = Story(world).dispatched(), world.staff("east_keeper")
    world.clock.advance(minutes=2)
    story.by("east_dispatcher", "recall_dispatch")
    world.clock.advance(minutes=2)
    mended = {"photos": [keeper.photo()], "words": DONE}
    keeper.do(story.number, "repair_now", **mended, **world.condition("E01", 1))
    world.clock.advance(seconds=10)
    back = keeper.do(story.number, "recall_finish")
    assert (back["state"], back["clock"], back["paused"]) == ("handling", "main", False)
    running = [one for one in world.clocks(story.number) if one.stopped_at is None]
    holders = {one.kind: world.organisation_codes[one.organisation_id or 0] for one in running}
    assert holders == {"main": "east"}
    assert world.findings() == []


def test_ending_without_a_solution_takes_two(world: World) -> None:
    void, forced = Story(world), Story(world).handling()
    void.by("supervisor", "request_void", void_reason="test", grounds="演练数据")
    refused(world.staff("supervisor").act(void.number, "approve_void"), 403, "another_person")
    void.by("leader", "approve_void")
    assert "演练数据" in void.reporter.view(void.number).text
    leader = world.staff("leader")
    leader.do(forced.number, "request_force_close", photos=[leader.photo()], grounds="已移交法院")
    refused(leader.act(forced.number, "approve_force_close"), 403, "another_person")
    done = forced.by("leader2", "approve_force_close")
    assert (done["state"], done["close_type"]) == ("closed", "forced")
    assert world.findings() == []


def test_what_was_never_dispatched_begins_where_it_was_left(world: World) -> None:
    story, leader = Story(world), world.staff("leader")
    leader.do(story.number, "request_force_close", photos=[leader.photo()], grounds="重复")
    story.by("leader2", "approve_force_close")
    again = story.by("supervisor", "reopen", words="没有重复")
    assert (again["state"], again["clock"]) == ("submitted", "intake")
