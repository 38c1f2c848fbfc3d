"""Days and hours as administrators keep them: for what begins afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.deadlines import service
from tests.support.admin import audited, edit, read, rules
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World, template, world

__all__ = ["template", "world"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def set_days(world: World, year: int, *days: dict[str, Any]) -> Any:
    version = read(world, f"calendar/{year}")["version"]
    return edit(world, "PUT", f"calendar/{year}/days", {"days": days}, version)


def days_of(world: World, year: int) -> dict[str, dict[str, Any]]:
    return {item["day"]: item for item in read(world, f"calendar/{year}")["days"]}


@pytest.mark.one_database
def test_a_year_day_by_day(world: World) -> None:
    year = days_of(world, 2026)
    assert len(year) == 365
    kinds = {day: year[day]["kind"] for day in ("2026-11-23", "2026-11-22", "2026-10-01")}
    assert list(kinds.values()) == ["workday", "weekend", "holiday"]
    assert (year["2026-10-01"]["name"], year["2026-10-01"]["set_by"]) == (
        "国庆节",
        "chinesecalendar",
    )
    assert year["2026-10-10"]["kind"] == "makeup"
    assert (
        set_days(world, 2026, {"day": "2026-11-24", "working": False, "name": "暴雪"}).status_code
        == 200
    )
    changed = days_of(world, 2026)["2026-11-24"]
    assert (changed["kind"], changed["name"], changed["set_by"]) == ("holiday", "暴雪", "staff")
    wrong = set_days(world, 2026, {"day": "2027-01-01", "working": False})
    assert (wrong.status_code, list(wrong.get_json()["errors"])) == (422, ["days"])
    stale = edit(
        world, "PUT", "calendar/2026/days", {"days": [{"day": "2026-11-25", "working": False}]}, 0
    )
    refused(stale, 412, "edited_meanwhile")
    assert [data for _, _, data in audited(world, "calendar.days_set")] == [
        {"days": "2026-11-24 off 暴雪"}
    ]


def test_a_day_off_moves_only_what_begins_later(world: World) -> None:
    world.clock.set(local("2026-11-23 17:00"))
    running, paused = Story(world), Story(world)
    paused.by("east_clerk", "request_info", question="在哪里？")
    before = rules(world, running.number, "intake")
    assert before[0][1] == local("2026-11-24 11:00").timestamp()
    set_days(world, 2026, {"day": "2026-11-24", "working": False, "name": "暴雪"})
    assert rules(world, running.number, "intake") == before
    later = rules(world, Story(world).number, "intake")
    assert later[0][1] == local("2026-11-25 11:00").timestamp()
    world.clock.set(local("2026-11-24 10:00"))
    paused.reporter.do(paused.number, "supplement", words="路口")
    resumed = rules(world, paused.number, "intake")
    assert resumed[0][1] == local("2026-11-25 12:00").timestamp(), "all four hours were left"
    assert rules(world, running.number, "intake") == before


def test_an_unknown_year_warns_until_somebody_confirms_it(world: World) -> None:
    assert read(world, "calendar/2026")["unknown_years"] == [2027]
    assert read(world, "calendar") == {"unknown_years": [2027]}
    assert days_of(world, 2027)["2027-01-01"] == {
        "day": "2027-01-01", "working": True, "kind": "workday", "name": "", "set_by": None,
    }  # fmt: skip
    set_days(world, 2027, {"day": "2027-01-01", "working": False, "name": "元旦"})
    seen = read(world, "calendar/2027")
    assert (seen["known"], seen["unknown_years"]) == (False, [2027])
    with world.app.app_context():
        assert service.due(local("2026-12-31 17:00"), 2, "working_hour").warning is not None
    assert edit(world, "POST", "calendar/2027/confirm", {}, seen["version"]).status_code == 200
    seen = read(world, "calendar/2027")
    assert (seen["known"], seen["unknown_years"]) == (True, [])
    with world.app.app_context():
        due = service.due(local("2026-12-31 17:00"), 2, "working_hour")
    assert (due.at, due.warning) == (local("2027-01-04 09:00"), None)
    assert [subject for _, subject, _ in audited(world, "calendar.confirmed")] == ["calendar:2027"]


@pytest.mark.one_database
def test_new_hours_are_for_the_next_clock(world: World) -> None:
    world.clock.set(local("2026-11-23 11:00"))
    running = Story(world).dispatched(category="E02", organisation="east")
    before = rules(world, running.number, "main")
    assert before[0][1] == local("2026-11-24 11:00").timestamp()
    version = read(world, "calendar/2026")["policy_version"]
    for spans in ([["18:00", "08:00"]], [["08:00", "12:00"], ["11:00", "15:00"]], [["8", "9"]]):
        answer = edit(world, "PUT", "calendar/hours", {"spans": spans}, version)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["spans"])
    hours = {"spans": [["09:00", "12:00"], ["13:00", "16:30"]]}
    assert edit(world, "PUT", "calendar/hours", hours, version).status_code == 200
    stale = edit(world, "PUT", "calendar/hours", hours, version)
    assert stale.get_json()["code"] == "edited_meanwhile"
    assert rules(world, running.number, "main") == before
    later = Story(world).dispatched(category="E02", organisation="east")
    assert rules(world, later.number, "main")[0][1] == local("2026-11-24 11:00").timestamp()
    assert rules(world, later.number, "intake")[0][1] == local("2026-11-23 16:00").timestamp()
    changed = audited(world, "policy.changed")
    assert changed[0][2]["working_hours"][1] == "09:00 12:00 13:00 16:30"
