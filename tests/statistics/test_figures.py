"""Figures of a period and 失责线索, against what happened in the town."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from tests.statistics.work import about_cases
from tests.support.queries import query_count
from tests.support.story import Story
from tests.support.world import Person, World

CALL = {"whistle_level": "daily", "task": "一起来看"}


def figures(person: Person, **query: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """Section, line and column; flags and note of a line beside its numbers."""
    answer = person.get("statistics/figures", query_string=query)
    assert answer.status_code == 200, answer.text
    return {
        section["code"]: {
            row["name"]: dict(
                zip([one["code"] for one in section["columns"]], row["values"], strict=True)
            )
            | {"flags": row["flags"], "note": row["note"]}
            for row in section["rows"]
        }
        for section in answer.get_json()["sections"]
    }


def told(line: dict[str, Any], *columns: str) -> list[Any]:
    return [line[column] for column in columns]


def whistled(world: World) -> None:
    """Two departments are called; one comes in time and is confirmed, one comes late or never."""
    story = Story(world).handling()
    organisations = ["municipal", "west"] if "west_handler" in world.staff_ids else ["municipal"]
    story.by("east_lead", "whistle", organisations=organisations, **CALL)
    story.by("municipal_handler", "whistle_ack")
    story.by("municipal_handler", "whistle_report_in", note="到了")
    story.by("municipal_handler", "whistle_measures", note="处理完")
    story.by("east_lead", "whistle_confirm", organisation="municipal")
    story.finished()
    second = Story(world).handling()
    second.by("east_lead", "whistle", organisations=["municipal"], **CALL)
    world.clock.advance(hours=2)
    second.by("municipal_handler", "whistle_ack")
    third = Story(world).handling()
    third.by("east_lead", "whistle", organisations=["municipal"], **CALL)
    fourth = Story(world).handling()
    fourth.by("east_lead", "whistle", organisations=["municipal"], **CALL)
    fourth.by("east_lead", "whistle_excuse", organisation="municipal", reason="不用来了")
    world.clock.advance(hours=24)


def test_whistles_are_counted_for_departments_and_streets(world: World) -> None:
    whistled(world)
    Story(world).dispatched()
    found = figures(world.staff("east_lead"))
    called = found["whistle_departments"]["市政处"]
    assert told(called, "calls", "ack_rate") == [3, 33.3]
    assert called["report_rate"] == 50.0, "one came, one never answered, one has days left"
    assert called["solved_rate"] == 33.3
    street = found["whistle_streets"]["东街道"]
    assert told(street, "dispatched", "whistled", "whistle_rate") == [5, 4, 80.0]
    assert street["flags"] == ["high"]
    assert figures(world.staff("west_dispatcher"))["whistle_departments"] == {}
    for _ in range(25):
        Story(world).dispatched()
    seldom = figures(world.staff("supervisor"))["whistle_streets"]["东街道"]
    assert (seldom["whistle_rate"], seldom["flags"]) == (13.3, [])
    none = figures(world.staff("supervisor"), since="2026-12-01", until="2026-12-31")
    assert none["whistle_streets"] == {}


def test_help_and_supervision_are_counted(world: World) -> None:
    helped = Story(world).handling()
    helped.by("east_dispatcher", "add_co_handler", organisation="sponsor", task="帮忙清运")
    helped.by("sponsor_handler", "co_done", reason="已经清运")
    helped.finished().passed()
    helped.reporter.do(helped.number, "confirm")
    waiting = Story(world).handling()
    waiting.by("east_dispatcher", "add_co_handler", organisation="sponsor", task="帮忙清运")
    waiting.by("supervisor", "supervise", level="1", reason="请抓紧")
    kept = Story(world).handling()
    kept.by("supervisor", "supervise", level="1", reason="请抓紧")
    kept.by("sanitation_head", "supervise_reply", reply="已安排")
    kept.finished()
    world.clock.advance(days=10)
    found = figures(world.staff("leader"), since="2026-11-01")
    sponsor = found["assistance"]["图书馆"]
    assert told(sponsor, "asked", "answered", "in_time", "late", "closed") == [2, 1, 1, 1, 1]
    told_off = found["supervisions"]["环卫处"]
    assert told(told_off, "raised", "due", "reply_rate", "done_rate") == [2, 2, 50.0, 50.0]
    only = figures(world.staff("leader"), since="2026-11-01", organisation="sponsor")
    assert [name for name, lines in only.items() if lines] == ["assistance", "zones"]
    book = world.staff("leader").get("statistics/figures/file?since=2026-11-01", buffered=True)
    sheets = load_workbook(io.BytesIO(book.data)).worksheets
    assert len(sheets) == 6
    assert ["图书馆", "2", "1", "1", "1", "1"] in [
        [cell.value for cell in row][:6] for row in sheets[2].iter_rows()
    ]


def test_grid_workers_work_is_counted(world: World) -> None:
    for action in ("verify_true", "verify_false"):
        story = Story(world)
        worker = world.staff("east_grid")
        form = {"person": world.staff_ids["east_grid"], **world.condition()}
        story.by("east_clerk", "ask_verify", **form)
        words = {"words": "现场没有"} if action == "verify_false" else {}
        worker.do(story.number, action, photos=[worker.photo()], **words)
    Story(world).handling()
    with query_count() as few:
        found = figures(world.staff("east_lead"))
    worker_line = found["grid_workers"]["严网格甲"]
    assert told(worker_line, "verified", "checked", "filed", "work") == [2, 0, 0, 2]
    assert worker_line["note"] == "东街道办事处"
    assert figures(world.staff("west_dispatcher"))["grid_workers"] == {}
    for _ in range(3):
        Story(world).handling()
    with query_count() as more:
        figures(world.staff("east_lead"))
    assert about_cases(few) == about_cases(more) > 0
