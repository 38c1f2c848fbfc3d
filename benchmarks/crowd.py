"""A hundred thousand cases for measuring lists, maps and search: copies of one, spread out."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.cases.grams import grams
from server.cases.models import Case, CaseGram
from server.photos.models import CasePhoto
from server.platform import clock
from server.platform.db import table, unit_of_work
from server.reports.models import Report

_BATCH = 5000
_ROADS = ("东吉大街", "人民路", "解放大街", "文化街", "新开路", "吉祥胡同", "站前路", "福民街")
_SPOTS = ("路口", "市场北门", "小学对面", "公交站旁", "小区三号楼", "药店门口", "桥下", "停车场")
_THINGS = ("垃圾桶", "井盖", "路灯", "小广告", "绿化带", "护栏", "广告牌", "污水管", "杂物", "积雪")
_TROUBLES = (
    "满了两天",
    "松动",
    "不亮",
    "贴满墙",
    "枯死",
    "倒了",
    "歪斜",
    "往外冒水",
    "堵住通道",
    "没人清",
)
RARE = "孔雀"
"""What one case in ten thousand tells of."""


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
    places = {n: f"{dice.choice(_ROADS)} {n % 300} 号{dice.choice(_SPOTS)}" for n in numbers}
    words = {n: _words(n, dice) for n in numbers}
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
                "address": places[n],
            }
            for n in numbers
        ],
    )
    ids = {n: dice.getrandbits(128).to_bytes(16) for n in numbers}
    session.connection().execute(
        insert(table(Report)),
        [
            report
            | {"id": _uuid(ids[n]), "case_id": first + n, "root_case_id": first + n}
            | {"words": words[n], "address": places[n]}
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

    session.connection().execute(
        insert(table(CaseGram)),
        [
            {"gram": gram, "case_id": first + n}
            for n in numbers
            for gram in grams(f"{n:07d}", places[n], words[n])
        ],
    )


def _words(number: int, dice: random.Random) -> str:
    told = f"{dice.choice(_THINGS)}{dice.choice(_TROUBLES)}，请{dice.choice(('尽快', '派人'))}处理"
    return told if number % 10_000 else f"{told}，还有一只{RARE}"


def _uuid(raw: bytes) -> UUID:
    return UUID(bytes=raw)
