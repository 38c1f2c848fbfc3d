"""Each rule of the table of notices tells whom it should, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from server.cases.workflow import TABLE
from server.identity.models import Organisation, Staff
from server.identity.staff import NewStaff, add_staff
from server.notifications.rules import LIST_RULES, RULES, SILENT, Audience
from server.platform import clock
from server.platform.db import unit_of_work
from tests.notifications import test_delays_and_ends, test_exceptions
from tests.notifications.telling import (
    CLERKS,
    CREW,
    DISPATCHERS,
    Expected,
    check,
    notices,
)
from tests.support.story import Story
from tests.support.world import EAST, World


def _refused(world: World) -> Story:
    story = Story(world).confirming()
    story.reporter.do(story.number, "refuse", words="没有")
    return story


def _rejected(world: World) -> Story:
    story = Story(world)
    story.by("east_clerk", "reject", reason_code="1", words="不属于", channel="none")
    return story


def _asked(world: World) -> Story:
    story = Story(world)
    story.by("east_clerk", "request_info", question="在哪里?")
    return story


def _merged(world: World) -> Story:
    master, story = Story(world), Story(world)
    story.by("east_clerk", "merge", master=master.number)
    return story


def _merge_into(story: Story) -> Story:
    master = Story(story.world)
    story.by("east_clerk", "merge", master=master.number)
    return master


def _took_in(story: Story) -> Story:
    """What a case was merged into, mended."""
    return _merge_into(story).fixed()


def _patrol(world: World) -> Story:
    story = Story.__new__(Story)
    story.world, story.reporter = world, world.staff("patrol")
    answer = story.reporter.report(patrol=world.condition("E01"))
    story.number = answer.get_json()["case_number"]
    return story


def _patrol_fixed(world: World) -> Story:
    story = _patrol(world)
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    return story.finished()


def _patrol_joined(world: World) -> Story:
    story = _patrol(world)
    joiner = world.resident()
    story.join(joiner)
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    story.finished().passed()
    story.reporter = joiner
    return story


def _patrol_disputed(world: World) -> Story:
    story = _patrol_joined(world)
    story.reporter.do(story.number, "refuse", words="没有")
    story.finished().passed()
    story.reporter.do(story.number, "refuse", words="没有")
    return story


def _timeout(world: World) -> None:
    world.clock.advance(hours=73)
    assert world.timers() > 0


Given = Callable[[World], Story]
Then = Callable[[Story], object]

EVENTS: dict[str, tuple[Given, Then, Expected]] = {
    "submit": (
        lambda world: Story(world),
        lambda story: Story(story.world),
        {"case_to_accept": CLERKS},
    ),
    "enter_patrol": (
        lambda world: Story(world),
        lambda story: _patrol(story.world),
        {"case_to_dispatch": DISPATCHERS},
    ),
    "join": (
        lambda world: Story(world).accepted(),
        lambda story: story.join(story.world.resident()),
        {"joined": ("reporter",)},
    ),
    "add_evidence": (
        lambda world: Story(world).handling(),
        lambda story: story.reporter.do(story.number, "add_evidence", words="更多了"),
        {"evidence_added": CREW},
    ),
    "request_info": (
        lambda world: Story(world),
        lambda story: story.by("east_clerk", "request_info", question="在哪里?"),
        {"info_wanted": ("reporter",)},
    ),
    "supplement": (
        _asked,
        lambda story: story.reporter.do(story.number, "supplement", words="路口"),
        {"info_came": CLERKS},
    ),
    "info_timeout": (
        _asked,
        lambda story: _timeout(story.world),
        {"info_late": ("reporter",)},
    ),
    "transfer_intake": (
        lambda world: Story(world),
        lambda story: story.by("east_clerk", "transfer_intake", area="990101002", reason="西"),
        {"case_to_accept": ("west_clerk",)},
    ),
    "reject": (
        lambda world: Story(world),
        lambda story: story.by(
            "east_clerk", "reject", reason_code="1", words="不属于", channel="none"
        ),
        {"rejected": ("reporter",)},
    ),
    "appeal": (
        _rejected,
        lambda story: story.reporter.do(story.number, "appeal", words="请再看"),
        {"appealed": ("supervisor",)},
    ),
    "merge": (
        lambda world: Story(world),
        _merge_into,
        {"merged": ("reporter",)},
    ),
    "merge of a patrol case": (
        _patrol,
        _merge_into,
        {"merged": ("patrol",)},
    ),
    "confirm of what a patrol case was merged into": (
        lambda world: _took_in(_patrol(world)).passed(),
        lambda story: story.reporter.do(story.number, "confirm"),
        {"confirmed": CREW, "closed": ("patrol",)},
    ),
    "unmerge": (
        _merged,
        lambda story: story.by("east_clerk", "unmerge", reason="不是"),
        {"case_to_accept": ("east_clerk2",)},
    ),
    "accept": (
        lambda world: Story(world),
        lambda story: story.accepted(),
        {"accepted": ("reporter",), "case_to_dispatch": DISPATCHERS},
    ),
    "dispatch": (
        lambda world: Story(world).accepted(),
        lambda story: story.by("east_dispatcher", "dispatch", organisation="sanitation"),
        {"case_assigned": CREW, "assigned": ("reporter",)},
    ),
    "recall_dispatch": (
        lambda world: Story(world).dispatched(),
        lambda story: story.by("east_dispatcher", "recall_dispatch"),
        {"case_to_dispatch": ("east_dispatcher2",), "recalled": CREW},
    ),
    "finish": (
        lambda world: Story(world).handling(),
        lambda story: story.finished(),
        {"case_to_check": ("drawn",), "fixed": ("reporter",)},
    ),
    "check_pass": (
        lambda world: Story(world).fixed(),
        lambda story: story.passed(),
        {"please_confirm": ("reporter",)},
    ),
    "check_pass of a patrol case": (
        _patrol_fixed,
        lambda story: story.passed(),
        {"closed": ("patrol",)},
    ),
    "check_fail": (
        lambda world: Story(world).fixed(),
        lambda story: story.checked("check_fail", reason="还有"),
        {"check_failed": CREW},
    ),
    "confirm": (
        lambda world: Story(world).confirming(),
        lambda story: story.reporter.do(story.number, "confirm"),
        {"confirmed": CREW},
    ),
    "confirm of a patrol case": (
        _patrol_joined,
        lambda story: story.reporter.do(story.number, "confirm"),
        {"confirmed": CREW, "closed": ("patrol",)},
    ),
    "confirm_timeout": (
        lambda world: Story(world).confirming(),
        lambda story: _timeout(story.world),
        {"closed_silently": ("reporter",)},
    ),
    "confirm_timeout of a patrol case": (
        _patrol_joined,
        lambda story: _timeout(story.world),
        {"closed": ("patrol",)},
    ),
    "refuse": (
        lambda world: Story(world).confirming(),
        lambda story: story.reporter.do(story.number, "refuse", words="没有"),
        {"refused": CREW},
    ),
    "refuse again": (
        lambda world: _refused(world).finished().passed(),
        lambda story: story.reporter.do(story.number, "refuse", words="没有"),
        {"refused_again": ("supervisor",)},
    ),
    "uphold_refusal": (
        lambda world: Story(world).disputed(),
        lambda story: story.by("supervisor", "uphold_refusal", words="再清"),
        {"refusal_upheld": CREW, "refusal_upheld_reporter": ("reporter",)},
    ),
    "overrule_refusal": (
        lambda world: Story(world).disputed(),
        lambda story: story.by("supervisor", "overrule_refusal", words="已清"),
        {"refusal_overruled": ("reporter",)},
    ),
    "overrule_refusal of a patrol case": (
        _patrol_disputed,
        lambda story: story.by("supervisor", "overrule_refusal", words="已清"),
        {"refusal_overruled": ("reporter",), "closed": ("patrol",)},
    ),
    "reopen": (
        lambda world: Story(world).closed(),
        lambda story: story.by("supervisor", "reopen", words="复发"),
        {"reopened": CREW, "reopened_reporter": ("reporter",)},
    ),
}


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("group", range(3))
def test_each_event_tells_each_person_once(world: World, group: int) -> None:
    for name, (given, then, expected) in list(EVENTS.items())[group::3]:
        story = given(world)
        check(story, name, partial(then, story), expected)


def test_every_rule_and_every_action_of_the_table_is_tested() -> None:
    told = {
        (event.split(" ")[0], template) for event, (_, _, e) in EVENTS.items() for template in e
    }
    told |= {
        (step.action, template)
        for paths in (test_exceptions.PATHS, test_delays_and_ends.PATHS)
        for _, steps in paths.values()
        for step in steps
        for template in step.expected
    }
    by_other_tests = {("refuse", "refused_by_another"), ("split", "split")}
    elsewhere = (Audience.DUTY, Audience.WATCHERS)
    rules = {(rule.action, rule.template) for rule in RULES if rule.audience not in elsewhere}
    assert rules - told - by_other_tests == set()
    ruled = {rule.action for rule in RULES}
    assert ruled | SILENT == {row.action for row in TABLE}
    assert not ruled & SILENT
    assert {rule.audience for rule in (*RULES, *LIST_RULES)} == set(Audience)


def test_nobody_of_a_recused_organisation_is_told(world: World) -> None:
    story = Story(world, about_org="sanitation", place={**EAST, "source": "fix"})
    story.accepted()
    story.by("east_dispatcher", "dispatch", organisation="municipal", reason="回避")
    with world.app.app_context(), unit_of_work() as session:
        code = Organisation.code == "municipal"
        municipal = session.scalars(select(Organisation.id).where(code)).one()
        add_staff(session, NewStaff("other", "他", "", municipal, frozenset({"checker"})))
    about_east = Story(world, about_org="east")
    about_east.by("centre_clerk", "accept", **world.condition())
    world.drain()
    told = notices(world)
    case_id = str(world.column(story.number, "id"))
    assert not {who for who, _, case in told if case == case_id} & set(CREW)
    east_id = str(world.column(about_east.number, "id"))
    people = {who for who, _, case in told if case == east_id}
    assert {"centre_clerk", "centre_dispatcher"} <= people
    assert not [who for who in people if who.startswith("east_")]


def test_nobody_who_left_is_told(world: World) -> None:
    with world.app.app_context(), unit_of_work() as session:
        session.execute(update(Staff).where(Staff.username == "east_clerk2").values(active=False))
    Story(world)
    world.drain()
    assert {who for who, _, _ in notices(world)} == {"east_clerk"}


def test_reading_the_inbox(world: World) -> None:
    story = Story(world).accepted()
    world.drain()
    inbox = story.reporter.get("notices").json
    assert (inbox["unread"], len(inbox["items"])) == (1, 1)
    (item,) = inbox["items"]
    assert (item["case_number"], item["read"]) == (story.number, False)
    assert story.number in item["body"]
    korean = story.reporter.get("notices", headers={"Accept-Language": "ko"}).json["items"][0]
    assert korean["title"] != item["title"]
    stranger = world.resident()
    stranger.photo()
    assert stranger.get("notices").json == {"items": [], "unread": 0}
    assert stranger.post("notices/read", {"ids": [item["id"]]}).status_code == 204
    assert story.reporter.get("me").json["unread"] == 1
    assert story.reporter.post("notices/read", {"ids": [item["id"]]}).status_code == 204
    assert story.reporter.get("notices").json["items"][0]["read"] is True
    clerk = world.staff("east_dispatcher")
    assert clerk.post("notices/read", {"ids": "all"}).status_code == 204
    assert clerk.get("notices").json["unread"] == 0
    for wrong in ({"ids": "some"}, {"ids": ["1"]}, {"ids": None}, {}):
        assert clerk.post("notices/read", wrong).status_code == 422


def test_who_stands_in_for_somebody_is_told_too(world: World) -> None:
    now = clock.now()
    leave = {
        "absent": world.staff_ids["east_dispatcher"],
        "deputy": world.staff_ids["east_handler"],
        "since": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(hours=2)).isoformat(),
    }
    assert world.staff("admin").post("admin/deputies", leave).status_code == 201
    story = Story(world)
    check(
        story,
        "accept",
        story.accepted,
        {"case_to_dispatch": (*DISPATCHERS, "east_handler")},
    )
    world.clock.advance(hours=3)
    later = Story(world)
    check(later, "accept", later.accepted, {"case_to_dispatch": DISPATCHERS})
