"""Valid data for every action, so that only the table decides about an attempt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.cases.models import Case
from server.photos.models import CasePhoto
from server.platform.db import db
from tests.cases.judgement import LEVELS, free_helpers
from tests.cases.model import DAY, MINOR, OPEN, Expected, Model
from tests.support.world import EAST, WEST, Person

NOTE = "内部话不给居民看"
WORDS = "大家都能看的一句话"
DONE = "已经全部清理干净,请查看照片。"
LEADS = ("sanitation", "municipal", "east")
AREAS = {"east": "990101001", "west": "990101002"}
UNKNOWN_PHOTO = {"sha256": "0" * 64}


SPOTS = {"east": EAST, "west": WEST}

_SAID: dict[str, dict[str, Any]] = {
    "approve_extension": {},
    "refuse_extension": {"reason": NOTE},
    "refuse_return": {"reason": NOTE},
    "refuse_suspension": {"reason": NOTE},
    "refuse_void": {"reason": NOTE},
    "refuse_force_close": {"reason": NOTE},
    "request_return": {"return_reason": "duty", "basis": NOTE},
    "request_extension": {"amount": 1, "grounds": WORDS},
    "request_void": {"void_reason": "test", "grounds": WORDS},
    "review_suspension": {"note": NOTE},
    "late_appeal": {"reason": NOTE},
    "decide_late_appeal": {"decision": "grant", "reason": NOTE},
    "supervise_reply": {"reply": NOTE},
    "use_template": {"template": "thanks"},
    "co_done": {"reason": NOTE},
    "whistle_measures": {"note": NOTE},
    "add_evidence": {"words": WORDS},
    "add_note": {"note": NOTE},
    "appeal": {"words": WORDS},
    "check_fail": {"reason": NOTE},
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


def _shot(case: Expected, who: Person, real: bool) -> list[dict[str, Any]]:
    return [who.photo(SPOTS[case.place]) if real else UNKNOWN_PHOTO]


def _check(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {"photos": _shot(case, who, real), "note": NOTE}


def _verify(model: Model, _case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"person": model.world.staff_ids["east_grid"], **model.world.condition(*MINOR)}


def _seen(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {"photos": _shot(case, who, real)}


def _told(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {"photos": _shot(case, who, real), "words": WORDS}


def _repair(model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    shot = _shot(case, who, real)
    return {"photos": shot, "words": DONE, "proof_reason": NOTE, **model.world.condition(*MINOR)}


def _place(model: Model, case: Expected, who: Person, _real: bool) -> dict[str, Any]:
    """To the other street while that has an office of its own and the district need not decide."""
    stays = case.recused or (case.moved >= 2 and model.roles.get(who.name) != "supervisor")
    street = case.place if stays else {"east": "west", "west": "east"}[case.place]
    return {"place": {**SPOTS[street], "source": "pin"}, "reason": NOTE}


def _split(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"photo_ids": photo_ids(model, case)[:1] or [1], "tile": "T2", "reason": NOTE}


def _give_away(_model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    apart = (case.recused, case.responsible)
    return {"organisation": next(code for code in LEADS if code not in apart), "reason": NOTE}


def _help(_model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    return {"organisation": (free_helpers(case) or ["property"])[0], "task": NOTE}


def _whistle(model: Model, case: Expected, who: Person, _real: bool) -> dict[str, Any]:
    level = "daily" if model.roles.get(who.name) == "street_lead" else "tackle"
    called = "municipal" if case.recused != "municipal" else "sanitation"
    return {"whistle_level": level, "organisations": [called], "task": NOTE}


def _called(_model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    calls = case.alive("call")
    return {"organisation": calls[0].org if calls else "municipal"}


def _about_called(model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {**_called(model, case, who, real), "reason": NOTE}


def _suspend(model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    until = (model.now + 10 * DAY).date().isoformat()
    grounds = {"suspension_reason": "season", "grounds": WORDS}
    return {**grounds, "until": until, "photos": _shot(case, who, real)}


def _force(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    return {"grounds": WORDS, "photos": _shot(case, who, real)}


def _level(model: Model, case: Expected, _who: Person, _real: bool) -> dict[str, Any]:
    left = sorted(LEVELS - model.world.levels(case.number))
    return {"level": left[0] if left else "1", "reason": NOTE}


def _finish(_model: Model, case: Expected, who: Person, real: bool) -> dict[str, Any]:
    counted = [{"unit": "place", "value": "1"}] if case.condition[0] == "E02" else []
    return {
        "proof_reason": NOTE,
        "photos": _shot(case, who, real),
        "words": DONE,
        "close_type": "rectified",
        "quantities": counted,
    }


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
    "reopen": _told,
    "mark_false_closure": _told,
    "check_pass": _check,
    "ask_verify": _verify,
    "verify_true": _seen,
    "verify_false": _told,
    "repair_now": _repair,
    "correct_place": _place,
    "split": _split,
    "approve_return": _give_away,
    "settle": _give_away,
    "add_co_handler": _help,
    "whistle": _whistle,
    "whistle_confirm": _called,
    "whistle_dispute": _about_called,
    "whistle_excuse": _about_called,
    "request_suspension": _suspend,
    "request_force_close": _force,
    "supervise": _level,
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
        and other.root.split_from is not case
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
