"""People of the offices who reach for what is not theirs, or leave a case where nobody is."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.identity.models import Organisation
from server.platform.db import unit_of_work
from tests.support.refusals import refused
from tests.support.town import MIDDLE
from tests.support.world import EAST, Person, World

EASTERN = {**EAST, "lon": MIDDLE + 0.0001, "source": "fix"}
WESTERN = {**EAST, "lon": MIDDLE - 0.0001, "source": "fix"}


def _report(world: World, who: Person | None = None, **changes: Any) -> str:
    answer = (who or world.resident()).report(**changes)
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["case_number"])


def _offered(who: Person, number: str) -> dict[str, Any]:
    similar = who.view(number).get_json()["similar"]
    return {item["number"]: item["thumb_url"] for item in similar}


# --- merging -------------------------------------------------------------------------------------


def test_another_streets_case_is_no_master_before_it_is_public(world: World) -> None:
    ours, theirs = _report(world, place=EASTERN), _report(world, place=WESTERN)
    clerk = world.staff("east_clerk")
    assert theirs not in _offered(clerk, ours)
    hidden = clerk.act(ours, "merge", {"master": theirs})
    nothing = clerk.act(ours, "merge", {"master": "990101-20260101-0000"})
    assert hidden.status_code == nothing.status_code == 422
    assert hidden.data == nothing.data


def test_another_streets_public_case_is_offered_as_the_public_sees_it(world: World) -> None:
    ours, theirs = _report(world, place=EASTERN), _report(world, place=WESTERN)
    clerk, other = world.staff("east_clerk"), world.staff("west_clerk")
    other.do(theirs, "accept", **world.condition())
    assert _offered(clerk, ours) == {theirs: None}
    photo = other.view(theirs).get_json()["photos"][0]["id"]
    other.do(theirs, "publish", photo_ids=[photo])
    public = world.anonymous.get(f"public/cases/{theirs}").get_json()["thumb_url"]
    assert _offered(clerk, ours) == {theirs: public}
    clerk.do(ours, "merge", master=theirs)
    assert clerk.view(theirs).status_code == 404


def test_the_supervisor_merges_across_streets(world: World) -> None:
    ours, theirs = _report(world, place=EASTERN), _report(world, place=WESTERN)
    supervisor = world.staff("supervisor")
    assert _offered(supervisor, ours)[theirs] is not None
    supervisor.do(ours, "merge", master=theirs)


# --- nobody there --------------------------------------------------------------------------------


def _accepted(world: World, **changes: Any) -> str:
    number = _report(world, **changes)
    world.staff("east_clerk").do(number, "accept", **world.condition())
    return number


def test_a_case_goes_only_where_somebody_works(world: World) -> None:
    with world.app.app_context(), unit_of_work() as session:
        parent = session.scalar(select(Organisation.id).where(Organisation.code == "east"))
        session.add(Organisation(code="east-1", name="一社区", kind="community", parent_id=parent))
    number = _accepted(world)
    dispatcher = world.staff("east_dispatcher")
    listed = dispatcher.get(f"organisations?for=dispatch&case={number}").get_json()["items"]
    assert "east-1" not in {item["code"] for item in listed}
    answer = dispatcher.act(number, "dispatch", {"organisation": "east-1", "reason": "近"})
    refused(answer, 422, "organisation_unmanned")


def test_a_case_does_not_go_to_those_who_alone_check(world: World) -> None:
    number = _accepted(world)
    body = {"organisation": "centre", "reason": "近"}
    answer = world.staff("east_dispatcher").act(number, "dispatch", body)
    refused(answer, 422, "organisation_unmanned")


def test_a_complaint_that_nobody_could_check_is_not_taken(world: World) -> None:
    """Who checks is of the centre; a case about the centre would stay open for ever."""
    answer = world.resident().report(about_org="centre")
    assert answer.status_code == 422
    assert "about_org" in answer.get_json()["errors"]


# --- photos --------------------------------------------------------------------------------------


def _close(world: World, resident: Person, number: str) -> None:
    handler = world.staff("sanitation_handler")
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    handler.do(
        number,
        "finish",
        photos=[{**handler.photo(), "role": "near"}],
        words="已经全部清理干净,请看。",
        close_type="rectified",
    )
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    resident.do(number, "confirm")


@pytest.mark.parametrize("claimed", ["after", "evidence", None])
def test_a_photo_shows_what_it_was_sent_for(world: World, claimed: str | None) -> None:
    """A reporter's photo is no proof of the result, and a proof does not pass as the problem."""
    resident = world.resident()
    number = _report(world, resident, photos=[{**resident.photo(), "role": claimed}])
    resident.do(number, "add_evidence", photos=[{**resident.photo(), "role": claimed}])
    _close(world, resident, number)
    photos = world.staff("supervisor").view(number).get_json()["photos"]
    assert [photo["role"] for photo in photos] == ["near", "evidence", "after"]
