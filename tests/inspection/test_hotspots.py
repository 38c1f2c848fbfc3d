"""反映突出: three different people, one kind of problem, 50 metres, 30 days."""

from __future__ import annotations

from typing import Any

import pytest

from server.identity.models import Resident
from server.platform.db import unit_of_work
from tests.inspection.counting import fewest_queries
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import EAST, Person, World

METRE = 1 / 111_195  # of latitude, on the sphere that distances are measured on


def tell(who: Person, *, north_m: float = 0.0, **changes: Any) -> str:
    """A report from so many metres north of the middle of East; its case number."""
    place = {"lat": EAST["lat"] + north_m * METRE, "lon": EAST["lon"]}
    place |= {"accuracy_m": 5, "source": "fix"}
    answer = who.report(**({"place": place} | changes))
    assert answer.status_code == 201, answer.text
    number: str = answer.get_json()["case_number"]
    return number


def seen_by(who: Person) -> list[dict[str, Any]]:
    answer = who.get("hotspots")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_one_phone_is_one_person(world: World) -> None:
    clerk, phone = world.staff("east_clerk"), world.resident()
    for _ in range(3):
        tell(phone)
    assert seen_by(clerk) == []


def test_devices_of_an_account_are_one_person(world: World) -> None:
    clerk = world.staff("east_clerk")
    account = world.account("13812345678")
    tell(account)
    for _ in range(2):
        device = world.resident()
        tell(device)
        join_account(world, device, account)
    assert seen_by(clerk) == []
    tell(world.resident())
    assert seen_by(clerk) == []
    tell(world.resident())
    assert [item["people"] for item in seen_by(clerk)] == [3]


def join_account(world: World, device: Person, account: Person) -> None:
    """Sign a device in, as its owner does with a code."""
    with world.app.app_context(), unit_of_work() as session:
        owner = world.owner(session, device)
        session.get_one(Resident, int(owner[2:])).account_id = account.actor.resident_ids[0]


def test_three_phones_make_a_hotspot(world: World, query_count: Any) -> None:
    clerk = world.staff("east_clerk")
    numbers = [tell(world.resident(), north_m=10 * at) for at in range(2)]
    assert seen_by(clerk) == []
    numbers.append(tell(world.resident(), north_m=20))
    (hot,) = seen_by(clerk)
    assert (hot["tile"], hot["category"], hot["street"]["name"]) == ("T1", None, "东街道")
    assert (hot["people"], hot["reports"]) == (3, 3)
    assert [case["number"] for case in hot["cases"]] == numbers[::-1]
    assert set(hot) == {
        *("tile", "category", "street", "lat", "lon", "people", "reports"),
        *("first_at", "last_at", "cases"),
    }
    assert set(hot["cases"][0]) == {"number", "state", "address"}

    few = fewest_queries(query_count, lambda: seen_by(clerk))
    for at in range(6):
        tell(world.resident(), north_m=at)
    (hot,) = seen_by(clerk)
    assert (hot["people"], len(hot["cases"])) == (9, 9)
    assert fewest_queries(query_count, lambda: seen_by(clerk)) == few

    assert [item["people"] for item in seen_by(world.staff("supervisor"))] == [9]
    assert seen_by(world.staff("west_clerk")) == []
    refused(world.staff("sanitation_handler").get("hotspots"), 403, "forbidden")
    refused(world.resident().get("hotspots"), 403, "forbidden")


@pytest.mark.parametrize(("metres", "flagged"), [(49, True), (51, False)])
def test_fifty_metres(world: World, metres: float, flagged: bool) -> None:
    tell(world.resident())
    tell(world.resident())
    tell(world.resident(), north_m=metres)
    assert bool(seen_by(world.staff("east_clerk"))) is flagged


def test_thirty_days(world: World) -> None:
    clerk = world.staff("east_clerk")
    tell(world.resident())
    world.clock.advance(days=15)
    tell(world.resident())
    world.clock.advance(days=15)
    tell(world.resident())
    assert len(seen_by(clerk)) == 1
    world.clock.advance(days=1)
    assert seen_by(clerk) == []
    tell(world.resident())
    assert len(seen_by(clerk)) == 1


def test_one_kind_of_problem(world: World) -> None:
    """Until a clerk says otherwise the tile decides; then the category."""
    clerk = world.staff("east_clerk")
    numbers = [tell(world.resident(), tile="T2") for _ in range(3)]
    (hot,) = seen_by(clerk)
    assert hot["category"] is None
    clerk.do(numbers[0], "accept", **world.condition("E02"))
    (hot,) = seen_by(clerk)
    assert (hot["category"]["name"], len(hot["cases"])) == ("堆物", 3)
    clerk.do(numbers[1], "accept", **world.condition("E04"))
    assert seen_by(clerk) == []
    assert seen_by(world.staff("west_clerk")) == []


def test_who_joins_counts_and_who_withdraws_does_not(world: World) -> None:
    story = Story(world).accepted()
    others = [world.resident(), world.resident()]
    for other in others:
        story.join(other)
    clerk = world.staff("east_clerk")
    (hot,) = seen_by(clerk)
    assert (hot["people"], [case["number"] for case in hot["cases"]]) == (3, [story.number])
    officials = world.staff("patrol")
    officials.report(
        consent=None, patrol=world.condition(), photos=[{**officials.photo(), "role": "near"}]
    )
    assert [item["people"] for item in seen_by(clerk)] == [3]

    second = [tell(world.resident(), north_m=500) for _ in range(2)]
    gone = world.resident()
    third = tell(gone, north_m=500)
    assert len(seen_by(clerk)) == 2
    gone.do(third, "withdraw")
    assert len(seen_by(clerk)) == 1
    assert len(second) == 2


def test_callers_without_a_number_count_as_one(world: World) -> None:
    clerk = world.staff("east_clerk")
    place = {**EAST, "accuracy_m": 5, "source": "pin"}
    for _ in range(3):
        behalf = {"channel": "walk_in", "consent": True}
        answer = clerk.report(consent=None, photos=[], place=place, on_behalf=behalf)
        assert answer.status_code == 201, answer.text
    tell(world.resident())
    assert seen_by(clerk) == []
    tell(world.resident())
    assert [item["people"] for item in seen_by(clerk)] == [3]


def test_a_hotspot_across_two_streets_names_each_its_own_cases(world: World) -> None:
    east = {"lat": EAST["lat"], "lon": 120.0201, "accuracy_m": 5, "source": "fix"}
    west = east | {"lon": 120.0199}
    own = [tell(world.resident(), place=east) for _ in range(2)]
    other = tell(world.resident(), place=west)
    (seen,) = seen_by(world.staff("east_clerk"))
    assert (seen["people"], {case["number"] for case in seen["cases"]}) == (3, set(own))
    (seen,) = seen_by(world.staff("west_clerk"))
    assert (seen["people"], [case["number"] for case in seen["cases"]]) == (3, [other])


def test_a_case_about_an_office_is_no_part_of_what_it_sees(world: World) -> None:
    place = {**EAST, "accuracy_m": 5, "source": "fix"}
    for _ in range(2):
        tell(world.resident(), place=place)
    tell(world.resident(), place=place, about_org="east")
    assert seen_by(world.staff("east_clerk")) == []
    assert [item["people"] for item in seen_by(world.staff("supervisor"))] == [3]
