"""Valid data for every action, so that only the table decides about an attempt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.cases.models import Case
from server.photos.models import CasePhoto
from server.platform.db import db
from tests.cases.model import OPEN, Expected, Model
from tests.support.world import Person

NOTE = "内部话不给居民看"
WORDS = "大家都能看的一句话"
DONE = "已经全部清理干净,请查看照片。"
LEADS = ("sanitation", "municipal", "east")
AREAS = {"east": "990101001", "west": "990101002"}
UNKNOWN_PHOTO = {"sha256": "0" * 64}


_SAID: dict[str, dict[str, Any]] = {
    "add_evidence": {"words": WORDS},
    "add_note": {"note": NOTE},
    "appeal": {"words": WORDS},
    "check_fail": {"reason": NOTE},
    "check_pass": {"judged_from_photos": True, "note": NOTE},
    "overrule_refusal": {"words": WORDS},
    "rate": {"solved": "yes", "score": "satisfied"},
    "refuse": {"words": WORDS},
    "reject": {"reason_code": "1", "words": WORDS, "channel": "12345"},
    "request_info": {"question": WORDS},
    "supplement": {"words": WORDS},
    "unmerge": {"reason": NOTE},
    "uphold_refusal": {"words": WORDS},
}


def form(model: Model, case: Expected, who: Person, action: str, *, real: bool) -> dict[str, Any]:
    """The data of an action; ``real`` when it is going to succeed and needs true photos."""
    make = _MAKERS.get(action)
    return make(model, case, who, real) if make else _SAID.get(action, {})


def _transfer(_model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"area": _other_area(case), "reason": NOTE}


def _classify(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return model.world.condition(*case.condition)


def _reclassify(model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {**_classify(model, case, who, real), "reason": NOTE}


def _merge(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    masters = masters_of(model, case)
    return {"master": masters[0].number if masters else case.number}


def _dispatch(_model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    chosen = next(code for code in LEADS if code != case.recused)
    return {"organisation": chosen, "reason": NOTE}


def _assign(_model: Model, _case: Expected, who: Person, _real: bool) -> dict[str, Any]:
    return {"person": who.actor.staff_id or 1}


def _finish(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    counted = [{"unit": "place", "value": "1"}] if case.condition[0] == "E02" else []
    return {
        "photos": [who.photo() if real else UNKNOWN_PHOTO],
        "words": DONE,
        "close_type": "rectified",
        "quantities": counted,
    }


def _reopen(_model: Model, _case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {"words": WORDS, "photos": [who.photo() if real else UNKNOWN_PHOTO]}


def _publish(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"photo_ids": photo_ids(model, case)[:1]}


def _redact(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"photo_id": photo_ids(model, case)[:1], "boxes": []}


_MAKERS = {
    "transfer_intake": _transfer,
    "accept": _classify,
    "reclassify": _reclassify,
    "merge": _merge,
    "dispatch": _dispatch,
    "assign_person": _assign,
    "finish": _finish,
    "reopen": _reopen,
    "publish": _publish,
    "unpublish": _publish,
    "redact": _redact,
}


def masters_of(model: Model, case: Expected) -> list[Expected]:
    """The cases that ``case`` may be merged into, by whoever takes it in."""
    return [
        other
        for other in model.cases
        if other.root is not case
        and other.root.state in OPEN
        and (other.recused, other.root.office) == (case.recused, case.office)
    ]


def photo_ids(model: Model, case: Expected) -> list[int]:
    """The ids of a case's photos, oldest first."""
    with model.world.app.app_context():
        found = db.session.scalars(
            select(CasePhoto.id)
            .join(Case, Case.id == CasePhoto.case_id)
            .where(Case.number == case.number)
            .order_by(CasePhoto.id)
        ).all()
        db.session.remove()
    return list(found)


def _other_area(case: Expected) -> str:
    """A street whose reports another office than the present one takes in."""
    for street, code in AREAS.items():
        office = "centre" if street == case.recused else street
        if office != case.office:
            return code
    raise AssertionError(case)
