"""Forgetting: exactly what is due, whole, counted, and held back where somebody said so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.cases.models import Case, JournalEvent
from server.cases.verify import findings
from server.identity.models import Resident, SignIn
from server.keeping import retention
from server.keeping.models import Tombstone
from server.notifications.models import Notice
from server.photos import files
from server.photos.models import HIDDEN, PUBLIC, CasePhoto, PhotoBlob, Upload
from server.platform import audit
from server.platform.actor import SYSTEM
from server.platform.db import db, unit_of_work
from server.platform.storage import LocalStorage
from server.reports.models import Report
from server.settings import Settings
from tests.keeping.victims import Installation, victims
from tests.support.story import Story
from tests.support.world import World

PHONE = "13812345678"
YEARS = 4 * 365
CONTACT = {"phone": PHONE}


def at_months(world: World, months: float) -> None:
    """Let time pass."""
    world.clock.advance(days=30.5 * months)


def gone(items: list[retention.Due]) -> dict[str, int]:
    return {item.kind: item.count for item in items if item.count}


def purged(world: World) -> dict[str, int]:
    """What a dry run announces, and exactly that then goes."""
    with world.app.app_context():
        announced = gone(list(retention.due(world.clock())))
        assert gone(retention.purge(world.clock())) == announced
        assert gone(list(retention.due(world.clock()))).keys() <= {"account"}
        db.session.remove()
    world.drain()
    return announced


def report_of(world: World, number: str) -> Report:
    with world.app.app_context():
        query = select(Report).join(Case, Case.id == Report.case_id).where(Case.number == number)
        found = db.session.scalars(query).one()
        db.session.expunge_all()
        db.session.remove()
    return found


def residents_in_journal(world: World, number: str) -> set[str]:
    with world.app.app_context():
        query = select(JournalEvent.actor).join(Case, Case.id == JournalEvent.case_id)
        found = set(db.session.scalars(query.where(Case.number == number)))
        db.session.remove()
    return {actor for actor in found if actor.startswith("r:")}


def test_reporter_is_unlinked_and_nothing_else(world: World) -> None:
    """After two years the case stands as it was, and nothing leads from it to its reporter."""
    reporter = world.account(PHONE)
    story = Story(world, reporter, contact=CONTACT).closed()
    open_case = Story(world, reporter).dispatched()
    clerk = world.staff("east_clerk")
    shown = clerk.get(f"cases/{story.number}").get_json()["reports"][0]["photos"]
    clerk.do(story.number, "publish", photo_ids=shown)
    world.drain()
    at_months(world, 23.5)
    assert "reporter_link" not in purged(world)
    before = report_of(world, story.number)
    public = world.anonymous.get(f"public/cases/{story.number}").get_json()
    at_months(world, 1)
    assert purged(world)["reporter_link"] == 1
    after = report_of(world, story.number)
    assert after.owner == after.filer == f"n:{after.id.hex}"
    assert (after.contact_sealed, after.code_digest, after.sent_lat) == (None, None, None)
    assert after.fingerprint == bytes(32)
    assert (after.words, after.lat, after.sent_at) == (before.words, before.lat, before.sent_at)
    assert residents_in_journal(world, story.number) == {"r:"}
    assert residents_in_journal(world, open_case.number) == {reporter.actor.owner}
    assert report_of(world, open_case.number).owner == reporter.actor.owner
    with world.app.app_context():
        owners = select(Notice.owner).join(Case, Case.id == Notice.case_id)
        told = set(db.session.scalars(owners.where(Case.number == story.number)))
        assert not any(owner.startswith("r:") for owner in told)
        kept = select(func.count()).where(Upload.owner == reporter.actor.owner)
        assert db.session.scalar(kept) == 1, "only the open case's photo is still known as theirs"
        db.session.remove()
    assert world.findings() == []
    mine = reporter.get("my/reports").get_json()
    assert [item["case_number"] for item in mine["items"]] == [open_case.number]
    again = world.anonymous.get(f"public/cases/{story.number}").get_json()
    assert again["timeline"] == public["timeline"]
    assert len(again["photos"]) == len(public["photos"]) == 1


def test_numbers_in_words_go_with_the_reporter(world: World) -> None:
    """What is left of the case leads to nobody, and its journal still verifies."""
    reporter = world.account(PHONE)
    story = Story(world, reporter, words=f"打我{PHONE}，还有垃圾", address=f"1号楼{PHONE}")
    story.confirming()
    reporter.do(story.number, "refuse", words=f"没有清，打{PHONE}")
    story.finished().passed()
    reporter.do(story.number, "confirm")
    world.drain()
    at_months(world, 24.5)
    assert purged(world)["reporter_link"] == 1
    after = report_of(world, story.number)
    assert (after.words, after.address) == ("打我****，还有垃圾", "1号楼****")
    timeline = world.staff("east_clerk").view(story.number).get_json()["timeline"]
    assert PHONE not in str(timeline)
    assert [event["words"] for event in timeline if event["action"] == "refuse"] == [None]
    assert world.findings() == []


def test_photos_go_and_public_copies_stay(world: World) -> None:
    """After three years the original and everything unmasked is gone, from row and storage."""
    story = Story(world).closed()
    clerk = world.staff("east_clerk")
    shown = clerk.get(f"cases/{story.number}").get_json()["reports"][0]["photos"]
    clerk.do(story.number, "publish", photo_ids=shown)
    fresh = Story(world)
    at_months(world, 37)
    assert purged(world)["photo_original"] == 2, "before and after; not the open case's"
    with world.app.app_context():
        photos = {
            photo.visibility: photo
            for photo in db.session.scalars(
                select(CasePhoto)
                .join(Case, Case.id == CasePhoto.case_id)
                .where(Case.number == story.number)
            )
        }
        assert set(photos) == {PUBLIC, HIDDEN}
        for photo in photos.values():
            blob = db.session.get_one(PhotoBlob, photo.blob_id)
            assert blob.purged_at is not None
            assert not any(world_storage(world, key) for key in all_keys(blob.file_id))
        assert files.rendition(str(photos[PUBLIC].public_key), "full")
        kept = db.session.scalars(
            select(PhotoBlob)
            .join(CasePhoto)
            .join(Case, Case.id == CasePhoto.case_id)
            .where(Case.number == fresh.number)
        ).one()
        assert files.original(kept.file_id)
        db.session.remove()
    assert clerk.get(f"cases/{story.number}").status_code == 200
    assert world.findings() == []


def world_storage(world: World, key: str) -> bool:
    found: bool = world.app.extensions["suishoupai"].storage.exists(key)
    return found


def all_keys(file_id: str) -> list[str]:
    folder = file_id[:2]
    shown = [f"{size}/{folder}/{file_id}.jpg" for size in files.SIZES]
    return [f"originals/{folder}/{file_id}.enc", *shown]


def test_hold_stops_it_until_lifted(world: World) -> None:
    """Set and lifted with a reason, in the audit log; a street cannot."""
    story = Story(world, world.account(PHONE), contact=CONTACT).closed()
    leader = world.staff("leader")
    path = f"cases/{story.number}/hold"
    assert world.staff("east_clerk").post(path, {"reason": "x"}).status_code == 403
    assert leader.post("cases/nothing/hold", {"reason": "法院调取"}).status_code == 404
    assert leader.post(path, {"reason": ""}).status_code == 422
    assert leader.post(path, {"reason": "法院调取"}).status_code == 201
    assert leader.post(path, {"reason": "法院调取"}).status_code == 409
    with world.app.app_context():
        assert "hold.set" in set(db.session.scalars(select(audit.AuditEntry.action)))
        db.session.remove()
    at_months(world, 37)
    assert purged(world).keys() & {"reporter_link", "photo_original", "account"} == set()
    assert report_of(world, story.number).contact_sealed is not None
    answer = leader.post(f"{path}/lift", {"reason": "已结束"})
    assert [(item["reason"], item["lift_reason"]) for item in answer.get_json()["items"]] == [
        ("法院调取", "已结束")
    ]
    assert leader.post(f"{path}/lift", {"reason": "已结束"}).status_code == 409
    went = purged(world)
    assert (went["reporter_link"], went["photo_original"]) == (1, 2)


def test_accounts_nobody_uses_go(world: World) -> None:
    """Who neither reports nor signs in is forgotten; who does, or has something open, is not."""
    idle, active = world.account("13800000001"), world.account("13800000002")
    reporter = world.account("13800000003")
    Story(world, reporter)
    idle.get("notices")
    at_months(world, 25)
    active.get("notices")
    assert purged(world)["account"] == 1
    with world.app.app_context():
        left = set(db.session.scalars(select(Resident.id).where(Resident.phone_index.is_not(None))))
        assert left == {active.actor.resident_ids[0], reporter.actor.resident_ids[0]}
        ids = set(db.session.scalars(select(SignIn.resident_id)))
        assert not ids & set(idle.actor.resident_ids)
        db.session.remove()


def test_old_audit_entries_go_and_the_chain_holds(world: World) -> None:
    """The chain says itself where it begins; who removes more is found out."""
    with world.app.app_context():
        for number in range(250):
            record(f"old:{number}")
        at_months(world, 40)
        for number in range(3):
            record(f"new:{number}")
        assert gone(retention.purge(world.clock())) == {"audit_entry": 250}
        subjects = set(db.session.scalars(select(audit.AuditEntry.subject)))
        assert subjects == {"new:0", "new:1", "new:2", "audit"}
        assert audit.first_broken(db.session()) is None
        oldest = db.session.scalars(select(audit.AuditEntry).order_by(audit.AuditEntry.id)).first()
        db.session.delete(oldest)
        db.session.flush()
        assert audit.first_broken(db.session()) is not None
        db.session.rollback()
        db.session.remove()


def record(subject: str) -> None:
    with unit_of_work() as session:
        audit.record(session, SYSTEM, "test", subject)


def test_tombstones_say_what_went(world: World) -> None:
    for _ in range(3):
        Story(world).closed()
    at_months(world, 37)
    went = purged(world)
    assert went["reporter_link"] == 3
    items = world.staff("auditor").get("tombstones").get_json()["items"]
    assert {item["kind"]: item["removed"] for item in items} == went
    rules = {item["kind"]: item["rule"] for item in items}
    assert rules["reporter_link"] == "keep_reporter_months=24"


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2026, 3, 31, 8, tzinfo=UTC), 1, datetime(2026, 2, 28, 8, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 24, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2026, 11, 22, tzinfo=UTC), 36, datetime(2023, 11, 22, tzinfo=UTC)),
        (datetime(2026, 1, 5, tzinfo=UTC), 1, datetime(2025, 12, 5, tzinfo=UTC)),
    ],
)
def test_months(moment: datetime, months: int, before: datetime) -> None:
    assert retention.months_before(moment, months) == before


@pytest.fixture
def strides(full: bool) -> Iterator[int]:
    """The moments at which a command is killed; the test ends them."""
    return itertools.count(1, 1) if full else itertools.count(Random().randint(1, 20), 25)


@pytest.mark.crash
@pytest.mark.timeout(900)
def test_killed_purge_is_finished_by_the_next(
    app: Flask, world: World, settings: Settings, strides: Iterator[int]
) -> None:
    """Whatever the moment, tombstones count what went, and in the end everything due went."""
    stories = [Story(world, contact=CONTACT).closed() for _ in range(3)]
    memory = app.extensions["suishoupai"].storage
    disk = LocalStorage(settings.data_dir / "photos")
    for stored in memory.iterate():
        disk.put(stored.key, memory.get(stored.key))
    kills = 0
    with victims(Installation(settings.data_dir, settings.database_url)) as forks:
        for at in strides:
            hurt = forks.run("retention", "purge", at=at, ahead_days=YEARS)
            kills += hurt.killed
            assert world.findings() == []
            if not hurt.killed:
                assert hurt.code == 0, hurt
                break
        assert forks.run("retention", "purge", ahead_days=YEARS).code == 0  # freed accounts
        healed = forks.run("retention", "purge", "--dry-run", ahead_days=YEARS)
        assert " 0 would go" in healed.output
        assert not any(f" {count} would" in healed.output for count in range(1, 99))
    world.drain()
    assert kills >= 1
    assert all(report_of(world, story.number).contact_sealed is None for story in stories)
    with app.app_context():
        counted = {row.kind: row.removed for row in db.session.scalars(select(Tombstone))}
        assert (counted["reporter_link"], counted["photo_original"]) == (3, 6)
        blobs = list(db.session.scalars(select(PhotoBlob)))
        assert all(blob.purged_at for blob in blobs)
        db.session.remove()
    assert list(findings_in(app)) == []


def findings_in(app: Flask) -> list[object]:
    with app.app_context():
        return list(findings())
