"""Sending a report: what it needs, and that sending it again makes nothing new."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from server.cases.models import Case
from server.photos.models import CasePhoto
from server.platform.db import db
from server.platform.outbox.models import OutboxRow
from server.reports.models import Report
from tests.support.refusals import refused
from tests.support.together import at_once
from tests.support.world import EAST, World


def counts(world: World) -> dict[str, int]:
    """How many rows there are of what one report makes."""
    with world.app.app_context():
        found = {
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Case, Report, CasePhoto, OutboxRow)
        }
        db.session.remove()
    return found


def test_a_report_and_all_that_it_makes(world: World) -> None:
    who = world.resident()
    answer = who.report()
    assert answer.status_code == 201
    body = answer.json
    assert body["case_number"].startswith("990101-20261123-")
    assert [area["level"] for area in body["areas"]] == ["city", "district", "street", "community"]
    assert len(body["query_code"]) == 16
    assert counts(world) == {"case": 1, "report": 1, "case_photo": 1, "outbox": 1}
    seen = world.staff("east_clerk").view(body["case_number"]).json
    assert seen["suggested_organisation"]["code"] == "sanitation"
    assert world.staff("west_clerk").view(body["case_number"]).status_code == 404


def test_eight_at_once_make_one_case(world: World) -> None:
    who = world.resident()
    form = world.report_form(who)
    answers = at_once([partial(who.post, "reports", form)] * 8)
    assert sorted({answer.status_code for answer in answers}) in ([200, 201], [201])
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({answer.data for answer in answers}) == 1
    assert counts(world) == {"case": 1, "report": 1, "case_photo": 1, "outbox": 1}
    assert world.findings() == []


def test_a_lost_answer_is_given_again(world: World) -> None:
    who = world.resident()
    form = world.report_form(who)
    first = who.post("reports", form)
    world.clock.advance(days=3)
    again = who.post("reports", form)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.data == first.data


def test_a_lost_answer_is_given_again_to_who_has_signed_in_since(world: World) -> None:
    device, account = world.resident(), world.account("13900000031")
    form = world.report_form(device)
    first = device.post("reports", form)
    assert account.get("me").json["kind"] == "resident"
    refused(account.post("reports", form), 409, "report_id_conflict")
    account.claim_key = device.claim_key
    again = account.post("reports", form)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.data == first.data


def test_an_id_belongs_to_one_body_and_one_owner(world: World) -> None:
    who, stranger = world.resident(), world.resident()
    form = world.report_form(who)
    who.post("reports", form)
    expected = {"type", "title", "status", "detail", "code"}
    other_body = refused(who.post("reports", form | {"words": "x"}), 409, "report_id_conflict")
    taken = form | {"photos": [{**stranger.photo(), "role": "near"}]}
    other_owner = refused(stranger.post("reports", taken), 409, "report_id_conflict")
    copied = refused(stranger.post("reports", form), 409, "report_id_conflict")
    assert set(other_body) == set(other_owner) == set(copied) == expected
    assert other_body == other_owner == copied
    staff_form = form | {"on_behalf": {"channel": "phone", "consent": True}}
    by_staff = world.staff("east_clerk").post("reports", staff_form)
    assert refused(by_staff, 409, "report_id_conflict") == other_body


def test_photos_that_are_missing_are_named(world: World) -> None:
    who, stranger = world.resident(), world.resident()
    mine, theirs, nobodys = who.photo(), stranger.photo(), {"sha256": "ab" * 32}
    form = world.report_form(who, photos=[mine, theirs, nobodys])
    missing = refused(who.post("reports", form), 409, "photos_missing")["missing"]
    assert missing == [theirs["sha256"], nobodys["sha256"]]
    unknown = world.report_form(who, photos=[nobodys])
    foreign = world.report_form(who, photos=[theirs])
    one = refused(who.post("reports", unknown), 409, "photos_missing")
    two = refused(who.post("reports", foreign), 409, "photos_missing")
    assert {**one, "missing": 0} == {**two, "missing": 0}
    assert counts(world)["case"] == 0
    again = who.post("reports", form | {"photos": [mine]})
    assert again.status_code == 201


@pytest.mark.parametrize("case", ["photo", "consent"])
def test_photo_and_consent_are_required(world: World, case: str) -> None:
    who = world.resident()
    if case == "photo":
        refused(who.report(photos=[]), 422, "photo_required", "photos")
        return
    current = world.anonymous.get("consent").json["version"]
    for version in (None, "2020-01", ""):
        body = refused(who.report(consent=version), 422, "consent_required", "consent")
        assert body["version"] == current


def test_what_a_report_may_not_be(world: World) -> None:
    who = world.resident()
    photo = [{**who.photo(), "role": "near"}]
    wrong: list[tuple[dict[str, Any], str, str]] = [
        ({"words": "x" * 501}, "invalid", "words"),
        ({"tile": "T99"}, "invalid", "tile"),
        ({"place": {}}, "invalid", "place.place"),
        ({"place": {**EAST, "area_code": "990101001"}}, "invalid", "place.place"),
        ({"place": {"lat": 91, "lon": 0}}, "invalid", "place.lat"),
        ({"place": {"lat": 40.01, "lon": 121.0}}, "out_of_area", ""),
        ({"place": {"area_code": "990101"}}, "area_too_wide", ""),
        ({"place": {"area_code": "000000"}}, "area_unknown", ""),
        ({"id": "not a uuid"}, "invalid", "id"),
        ({"contact": {"phone": "12345"}}, "invalid", "contact.phone"),
        ({"photos": photo * 10}, "invalid", "photos"),
        ({"words": "a\x00b"}, "invalid", "words"),
        ({"surprise": 1}, "invalid", "surprise"),
    ]
    for change, code, field in wrong:
        form = world.report_form(who, **({"photos": photo} | change))
        refused(who.post("reports", form), 422, code, *([field] if field else []))
    assert counts(world)["case"] == 0


def test_a_place_chosen_by_name_or_in_another_datum(world: World) -> None:
    who = world.resident()
    by_name = who.report(place={"area_code": "990101001001"})
    assert by_name.json["areas"][-1]["code"] == "990101001001"
    shifted = who.report(place={"lat": 40.0112, "lon": 120.0363, "datum": "gcj02"})
    seen = world.staff("east_clerk").view(shifted.json["case_number"]).json
    assert seen["lat"] == pytest.approx(40.0112 - 0.0012, abs=0.002)
    assert seen["lon"] != 120.0363


def test_a_stranger_without_key_cannot_report(world: World) -> None:
    form = world.report_form(world.resident())
    refused(world.anonymous.post("reports", form), 401, "sign_in_required")


def test_a_key_must_be_a_key(world: World) -> None:
    form = world.report_form(world.resident())
    for key in ("x", "=" * 43, "A" * 42, "A" * 44, "ä" * 43):
        answer = world.anonymous.post("reports", form, headers={"X-Claim-Key": key})
        refused(answer, 401, "claim_key_invalid")


class TestOnBehalf:
    def test_with_a_phone_the_account_follows(self, world: World) -> None:
        clerk = world.staff("east_clerk")
        behalf = {"channel": "phone", "name": "王先生", "phone": "13912345678", "consent": True}
        answer = clerk.report(on_behalf=behalf, photos=[], consent=None)
        assert answer.status_code == 201, answer.text
        number = answer.json["case_number"]
        account = world.account("13912345678")
        assert account.view(number).json["state"] == "submitted"
        assert "query_code" not in account.view(number).json
        (report,) = clerk.view(number).json["reports"]
        assert (report["reporter_name"], report["reporter_phone"]) == ("王先生", "139****5678")
        assert report["source"] == "phone"

    def test_without_a_phone_the_slip_of_paper_follows(self, world: World) -> None:
        behalf = {"channel": "walk_in", "consent": True}
        receipt = world.staff("east_clerk").report(on_behalf=behalf, photos=[]).json
        path, code = f"follow/{receipt['case_number']}", receipt["query_code"]
        refused(world.anonymous.get(path), 401, "sign_in_required")
        opened = world.anonymous.get(path, headers={"X-Query-Code": code})
        assert opened.json["state"] == "submitted"
        again = world.anonymous.get(
            path, headers={"X-Query-Code": f" {code[:8]}-{code[8:].lower()}"}
        )
        assert again.status_code == 200
        version = {"If-Match": opened.headers["ETag"], "Idempotency-Key": uuid.uuid4().hex}
        done = world.anonymous.post(
            f"{path}/actions/withdraw", {}, headers={**version, "X-Query-Code": code}
        )
        assert done.json["state"] == "withdrawn"

    def test_consent_and_right_are_needed(self, world: World) -> None:
        clerk = world.staff("east_clerk")
        without = {"channel": "phone", "consent": False}
        refused(clerk.report(on_behalf=without), 422, "invalid", "on_behalf.consent")
        refused(clerk.report(), 422, "on_behalf_required", "on_behalf")
        behalf = {"channel": "phone", "consent": True}
        refused(world.resident().report(on_behalf=behalf), 403, "forbidden")
        refused(world.staff("patrol").report(on_behalf=behalf), 422, "on_behalf_required")
        refused(world.staff("east_dispatcher").report(on_behalf=behalf), 403, "forbidden")

    def test_sending_again_gives_the_same_answer(self, world: World) -> None:
        clerk = world.staff("east_clerk")
        behalf = {"channel": "phone", "phone": "13912345678", "consent": True}
        form = world.report_form(clerk, on_behalf=behalf)
        first, again = clerk.post("reports", form), clerk.post("reports", form)
        assert (first.status_code, again.status_code, again.data) == (201, 200, first.data)
        other = world.staff("east_clerk2").post("reports", form)
        refused(other, 409, "report_id_conflict")
