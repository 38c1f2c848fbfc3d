"""What must hold whenever the server dies: nothing half, nothing acknowledged lost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from server.cases.anchors import heads
from server.cases.engine import TOPIC
from server.cases.models import Case, Clock, JournalEvent
from server.cases.verify import findings
from server.identity.models import Staff
from server.notifications.models import Notice
from server.photos import files
from server.photos.models import CasePhoto, PhotoBlob
from server.photos.service import sweep
from server.platform import clock
from server.platform.db import db
from server.platform.outbox.models import OutboxRow
from server.platform.outbox.relay import drain
from server.reports.models import Report
from tests.crash.people import Draft

_LEASE_OVER_SECONDS = 120
_AFTER_UPLOADS = timedelta(hours=25)


def assert_whole(app: Flask) -> None:
    """No report without its case, clock, journal, outbox row and photos, and none of these
    without the others."""
    with app.app_context():
        cases = {case.id: case for case in db.session.scalars(select(Case))}
        reports = list(db.session.scalars(select(Report)))
        assert sorted(report.case_id for report in reports) == sorted(cases)
        events = _counts(JournalEvent.case_id)
        assert events == {case.id: case.version for case in cases.values()}
        told = Counter(
            (row.payload["case_id"], row.payload["seq"])
            for row in db.session.scalars(select(OutboxRow).where(OutboxRow.topic == TOPIC))
        )
        happened = db.session.execute(select(JournalEvent.case_id, JournalEvent.seq))
        assert told == {(event.case_id, event.seq): 1 for event in happened}
        _assert_clocks(cases)
        assert [finding.what for finding in findings()] == []
        _assert_photos(reports)
        db.session.remove()


def _assert_clocks(cases: Mapping[int, Case]) -> None:
    running = select(Clock).where(Clock.stopped_at.is_(None))
    due = {(item.case_id, item.kind): item.due_at for item in db.session.scalars(running)}
    for case in cases.values():
        assert case.due_kind is not None, case.state
        assert due[case.id, case.due_kind] == case.due_at
    assert set(_counts(Clock.case_id)) == set(cases)


def _assert_photos(reports: Iterable[Report]) -> None:
    """Every row has its files, and they are the bytes that were sent."""
    shown = _counts(CasePhoto.report_id)
    assert {report.id for report in reports} == set(shown) - {None}
    for blob in db.session.scalars(select(PhotoBlob)):
        assert hashlib.sha256(files.original(blob.file_id)).hexdigest() == blob.sha256
        for size in files.SIZES:
            assert files.rendition(blob.file_id, size).startswith(b"\xff\xd8")


def _counts(column: Any) -> dict[Any, int]:
    rows = db.session.execute(select(column, func.count()).group_by(column))
    return {row[0]: row[1] for row in rows}


def assert_acknowledged(app: Flask, drafts: Iterable[Draft]) -> None:
    """Everything that has a receipt is there, with every photo."""
    with app.app_context():
        for draft in drafts:
            if draft.receipt is None:
                continue
            number = draft.receipt["case_number"]
            report = db.session.scalars(
                select(Report).join(Case, Case.id == Report.case_id).where(Case.number == number)
            ).one()
            assert str(report.id) == draft.form["id"]
            shown = select(func.count()).where(CasePhoto.report_id == report.id)
            assert db.session.scalar(shown) == len(draft.pictures)
        db.session.remove()


def assert_told_once(
    app: Flask, expected: Mapping[str, frozenset[str]], ahead_s: int = _LEASE_OVER_SECONDS
) -> None:
    """Once the outbox is empty everybody has exactly one notice of each event.

    ``expected`` are usernames by action; ``reporter`` is whoever sent the report, ``drawn`` who
    was drawn to check. The outbox is emptied as of ``ahead_s`` seconds from now, when the leases
    of the dead are over.
    """
    ahead = timedelta(seconds=ahead_s)
    with app.app_context(), clock.set_source(lambda: datetime.now(UTC) + ahead):
        drain(app)
        left = OutboxRow.settled_at.is_(None) | OutboxRow.dead.is_(True)
        assert db.session.scalars(select(OutboxRow.id).where(left)).all() == []
        owners = {f"s:{row.id}": row.username for row in db.session.scalars(select(Staff))}
        told = Counter(
            (row.case_id, row.seq, owners.get(row.owner, "reporter"))
            for row in db.session.scalars(select(Notice))
        )
        drawn = dict(db.session.execute(select(Case.id, Case.checker_id)).all())
        assert told == Counter(
            (event.case_id, event.seq, owners[f"s:{drawn[event.case_id]}"])
            if name == "drawn"
            else (event.case_id, event.seq, name)
            for event in db.session.scalars(select(JournalEvent))
            for name in expected.get(event.action, ())
        )
        db.session.remove()


def assert_heads_noted(app: Flask) -> None:
    """The file beside the database knows the latest event of every case."""
    with app.app_context():
        rows = db.session.execute(
            select(Case.number, JournalEvent.seq, JournalEvent.hash)
            .join(JournalEvent, JournalEvent.case_id == Case.id)
            .where(JournalEvent.seq == Case.version)
        )
        assert heads() == {number: (seq, event_hash.hex()) for number, seq, event_hash in rows}
        db.session.remove()


def assert_nothing_left_over(app: Flask, data_dir: Path) -> None:
    """A day later the sweep leaves exactly the files that rows name."""
    with app.app_context():
        sweep(clock.now() + _AFTER_UPLOADS)
        named = set(db.session.scalars(select(PhotoBlob.file_id)))
        used = set(db.session.scalars(select(CasePhoto.blob_id)))
        assert used == set(db.session.scalars(select(PhotoBlob.id)))
        db.session.remove()
    kept = list(_files(data_dir / "photos"))
    assert sorted(kept) == sorted([*named] * 4), "files without a row, or rows without files"


def _files(folder: Path) -> Iterator[str]:
    """The set that each file belongs to; a draft has a name of its own."""
    yield from (path.stem for path in folder.rglob("*") if path.is_file())
