"""What happens before a case is accepted, where it is easy to get wrong."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.together import at_once
from tests.support.world import EAST, WEST, World

WEST_STREET, EAST_STREET = "990101002", "990101001"


def test_withdraw_alone_ends_the_case(world: World) -> None:
    story = Story(world)
    assert story.reporter.do(story.number, "withdraw")["state"] == "withdrawn"
    left = story.reporter.view(story.number).json
    assert (left["state"], left["allowed_actions"]) == ("withdrawn", [])
    mine = story.reporter.get("my/reports").json["items"]
    assert [(item["case_number"], item["state"]) for item in mine] == [(story.number, "withdrawn")]
    assert world.column(story.number, "state") == "withdrawn"
    assert world.findings() == []


def test_withdraw_among_several_takes_only_the_own_report(world: World) -> None:
    first, second = Story(world), Story(world)
    clerk = world.staff("east_clerk")
    clerk.do(second.number, "merge", master=first.number)
    left = first.reporter.do(first.number, "withdraw")
    assert left["state"] == "withdrawn"
    assert world.column(first.number, "state") == "submitted"
    followed = second.reporter.view(second.number).json
    assert (followed["state"], followed["merged_into"]) == ("submitted", first.number)
    clerk.do(first.number, "accept", **world.condition())
    seen = first.reporter.view(first.number).json
    assert seen["state"] == "withdrawn"
    assert "accept" not in [event["action"] for event in seen["timeline"]]
    refused(first.reporter.act(first.number, "add_evidence", {"words": "x"}), 403, "forbidden")
    assert len(clerk.view(first.number).json["reports"]) == 1


def test_a_withdrawn_report_stays_readable_wherever_its_case_goes(world: World) -> None:
    first, second, third = Story(world), Story(world), Story(world)
    clerk = world.staff("east_clerk")
    clerk.do(second.number, "merge", master=first.number)
    second.reporter.do(second.number, "withdraw")
    clerk.do(first.number, "merge", master=third.number)
    for _ in range(2):
        left = second.reporter.view(second.number).json
        assert (left["state"], left["allowed_actions"]) == ("withdrawn", [])
        assert len(left["photos"]) == 1
        if world.column(second.number, "state") == "merged":
            clerk.do(second.number, "unmerge", reason="不是")
    assert world.findings() == []


def test_info_is_asked_once_and_runs_out(world: World) -> None:
    story = Story(world)
    story.by("east_clerk", "request_info", question="请补一张全景照片")
    asked = story.reporter.view(story.number).json
    assert (asked["state"], asked["question"]) == ("need_info", "请补一张全景照片")
    refused(story.reporter.act(story.number, "supplement", {}), 422, "nothing_added")
    answered = story.reporter.do(story.number, "supplement", words="就在路口")
    assert (answered["state"], answered["question"]) == ("submitted", None)
    again = world.staff("east_clerk2").act(story.number, "request_info", {"question": "还要"})
    refused(again, 409, "asked_already")

    silent = Story(world)
    silent.by("east_clerk", "request_info", question="在哪里?")
    world.clock.advance(hours=72, seconds=-1)
    world.timers()
    assert world.column(silent.number, "state") == "need_info"
    world.clock.advance(seconds=1)
    assert world.timers() == 1
    assert world.timers() == 0
    rejected = silent.reporter.view(silent.number).json
    assert rejected["state"] == "rejected"
    assert rejected["rejection"] == {"code": "9", "words": None, "channel": None}


def test_an_unclear_photo_is_asked_about_first(world: World) -> None:
    story = Story(world)
    unclear = {"reason_code": "2", "words": "看不清", "channel": "none"}
    clerk = world.staff("east_clerk")
    refused(clerk.act(story.number, "reject", unclear), 422, "ask_first", "reason_code")
    story.by("east_clerk", "request_info", question="请补一张清楚的")
    story.reporter.do(story.number, "supplement", photos=[story.reporter.photo()])
    assert clerk.act(story.number, "reject", unclear).status_code == 200
    already = {"reason_code": "4", "words": "已有案件", "channel": "none"}
    refused(world.staff("east_clerk").act(Story(world).number, "reject", already), 422, "invalid")


def test_appeal_goes_to_another_clerk_or_the_supervisor(world: World) -> None:
    story = Story(world)
    story.by("east_clerk", "reject", reason_code="1", words="不属于城管", channel="12345")
    told = story.reporter.view(story.number).json["rejection"]
    assert told == {"code": "1", "words": "不属于城管", "channel": "12345"}
    story.reporter.do(story.number, "appeal", words="请再看看")
    same = world.staff("east_clerk")
    for action, data in (
        ("accept", world.condition()),
        ("reject", {"reason_code": "1", "words": "x", "channel": "none"}),
        ("request_info", {"question": "x"}),
        ("transfer_intake", {"area": WEST_STREET, "reason": "x"}),
        ("merge", {"master": Story(world).number}),
    ):
        refused(same.act(story.number, action, data), 403, "other_clerk_decides")
    assert not {"accept", "reject"} & set(same.view(story.number).json["allowed_actions"])
    assert "accept" in world.staff("supervisor").view(story.number).json["allowed_actions"]
    story.by("east_clerk2", "reject", reason_code="1", words="仍然不属于", channel="12345")
    refused(story.reporter.act(story.number, "appeal", {"words": "再来"}), 409, "appealed_already")


def test_appeal_within_seven_days(world: World) -> None:
    story = Story(world)
    story.by("east_clerk", "reject", reason_code="3", words="轻微", channel="none")
    world.clock.advance(days=7, seconds=1)
    refused(story.reporter.act(story.number, "appeal", {"words": "x"}), 409, "too_late")
    assert "appeal" not in story.reporter.view(story.number).json["allowed_actions"]
    world.clock.advance(seconds=-1)
    assert story.reporter.act(story.number, "appeal", {"words": "x"}).status_code == 200


def test_transfer_moves_the_case_and_the_third_is_the_districts(world: World) -> None:
    story = Story(world)
    same = {"area": EAST_STREET, "reason": "x"}
    clerk = world.staff("east_clerk")
    refused(clerk.act(story.number, "transfer_intake", same), 422, "same_street", "area")
    refused(clerk.act(story.number, "transfer_intake", {"reason": "x"}), 422, "invalid", "area")
    story.by("east_clerk", "transfer_intake", place={**WEST, "source": "pin"}, reason="在西")
    assert clerk.view(story.number).status_code == 404
    moved = world.staff("west_clerk").view(story.number).json
    assert moved["street"]["code"] == WEST_STREET
    assert (moved["lat"], moved["lon"]) == (WEST["lat"], WEST["lon"])
    intake = [clock for clock in moved["clocks"] if clock["kind"] == "intake"]
    assert [clock["stopped_at"] is None for clock in intake] == [False, True]
    story.by("west_clerk", "transfer_intake", area=EAST_STREET, reason="不在西")
    third = {"area": WEST_STREET, "reason": "x"}
    refused(clerk.act(story.number, "transfer_intake", third), 403, "district_decides")
    story.by("supervisor", "transfer_intake", **third)
    outside = {"place": {"lat": 41.0, "lon": 121.0}, "reason": "x"}
    supervisor = world.staff("supervisor")
    refused(supervisor.act(story.number, "transfer_intake", outside), 422, "out_of_area")


def test_reclassify_moves_main_due_later_only_by_the_supervisor(world: World) -> None:
    story = Story(world).handling()
    before = story.by("east_clerk", "add_note", note="x")["due_at"]
    later = {**world.condition("E03", 1), "reason": "是道路"}
    dispatcher = world.staff("east_dispatcher")
    refused(dispatcher.act(story.number, "reclassify", later), 403, "later_needs_supervisor")
    sooner = {**world.condition("E03", 2), "reason": "塌陷"}
    moved = dispatcher.do(story.number, "reclassify", **sooner)
    assert moved["due_at"] < before
    assert moved["urgent"] is True
    assert moved["suggested_organisation"]["code"] == "municipal"
    assert moved["organisation"]["code"] == "sanitation"
    longer = world.staff("supervisor").do(story.number, "reclassify", **later)
    assert longer["due_at"] == "2026-11-30T01:00:00Z"
    no_limit = {**world.condition("X01"), "reason": "邻里"}
    answer = world.staff("supervisor").act(story.number, "reclassify", no_limit)
    refused(answer, 422, "category_has_no_limit")
    wrong = {"category": "E01", "condition": world.conditions["E03", 1], "reason": "x"}
    refused(dispatcher.act(story.number, "reclassify", wrong), 422, "invalid", "condition")


def test_reclassify_in_a_later_round_keeps_the_rounds_share(world: World) -> None:
    story = Story(world).fixed()
    story.checked("check_fail", reason="还有")
    same = {**world.condition("E01"), "reason": "不变"}
    before = world.staff("east_clerk").view(story.number).json["due_at"]
    assert world.staff("east_clerk").do(story.number, "reclassify", **same)["due_at"] == before


class TestMerge:
    def test_both_follow_the_master(self, world: World) -> None:
        master, child = Story(world), Story(world)
        clerk = world.staff("east_clerk")
        clerk.do(child.number, "merge", master=master.number)
        master.accepted()
        seen = child.reporter.view(child.number).json
        assert (seen["case_number"], seen["merged_into"]) == (child.number, master.number)
        assert seen["state"] == "to_dispatch"
        assert world.column(child.number, "state") == "merged"
        for reporter in (master.reporter, child.reporter):
            assert reporter.get("my/reports").json["items"][0]["state"] == "to_dispatch"

    def test_chains_flatten(self, world: World) -> None:
        first, second, third = Story(world), Story(world), Story(world)
        clerk = world.staff("east_clerk")
        clerk.do(third.number, "merge", master=second.number)
        clerk.do(second.number, "merge", master=first.number)
        for story in (second, third):
            assert world.column(story.number, "master_id") == world.column(first.number, "id")
            assert story.reporter.view(story.number).json["merged_into"] == first.number
        fourth = Story(world)
        clerk.do(fourth.number, "merge", master=third.number)
        assert world.column(fourth.number, "master_id") == world.column(first.number, "id")
        assert world.findings() == []

    def test_no_cycle_and_only_open_masters(self, world: World) -> None:
        first, second = Story(world), Story(world)
        clerk = world.staff("east_clerk")
        clerk.do(second.number, "merge", master=first.number)
        for target in (first.number, second.number, "990101-20260101-XXXX"):
            refused(
                clerk.act(first.number, "merge", {"master": target}), 422, "merge_target", "master"
            )
        gone = Story(world)
        gone.reporter.do(gone.number, "withdraw")
        refused(clerk.act(first.number, "merge", {"master": gone.number}), 422, "merge_target")

    def test_never_across_a_recusal(self, world: World) -> None:
        about = Story(world, about_org="east")
        plain = Story(world, place={**EAST, "source": "fix"})
        supervisor = world.staff("supervisor")
        for one, other in ((about, plain), (plain, about)):
            answer = supervisor.act(one.number, "merge", {"master": other.number})
            refused(answer, 422, "merge_target")

    def test_unmerge_within_a_day(self, world: World) -> None:
        master, child, late = Story(world), Story(world), Story(world)
        clerk = world.staff("east_clerk")
        for story in (child, late):
            clerk.do(story.number, "merge", master=master.number)
        world.clock.advance(hours=24)
        clerk.do(child.number, "unmerge", reason="不是同一个")
        assert child.reporter.view(child.number).json["state"] == "submitted"
        assert child.reporter.view(child.number).json["merged_into"] is None
        world.clock.advance(seconds=1)
        refused(clerk.act(late.number, "unmerge", {"reason": "x"}), 409, "too_late")
        assert len(clerk.view(master.number).json["reports"]) == 2
        assert world.findings() == []

    def test_two_cases_into_each_other_at_once(self, world: World) -> None:
        one, two = Story(world), Story(world)
        clerks = [world.staff("east_clerk"), world.staff("east_clerk2")]
        for clerk in clerks:
            clerk.view(one.number)
        calls = [
            partial(clerks[0].act, one.number, "merge", {"master": two.number}, version=1),
            partial(clerks[1].act, two.number, "merge", {"master": one.number}, version=1),
        ]
        statuses = sorted(answer.status_code for answer in at_once(calls))
        assert statuses == [200, 412]
        states = sorted(world.column(story.number, "state") for story in (one, two))
        assert states == ["merged", "submitted"]
        assert world.findings() == []


class TestRecusal:
    def test_the_office_it_is_about_never_sees_it(self, world: World) -> None:
        story = Story(world, about_org="east")
        for name in ("east_clerk", "east_dispatcher", "east_handler", "patrol"):
            assert world.staff(name).view(story.number).status_code == 404
            assert story.number not in world.staff(name).get("cases").text
        queues = {
            q["queue"]: q["count"] for q in world.staff("east_clerk").get("queues").json["items"]
        }
        assert set(queues.values()) == {0}
        seen = world.staff("centre_clerk").view(story.number)
        assert seen.status_code == 200
        assert "accept" in seen.json["allowed_actions"]
        assert story.number not in world.staff("west_clerk").get("cases").text

    def test_it_cannot_be_dispatched_to_it(self, world: World) -> None:
        story = Story(world, about_org="sanitation")
        story.accepted()
        dispatcher = world.staff("east_dispatcher")
        to_it = {"organisation": "sanitation", "reason": "x"}
        refused(dispatcher.act(story.number, "dispatch", to_it), 422, "organisation_recused")
        dispatcher.do(story.number, "dispatch", organisation="municipal", reason="回避")

    def test_a_transfer_keeps_it_away(self, world: World) -> None:
        story = Story(world, about_org="east", place={**WEST, "source": "fix"})
        story.by("west_clerk", "transfer_intake", area=EAST_STREET, reason="在东")
        assert world.staff("east_clerk").view(story.number).status_code == 404
        assert world.staff("centre_clerk").view(story.number).status_code == 200

    def test_an_unknown_organisation_is_refused(self, world: World) -> None:
        answer = world.resident().report(about_org="nowhere")
        refused(answer, 422, "invalid", "about_org")

    def test_nor_about_the_only_one_that_could_check_it(self, world: World) -> None:
        refused(world.resident().report(about_org="centre"), 422, "invalid", "about_org")


@pytest.mark.parametrize("days", [0, 400])
def test_overdue_is_derived_without_any_job(world: World, days: int) -> None:
    story = Story(world)
    world.clock.advance(days=days)
    late = days > 0
    clerk = world.staff("east_clerk")
    assert clerk.view(story.number).json["overdue"] is late
    assert clerk.get("cases?queue=to_accept").json["items"][0]["overdue"] is late
    assert story.reporter.get("my/reports").json["items"][0]["overdue"] is late
