"""A neighbour joins a case to learn who sent it, what they said, and where they live."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.support.world import EAST, Person, World

HOME_TILE = "T2"
SECRET = "我住三单元402,电话别外传"


@pytest.fixture
def reporter(world: World) -> Person:
    return world.resident("reporter")


@pytest.fixture
def neighbour(world: World) -> Person:
    return world.resident("neighbour")


@pytest.fixture
def number(world: World, reporter: Person) -> str:
    """A public case that happened in somebody's compound."""
    place = {"lat": EAST["lat"] + 0.00013, "lon": EAST["lon"] + 0.00017, "source": "fix"}
    answer = reporter.report(tile=HOME_TILE, place=place, address=SECRET, words=SECRET)
    assert answer.status_code == 201, answer.text
    found = str(answer.get_json()["case_number"])
    world.staff("east_clerk").do(found, "accept", **world.condition("E02"))
    return found


def _join(who: Person, number: str) -> None:
    form = who.world.report_form(who, photos=[])
    del form["tile"], form["place"]
    answer = who.post(f"public/cases/{number}/join", form)
    assert answer.status_code == 201, answer.text


def _followed(who: Person, number: str) -> dict[str, Any]:
    answer = who.view(number)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_words_and_address_of_others_stay_with_the_office(
    world: World, reporter: Person, neighbour: Person, number: str
) -> None:
    reporter.do(number, "add_evidence", words=SECRET)
    _join(neighbour, number)
    assert SECRET not in neighbour.view(number).text
    assert SECRET not in neighbour.get("my/reports").text
    assert SECRET in world.staff("east_clerk").view(number).text
    own = [event["words"] for event in _followed(reporter, number)["timeline"]]
    assert SECRET in own


def test_own_words_are_read_whatever_opens_the_case(world: World, reporter: Person) -> None:
    sent = reporter.report().get_json()
    number, code = sent["case_number"], sent["query_code"]
    headers = {"X-Query-Code": code}
    act = {"If-Match": '"1"', "Idempotency-Key": uuid.uuid4().hex, **headers}
    path = f"follow/{number}/actions/add_evidence"
    assert world.anonymous.post(path, {"words": SECRET}, headers=act).status_code == 200
    reporter.do(number, "add_evidence", words="第二句")
    for view in (reporter.view(number), world.anonymous.get(f"follow/{number}", headers=headers)):
        assert [event["words"] for event in view.get_json()["timeline"]] == [None, SECRET, "第二句"]


def test_photos_of_others_only_as_the_public_copy(
    world: World, reporter: Person, neighbour: Person, number: str
) -> None:
    _join(neighbour, number)
    assert _followed(neighbour, number)["photos"] == []
    assert neighbour.get("my/reports").get_json()["items"][0]["thumb_url"] is None
    clerk = world.staff("east_clerk")
    photo = clerk.view(number).get_json()["photos"][0]["id"]
    clerk.do(number, "publish", photo_ids=[photo])
    public = world.anonymous.get(f"public/cases/{number}").get_json()["photos"][0]
    [shared] = _followed(neighbour, number)["photos"]
    assert (shared["url"], shared["thumb_url"]) == (public["url"], public["thumb_url"])
    listed = neighbour.get("my/reports").get_json()["items"][0]["thumb_url"]
    assert listed == public["thumb_url"]
    [own] = _followed(reporter, number)["photos"]
    assert own["url"] != public["url"]


def test_joining_shows_no_better_place_than_the_map(
    world: World, neighbour: Person, number: str
) -> None:
    shown = world.anonymous.get(f"public/cases/{number}").get_json()
    _join(neighbour, number)
    view = _followed(neighbour, number)
    assert (view["lat"], view["lon"]) == (shown["lat"], shown["lon"])


def test_no_question_finds_a_better_place_than_the_map(world: World, number: str) -> None:
    """Boxes, circles and distances are measured from the rounded place.

    From further up a box is widened to whole tiles, and holds the rounded place either way.
    """
    shown = world.anonymous.get(f"public/cases/{number}").get_json()
    true = (world.column(number, "lat"), world.column(number, "lon"))
    told = (shown["lat"], shown["lon"])
    assert told != true
    for (lat, lon), expected in ((told, 1), (true, 0)):
        box = f"{lon - 2e-5:.6f},{lat - 2e-5:.6f},{lon + 2e-5:.6f},{lat + 2e-5:.6f}"
        for zoom, shown_there in ((10, 1), (17, expected)):
            found = world.anonymous.get(f"public/map?bbox={box}&zoom={zoom}").get_json()
            places = [tuple(one["geometry"]["coordinates"]) for one in found["features"]]
            assert places == [told[::-1]] * shown_there
        found = world.anonymous.get(f"public/cases?lat={lat}&lon={lon}&radius_m=2").get_json()
        assert len(found["items"]) == expected
    [near] = world.anonymous.get(f"similar?lat={told[0]}&lon={told[1]}").get_json()["items"]
    assert near["distance_m"] == 0


def test_a_cluster_is_in_the_middle_of_public_places(world: World, number: str) -> None:
    """Knowing all but one place of a cluster does not give the last."""
    other = world.resident().report(tile="T1", place={**EAST, "source": "fix"})
    second = str(other.get_json()["case_number"])
    world.staff("east_clerk").do(second, "accept", **world.condition("E01"))
    places = [
        world.anonymous.get(f"public/cases/{each}").get_json()["lat"] for each in (number, second)
    ]
    [cluster] = world.anonymous.get("public/map?bbox=119,39,121,41&zoom=5").get_json()["features"]
    assert cluster["properties"] == {"cluster": True, "count": 2}
    assert cluster["geometry"]["coordinates"][1] == pytest.approx(sum(places) / 2, abs=1e-5)
