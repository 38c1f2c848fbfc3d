"""失责线索: cases, organisations and people that the city's numbers point at."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from tests.statistics.work import about_cases
from tests.support.admin import edit
from tests.support.queries import query_count
from tests.support.story import Story
from tests.support.world import Person, World


def clues(person: Person, **query: Any) -> dict[str, Any]:
    answer = person.get("clues", query_string=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def reworked(world: World, rounds: int) -> Story:
    story = Story(world).fixed()
    for _ in range(rounds):
        story.checked("check_fail", reason="还有")
        story.finished()
    return story


def test_the_numbers_of_the_city_point_at_cases(world: World) -> None:
    twice, once = reworked(world, 2), reworked(world, 1)
    late = Story(world).handling()
    kept = Story(world).closed()
    world.clock.advance(days=4)  # due after four working hours: the same day
    seen = clues(world.staff("east_lead"))
    reasons = {item["number"]: item["reasons"] for item in seen["items"]}
    assert reasons == {late.number: ["late"], twice.number: ["rework"]}
    assert {once.number, kept.number}.isdisjoint(reasons)
    assert seen["total"] == 2
    assert seen["thresholds"]["late_hours"] == 24
    (held,) = next(item["trail"] for item in seen["items"] if item["number"] == late.number)
    assert held["organisation"]["name"] == "环卫处"
    assert held["hours"] == 96
    assert held["overdue_hours"] == 90, "due at 15:00, found at 09:00 four days later"
    changed = {"clue_rework": 1, "clue_late_hours": 91}
    assert edit(world, "PATCH", "city/policy", {"changes": changed}, 1).status_code == 200
    others = {item["number"] for item in clues(world.staff("supervisor"))["items"]}
    assert others == {twice.number, once.number}
    assert clues(world.staff("supervisor"), since="2026-11-24")["items"] == []


def test_organisations_and_people_with_many_late_cases(world: World) -> None:
    stories = [Story(world).handling() for _ in range(3)]
    for story in stories[:2]:
        story.by(
            "sanitation_handler", "assign_person", person=world.staff_ids["sanitation_handler2"]
        )
    world.clock.advance(days=1)
    seen = clues(world.staff("inspector"))
    assert [(row["name"], row["cases"], row["late"]) for row in seen["organisations"]] == [
        ("环卫处", 3, 3)
    ]
    assert seen["people"] == [], "two late cases each at most"
    assert seen["items"] == [], "none is a day late yet"
    stories.append(Story(world).handling())
    stories[-1].by(
        "sanitation_handler", "assign_person", person=world.staff_ids["sanitation_handler2"]
    )
    world.clock.advance(days=1)
    (person,) = clues(world.staff("inspector"))["people"]
    assert (person["name"], person["late"]) == ("褚处置丙", 3)


def test_the_trail_tells_each_holder_apart(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(hours=8)
    story.by("supervisor", "settle", organisation="municipal", reason="会议确定")
    world.clock.advance(days=3)
    first, second = clues(world.staff("leader"))["items"][0]["trail"]
    assert (first["organisation"]["name"], first["hours"], first["overdue_hours"]) == (
        "环卫处",
        8,
        2,
    )
    assert (second["organisation"]["name"], second["hours"]) == ("市政处", 72)
    assert 0 < second["overdue_hours"] < 72


def test_pages_files_and_who_may_read_them(world: World) -> None:
    for _ in range(3):
        Story(world).handling()
    world.clock.advance(days=5)
    lead = world.staff("east_lead")
    first = clues(lead, limit=2)
    with query_count() as few:
        rest = clues(lead, limit=2, cursor=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    with query_count() as more:
        clues(lead, limit=3, cursor=2**31 - 1)
    assert about_cases(few) == about_cases(more) > 0
    sent = lead.get("clues/file", buffered=True)
    sheets = load_workbook(io.BytesIO(sent.data)).worksheets
    assert [sheet.title for sheet in sheets] == ["案件", "单位", "个人"]
    printed = lead.get("/office/print/clues")
    assert "是否追责由有权机关决定" in printed.text
    assert first["items"][0]["number"] in printed.text
    assert world.staff("west_dispatcher").get("clues").status_code == 403
    assert world.staff("sanitation_head").get("clues").status_code == 403
