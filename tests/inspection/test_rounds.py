"""晨检 and 督查: from the start of a round to the figures of its leader."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.inspection.counting import fewest_queries
from tests.support.refusals import refused
from tests.support.together import at_once
from tests.support.world import EAST, WEST, Person, World

MONDAY_0630 = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


def begin(who: Person, kind: str = "morning", **changes: Any) -> str:
    """A round that must begin; its id."""
    form = {"id": str(uuid.uuid4()), "kind": kind, "route": "东一路—市场"} | changes
    answer = who.post("patrols", form)
    assert answer.status_code == 201, answer.text
    found: str = answer.get_json()["id"]
    return found


def issue_form(who: Person, **changes: Any) -> dict[str, Any]:
    """What the phone sends of a problem found in East."""
    return {
        "id": str(uuid.uuid4()),
        "photos": [{**who.photo(), "role": "near"}],
        "place": {**EAST, "accuracy_m": 8, "source": "fix"},
        **who.world.condition(),
    } | changes


def find(who: Person, round_id: str, **changes: Any) -> str:
    """A problem found on a round; its case number."""
    answer = who.post(f"patrols/{round_id}/issues", issue_form(who, **changes))
    assert answer.status_code == 201, answer.text
    number: str = answer.get_json()["case_number"]
    return number


def end(who: Person, round_id: str) -> dict[str, Any]:
    answer = who.ask("PUT", f"patrols/{round_id}/end")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def mend(world: World, number: str) -> None:
    """The department says that it has mended the problem."""
    handler = world.staff("sanitation_handler")
    handler.do(
        number,
        "finish",
        photos=[handler.photo()],
        words="已经全部清理干净，请看照片。",
        close_type="rectified",
    )


def close(world: World, number: str) -> None:
    """Dispatch, mend and check a patrol's case: nobody has to be asked after."""
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    mend(world, number)
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    assert world.column(number, "state") == "closed"


def queue_of(who: Person, queue: str) -> set[str]:
    items = who.get("cases", query_string={"queue": queue, "limit": 100}).get_json()["items"]
    return {item["number"] for item in items}


def test_a_round_from_start_to_summary(world: World) -> None:
    leader = world.staff("patrol")
    world.clock.set(MONDAY_0630)
    assert leader.get("patrols/current").json["round"] is None
    round_id = begin(leader, area="990101001001")
    first = find(leader, round_id)
    second = find(leader, round_id, **world.condition("E03", 2), words="路面塌陷")

    assert queue_of(world.staff("east_clerk"), "to_accept") == set()
    assert queue_of(world.staff("east_dispatcher"), "to_dispatch") == {first, second}
    assert queue_of(leader, "all") == {first, second}
    assert world.column(first, "patrol_leader_id") == leader.actor.staff_id

    resumed = leader.get("patrols/current").json["round"]
    assert [case["number"] for case in resumed["cases"]] == [first, second]
    assert [case["category"]["name"] for case in resumed["cases"]] == ["垃圾", "道路"]
    assert all(case["thumb_url"] for case in resumed["cases"])
    assert (resumed["off_window"], resumed["area"]["name"]) == (False, "东一社区")

    world.clock.advance(hours=1)
    ended = end(leader, round_id)
    assert (ended["ended_at"], ended["issues"]) == ("2026-11-22T23:30:00Z", 2)
    world.clock.advance(minutes=5)
    assert end(leader, round_id)["ended_at"] == ended["ended_at"]
    assert leader.get("patrols/current").json["round"] is None
    refused(leader.post(f"patrols/{round_id}/issues", issue_form(leader)), 409, "round_ended")
    assert len(queue_of(leader, "all")) == 2

    close(world, first)
    world.drain()
    told = [notice["case_number"] for notice in leader.get("notices").json["items"]]
    assert told == [first]
    assert world.findings() == []


def test_sending_again_has_one_effect(world: World) -> None:
    leader = world.staff("patrol")
    form = {"id": str(uuid.uuid4()), "kind": "morning", "route": "东一路", "area": None}
    assert [leader.post("patrols", form).status_code for _ in range(2)] == [201, 200]
    changed = leader.post("patrols", form | {"route": "西二路"})
    refused(changed, 409, "round_id_conflict")
    refused(leader.post("patrols", form | {"id": str(uuid.uuid4())}), 409, "round_open")

    path, issue = f"patrols/{form['id']}/issues", issue_form(leader)
    first = leader.post(path, issue)
    end(leader, form["id"])
    again = leader.post(path, issue)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert leader.get(f"patrols/{form['id']}").json["issues"] == 1
    other = begin(leader)
    refused(leader.post(f"patrols/{other}/issues", issue), 409, "report_id_conflict")
    assert leader.get(f"patrols/{other}").json["cases"] == []


def test_two_phones_begin_one_round(world: World) -> None:
    leader = world.staff("patrol")
    leader.get("me")

    def start(number: int) -> int:
        form = {"id": str(uuid.UUID(int=number)), "kind": "morning"}
        return leader.post("patrols", form).status_code

    assert sorted(at_once([lambda: start(1), lambda: start(2)])) == [201, 409]


@pytest.mark.parametrize(
    ("local", "off"),
    [("05:29:59", True), ("05:30:00", False), ("08:59:59", False), ("09:00:00", True)],
)
def test_only_rounds_begun_in_the_window_are_morning_checks(
    world: World, local: str, off: bool
) -> None:
    leader = world.staff("patrol")
    world.clock.set(datetime.fromisoformat(f"2026-11-23T{local}+08:00"))
    round_id = begin(leader)
    assert leader.get(f"patrols/{round_id}").json["off_window"] is off
    end(leader, round_id)
    end(leader, begin(leader, kind="supervision"))
    (row,) = leader.get("patrols/figures").json["items"]
    assert (row["morning"], row["off_window"], row["supervision"]) == (not off, off, 1)


