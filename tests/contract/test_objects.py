"""Objects that belong to somebody: for everybody else they do not exist."""

from __future__ import annotations

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import WEST, World


def test_originals_only_for_who_takes_reports_in(world: World) -> None:
    own, other = Story(world), Story(world, place={**WEST, "source": "fix"})
    ids = [
        world.staff("supervisor").view(story.number).json["photos"][0]["id"]
        for story in (own, other)
    ]
    clerk = world.staff("east_clerk")
    download = clerk.get(f"photos/{ids[0]}/original")
    assert download.status_code == 200
    assert download.headers["Content-Disposition"].startswith("attachment")
    refused(clerk.get(f"photos/{ids[1]}/original"), 404, "not_found")
    for name in ("east_dispatcher", "sanitation_handler", "checker", "patrol", "auditor"):
        refused(world.staff(name).get(f"photos/{ids[0]}/original"), 403, "forbidden")


def test_sessions_of_others_do_not_exist(world: World) -> None:
    clerk, other = world.staff("east_clerk"), world.staff("east_clerk2")
    (session,) = clerk.get("sessions").json["items"]
    refused(other.ask("DELETE", f"sessions/{session['id']}"), 404, "not_found")
    assert clerk.get("queues").status_code == 200
    assert clerk.ask("DELETE", f"sessions/{session['id']}").status_code == 204
    assert clerk.get("queues").status_code == 401


def test_colleagues_only(world: World) -> None:
    clerk = world.staff("east_clerk")
    colleagues = {row["name"] for row in world.people if row["organisation"] == "east"}
    assert {row["name"] for row in clerk.get("people?organisation=east").json["items"]} == (
        colleagues
    )
    for code in ("west", "nowhere"):
        refused(clerk.get(f"people?organisation={code}"), 404, "not_found")
    assert world.staff("admin").get("people?organisation=west").status_code == 200


def test_the_suggestion_for_a_foreign_case_is_not_told(world: World) -> None:
    other = Story(world, place={**WEST, "source": "fix"})
    asked = world.staff("east_dispatcher").get(f"organisations?for=dispatch&case={other.number}")
    refused(asked, 404, "not_found")
