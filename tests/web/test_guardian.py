"""Who is under 14 reports together with a guardian, by the API and by the plain form."""

from __future__ import annotations

import io
import re

from sqlalchemy import select

from server.platform.db import db
from server.reports.consent import VERSION
from server.reports.models import Report
from tests.support.world import World
from tests.web.test_pages import photo


def guardians(world: World) -> list[str | None]:
    with world.app.app_context():
        found = list(db.session.scalars(select(Report.guardian).order_by(Report.sent_at)))
        db.session.remove()
    return found


def test_a_child_needs_a_guardian_and_the_version_is_kept(world: World) -> None:
    child = world.resident()
    form = world.report_form(child) | {"under_14": True}
    for wrong in (None, "", "an older notice"):
        refused = child.post("reports", form | {"guardian": wrong})
        assert refused.status_code == 422, refused.text
        assert refused.get_json()["code"] == "guardian_required"
        assert refused.get_json()["version"] == VERSION
        assert "监护人" in refused.get_json()["detail"]
    sent = child.post("reports", form | {"guardian": VERSION})
    assert sent.status_code == 201, sent.text
    again = child.post("reports", form | {"guardian": VERSION})
    assert again.get_json()["case_number"] == sent.get_json()["case_number"]
    joined = world.resident("another")
    join = world.report_form(joined, photos=[]) | {"under_14": True}
    del join["tile"]
    path = f"public/cases/{sent.get_json()['case_number']}/join"
    world.staff("east_clerk").do(sent.get_json()["case_number"], "accept", **world.condition())
    assert joined.post(path, join).get_json()["code"] == "guardian_required"
    assert joined.post(path, join | {"guardian": VERSION}).status_code == 201
    assert world.resident("grown").report().status_code == 201
    assert guardians(world) == [VERSION, VERSION, None]
    assert child.get("my/data").get_json()["reports"][0]["guardian"] == VERSION


def test_the_plain_form_for_a_child(world: World) -> None:
    anybody = world.anonymous
    assert 'name="guardian"' not in anybody.get("/").text
    page = anybody.get("/?child").text
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    data = photo()
    form = {
        "token": found[1],
        "area": "990101001001",
        "consent": VERSION,
        "under_14": "1",
    }
    refused = anybody.ask("POST", "/report", data=form | {"photos": (io.BytesIO(data), "a.jpg")})
    assert refused.status_code == 422
    assert 'id="guardian-error"' in refused.text
    assert 'name="guardian"' in refused.text, "the form stays one for a child"
    sent = anybody.ask(
        "POST",
        "/report",
        data=form | {"guardian": VERSION, "photos": (io.BytesIO(data), "a.jpg")},
    )
    assert sent.status_code == 200, sent.text
    assert guardians(world) == [VERSION]