def test_who_may_walk_which_round(world: World) -> None:
    clerk, inspector = world.staff("east_clerk"), world.staff("inspector")
    form = {"id": str(uuid.uuid4()), "kind": "supervision"}
    refused(clerk.post("patrols", form), 403, "forbidden")
    for person in (inspector, world.staff("supervisor")):
        refused(person.post("patrols", form | {"kind": "morning"}), 403, "forbidden")
    refused(inspector.post("patrols", form | {"area": "123456"}), 422, "area_unknown")

    own = begin(inspector, "supervision")
    number = find(inspector, own, place={**WEST, "accuracy_m": 8, "source": "fix"})
    assert world.column(number, "state") == "to_dispatch"
    assert inspector.view(number).status_code == 200
    refused(inspector.act(number, "add_note", {"note": "看看"}), 403, "forbidden")

    leader = world.staff("patrol")
    for method, path in (("GET", ""), ("PUT", "/end"), ("POST", "/issues")):
        body = {"json": issue_form(leader)} if method == "POST" else {}
        refused(leader.ask(method, f"patrols/{own}{path}", **body), 404, "not_found")
    street = world.staff("east_lead")
    refused(street.get(f"patrols/{own}"), 404, "not_found")
    ours = begin(leader)
    found = find(leader, ours)
    assert [case["number"] for case in street.get(f"patrols/{ours}").json["cases"]] == [found]
    leaders = [row["leader"]["name"] for row in street.get("patrols/figures").json["items"]]
    assert leaders == ["秦晨检甲"]
    refused(street.post("patrols", form), 403, "forbidden")
    seen = world.staff("supervisor").get(f"patrols/{own}").json
    assert [case["number"] for case in seen["cases"]] == [number]
    refused(world.staff("supervisor").ask("PUT", f"patrols/{own}/end"), 404, "not_found")


def test_an_issue_needs_photo_place_and_category(world: World) -> None:
    leader = world.staff("patrol")
    path = f"patrols/{begin(leader)}/issues"
    refused(leader.post(path, issue_form(leader, photos=[])), 422, "photo_required")
    away = {"lat": 30.0, "lon": 110.0, "accuracy_m": 8, "source": "fix"}
    refused(leader.post(path, issue_form(leader, place=away)), 422, "out_of_area")
    refused(leader.post(path, issue_form(leader, category="E99")), 422, "invalid")
    refused(leader.post(path, issue_form(leader, condition=2**31 - 1)), 422, "invalid")
    assert leader.get("patrols/current").json["round"]["issues"] == 0


def test_figures_of_leader_and_month(world: World, query_count: Any) -> None:
    """In November: one closed after 2 hours and in time, two late and open, one not dispatched."""
    leader, supervisor = world.staff("patrol"), world.staff("supervisor")
    world.clock.set(datetime(2026, 10, 31, 23, 0, tzinfo=UTC))  # 1 November, 07:00 local
    empty = leader.get("patrols/figures").json
    assert (empty["month"], empty["items"]) == ("2026-11", [])

    world.clock.set(MONDAY_0630)
    few = fewest_queries(query_count, lambda: supervisor.get("patrols/figures"))
    round_id = begin(leader)
    in_time, late, later = (find(leader, round_id) for _ in range(3))
    find(leader, round_id, **world.condition("E02"))
    end(leader, round_id)
    first = leader.get("patrols/figures").json["items"][0]
    assert (first["issues"], first["closed"]) == (4, 0)
    assert (first["on_time_percent"], first["average_hours"]) == (None, None)

    world.clock.advance(hours=2)
    close(world, in_time)
    dispatcher = world.staff("east_dispatcher")
    dispatcher.do(late, "dispatch", organisation="sanitation")
    world.clock.advance(hours=1)
    dispatcher.do(later, "dispatch", organisation="sanitation")
    world.clock.advance(days=2)
    (row,) = supervisor.get("patrols/figures", query_string={"month": "2026-11"}).json["items"]
    assert (row["leader"]["name"], row["morning"], row["issues"]) == ("秦晨检甲", 1, 4)
    assert (row["closed"], row["average_hours"]) == (1, 2.0)
    assert row["on_time_percent"] == pytest.approx(33.3)
    assert fewest_queries(query_count, lambda: supervisor.get("patrols/figures")) == few

    rounds = supervisor.get(
        "patrols", query_string={"month": "2026-11", "leader": leader.actor.staff_id}
    ).json["items"]
    assert [(item["id"], item["issues"]) for item in rounds] == [(round_id, 4)]
    assert supervisor.get("patrols", query_string={"month": "2026-10"}).json["items"] == []
    refused(supervisor.get("patrols/figures", query_string={"month": "2026-13"}), 422, "invalid")


def test_a_rework_in_time_was_late_all_the_same(world: World) -> None:
    """Late, found not mended, then mended within the time of the second round."""
    leader = world.staff("patrol")
    world.clock.set(MONDAY_0630)
    round_id = begin(leader)
    number = find(leader, round_id)
    end(leader, round_id)
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    world.clock.advance(days=2)
    mend(world, number)
    world.checker_of(number).do(number, "check_fail", reason="没有清理")
    mend(world, number)
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    (row,) = leader.get("patrols/figures").json["items"]
    assert (row["closed"], row["on_time_percent"]) == (1, 0.0)
