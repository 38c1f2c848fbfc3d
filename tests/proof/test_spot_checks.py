"""Looking again at closings: drawn by a seed that is kept, by somebody without a part in them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from server.cases.models import Case, CaseRecord
from server.cases.proof.nightly import verify_tonight
from server.cases.proof.samples import draw_due
from server.cases.proof.sampling import Closing, draw, flags_of, size_of
from server.cases.states import RecordKind
from server.platform.audit import AuditEntry
from server.platform.db import db, insert_row, unit_of_work
from tests.proof.plays import HANDLER
from tests.support.queries import query_count
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World

NOW = datetime(2026, 11, 23, tzinfo=UTC)
EAST_STREET, WEST_STREET = "990101001", "990101002"


def _closings(plain: int, flagged: int = 0, forced: int = 0) -> list[Closing]:
    flags = [()] * plain + [("album",)] * flagged + [("forced",)] * forced
    return [Closing(n, f"{n:04}", NOW, flag) for n, flag in enumerate(flags)]


@pytest.mark.parametrize(
    ("closed", "looked_at"), [(0, 0), (3, 3), (5, 5), (50, 5), (51, 6), (100, 10), (101, 11)]
)
def test_a_tenth_and_at_least_five(closed: int, looked_at: int) -> None:
    assert size_of(closed, 0.1, 5) == looked_at


def test_the_seed_alone_decides() -> None:
    everything = _closings(40, 20)
    first = draw("seed", everything, 8)
    assert draw("seed", everything[::-1], 8) == first
    assert len({tuple(draw(f"seed {n}", everything, 8)) for n in range(20)}) == 20
    drawn = Counter(bool(c.flags) for n in range(300) for c in draw(f"{n}", everything, 6))
    assert 1.3 < drawn[True] / drawn[False] < 2.7, "20 weighing 4 against 40 weighing 1"


def test_the_forced_are_always_drawn() -> None:
    chosen = draw("seed", _closings(30, 10, 7), 5)
    assert [closing.flags for closing in chosen] == [("forced",)] * 7


def test_why_a_closing_is_drawn_more_often() -> None:
    assert flags_of("forced", [], silent=False) == ("forced",)
    assert flags_of("informed", ["fast", "unmoved"], silent=True) == ("informed", "fast", "silent")
    assert flags_of("rectified", ["suspect_reuse"], silent=False) == ()


def test_a_false_closure_found_by_drawing(world: World) -> None:
    stories = [Story(world).closed() for _ in range(2)]
    leader = world.staff("leader")
    form = {"street": EAST_STREET, "month": "2026-11", "seed": "abc-123"}
    refused(leader.post("samples", {**form, "street": WEST_STREET}), 409, "sample_complete")
    refused(leader.post("samples", {**form, "street": "990101"}), 422, "invalid", "street")
    (sample,) = leader.post("samples", form).get_json()["items"]
    assert (sample["population"], sample["size"]) == (2, 2)
    assert sample["seed"].startswith("abc-123-"), "kept, and more than was asked for"
    refused(leader.post("samples", form), 409, "sample_complete")
    for name in ("east_clerk", "east_dispatcher", HANDLER, "east_head"):
        refused(world.staff(name).get("spot-checks"), 403, "forbidden")
        assert "spot" not in world.staff(name).view(stories[0].number).text
    inspector = world.staff("inspector")
    good, bad = inspector.get("spot-checks").get_json()["items"]
    assert {good["case_number"], bad["case_number"]} == {story.number for story in stories}
    path = f"spot-checks/{good['id']}/ok"
    done = inspector.ask("PUT", path, json={"note": "现场干净"})
    assert (done.get_json()["finding"], done.get_json()["note"]) == ("ok", "现场干净")
    refused(inspector.ask("PUT", path, json={}), 409, "found_already")
    found = {"photos": [inspector.photo()], "words": "垃圾仍在原处。"}
    assert inspector.do(bad["case_number"], "mark_false_closure", **found)["state"] == "handling"
    assert inspector.get("spot-checks").get_json()["items"] == []
    decided = inspector.get("spot-checks?pending=false").get_json()["items"]
    assert {item["finding"] for item in decided} == {"ok", "false"}
    (sample,) = leader.get("samples").get_json()["items"]
    assert (sample["found"], sample["false"]) == (2, 1)
    assert world.findings() == []


def test_nobody_draws_until_the_right_ones_are_drawn(world: World) -> None:
    """Neither by a seed tried out beforehand, nor by drawing while there is only what is good."""
    early = [Story(world).closed() for _ in range(5)]
    leader = world.staff("leader")
    form = {"street": EAST_STREET, "month": "2026-11", "seed": "the-one-that-suits-us"}
    seeds = [leader.post("samples", form).get_json()["items"][0]["seed"]]
    late = Story(world).closed()
    refused(leader.post("samples", form), 409, "sample_complete")
    world.clock.set(datetime(2026, 12, 1, tzinfo=UTC))
    with world.app.app_context():
        assert (draw_due(), draw_due()) == (1, 0)
    items = world.staff("inspector").get("spot-checks").get_json()["items"]
    assert {item["case_number"] for item in items} == {s.number for s in (*early, late)}
    again, first = leader.get("samples").get_json()["items"]
    assert (first["seed"], first["size"], again["population"]) == (seeds[0], 5, 1)
    assert first["seed"] != form["seed"]


def test_nobody_inspects_what_they_had_a_part_in(world: World) -> None:
    story = Story(world).closed()
    inspector = world.staff_ids["inspector"]
    with world.app.app_context(), unit_of_work() as session:
        session.execute(update(Case).values(checker_id=inspector))
    supervisor = world.staff("supervisor")
    form = {"street": EAST_STREET, "month": "2026-11"}
    assert supervisor.post("samples", form).status_code == 201
    assert world.staff("inspector").get("spot-checks").get_json()["items"] == []
    (left,) = supervisor.get("spot-checks").get_json()["items"]
    assert (left["case_number"], left["inspector"]) == (story.number, None)
    path = f"spot-checks/{left['id']}/ok"
    refused(world.staff("inspector").ask("PUT", path, json={}), 404, "not_found")
    assert supervisor.ask("PUT", path, json={}).get_json()["finding"] == "ok"


def test_a_month_that_ended_is_drawn_once(world: World) -> None:
    Story(world).closed()
    with world.app.app_context():
        assert draw_due() == 0, "the month runs"
        world.clock.set(datetime(2026, 11, 30, 16, 1, tzinfo=UTC))
        assert (draw_due(), draw_due()) == (1, 0), "December has begun in the city"
        with query_count() as queries:
            draw_due()
        few = [said for said in queries.statements if "FROM city" not in said]
    world.clock.set(NOW)
    for _ in range(3):
        Story(world).closed()
    world.clock.set(datetime(2026, 12, 1, tzinfo=UTC))
    with world.app.app_context():
        assert draw_due() == 1, "what the month still lacks"
        with query_count() as queries:
            draw_due()
    assert len([said for said in queries.statements if "FROM city" not in said]) == len(few)


def test_a_pair_that_never_disagrees_is_listed(world: World) -> None:
    story = Story(world).confirming()
    pair = {"staff_id": world.staff_ids[HANDLER], "decided_by_id": world.staff_ids["checker"]}
    with world.app.app_context(), unit_of_work() as session:
        case_id = session.scalar(select(Case.id))
        known = session.scalar(select(func.count()).where(CaseRecord.decided_by_id.is_not(None)))
        for number in range(2, 22):
            row = {"case_id": case_id, "kind": RecordKind.CHECK, "number": number}
            row |= {"status": "confirmed", "seq": 1, "details": {"marks": []}, **pair}
            row |= {"opened_at": world.clock(), "closed_at": world.clock()}
            insert_row(session, CaseRecord, row)
    (found,) = world.staff("supervisor").get("alarms").get_json()["pairs"]
    mine = world.checker_of(story.number).name == "checker"
    assert (found["person"], found["checker"]) == ("陈处置乙", "韩核查甲")
    assert (found["count"], known) == (20 + mine, 1)
    with world.app.app_context(), unit_of_work() as session:
        odd = update(CaseRecord).where(CaseRecord.number == 2).values(status="refused")
        session.execute(odd)
    assert world.staff("supervisor").get("alarms").get_json()["pairs"] == []


def test_the_night_names_a_journal_that_was_changed(world: World) -> None:
    story, whole = Story(world).dispatched(), Story(world).dispatched()
    with world.app.app_context():
        assert verify_tonight() == 0
        assert verify_tonight() is None, "once a night"
        with unit_of_work() as session:
            row = update(Case).where(Case.number == story.number).values(tile="T2")
            session.execute(row)
        world.clock.set(datetime(2026, 11, 23, 17, 59, tzinfo=UTC))
        assert verify_tonight() is None, "01:59 in the city"
        world.clock.set(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
        assert verify_tonight() == 1
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.data) == ("journal_broken", {"cases": [story.number]})
        db.session.remove()
    for name in ("auditor", "admin"):
        inbox = world.staff(name).get("notices").get_json()["items"]
        assert [item["case_number"] for item in inbox] == [story.number]
        assert whole.number not in inbox[0]["body"]
        nights = world.staff(name).get("journal-checks").get_json()["items"]
        assert nights[0]["broken"] == [{"number": story.number, "what": "row_changed"}]
        assert [bool(night["broken"]) for night in nights] == [True, False]
    refused(world.staff("supervisor").get("journal-checks"), 403, "forbidden")
