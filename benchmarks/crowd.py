"""A hundred thousand cases for measuring lists and maps: copies of one real case, spread out."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.photos.models import CasePhoto
from server.platform import clock
from server.platform.db import table, unit_of_work
from server.reports.models import Report

_BATCH = 5000


def add(number: str, count: int, seed: int = 7) -> None:
    """Copy the case ``number`` with its report and photo ``count`` times."""
    with unit_of_work() as session:
        case = session.execute(select(Case).where(Case.number == number)).scalar_one()
        report = session.execute(select(Report).where(Report.case_id == case.id)).scalars().first()
        photo = session.execute(select(CasePhoto).where(CasePhoto.case_id == case.id)).scalars()
        models = [_columns(case), _columns(report), _columns(photo.first())]
    dice = random.Random(seed)
    for start in range(0, count, _BATCH):
        with unit_of_work() as session:
            _add_batch(session, models, range(start, min(start + _BATCH, count)), dice)


def _columns(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _add_batch(
    session: Session, models: list[dict[str, Any]], numbers: range, dice: random.Random
) -> None:
    case, report, photo = models
    now = clock.now()
    first = 10_000_000
    session.connection().execute(
        insert(table(Case)),
        [
            case
            | {
                "id": first + n,
                "number": f"900000-20260101-{n:07d}",
                "tile": f"T{dice.randint(1, 13)}",
                "lat": case["lat"] + dice.uniform(-0.03, 0.03),
                "lon": case["lon"] + dice.uniform(-0.04, 0.04),
                "due_at": now + timedelta(minutes=dice.randrange(-10_000, 10_000)),
            }
            for n in numbers
        ],
    )
    ids = {n: dice.getrandbits(128).to_bytes(16) for n in numbers}
    session.connection().execute(
        insert(table(Report)),
        [
            report | {"id": _uuid(ids[n]), "case_id": first + n, "root_case_id": first + n}
            for n in numbers
        ],
    )
    session.connection().execute(
        insert(table(CasePhoto)),
        [
            photo
            | {
                "id": first + n,
                "case_id": first + n,
                "report_id": _uuid(ids[n]),
                "public_key": None,
            }
            for n in numbers
        ],
    )


def _uuid(raw: bytes) -> UUID:
    return UUID(bytes=raw)
