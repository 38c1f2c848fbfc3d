"""What people of the demo say and choose when they act, from the columns of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from server.cases.models import Case
from server.catalog.service import catalogue
from server.city.service import time_zone
from server.demo import cast
from server.demo.plots import Plot
from server.identity.models import Organisation
from server.photos.models import PRIVATE, CasePhoto
from server.photos.service import keep_boxes
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.platform.runtime import current

_TO_SHOW = ("near", "far", "after")
SAYS = {
    "add_co_handler": ("said", "task"),
    "add_note": ("said", "note"),
    "appeal": ("reply", "words"),
    "ask_verify": ("said", "note"),
    "check_fail": ("said", "reason"),
    "finish": ("finish", "words"),
    "refuse": ("said", "words"),
    "reject": ("said", "words"),
    "reopen": ("said", "words"),
    "request_extension": ("said", "grounds"),
    "request_force_close": ("said", "grounds"),
    "request_info": ("said", "question"),
    "request_return": ("said", "basis"),
    "request_suspension": ("said", "grounds"),
    "request_void": ("said", "grounds"),
    "supplement": ("reply", "words"),
    "whistle": ("said", "task"),
}
"""Which column of the table is said in which field of an action."""


def condition_of(plot: Plot) -> tuple[str, int]:
    """The code of a plot's category and the id of its condition."""
    category = catalogue().category(plot.row["category"])
    if category is None:
        raise LookupError(plot.row["category"])
    number = int(plot.row["condition"])
    return category.code, next(item.id for item in category.conditions if item.no == number)


def called_offices(plot: Plot) -> list[str]:
    """The codes of the organisations that a whistle of the plot calls."""
    return plot.row["reason"].split()[1:]


def _suggested(case: Case) -> str:
    return db.session.scalars(
        select(Organisation.code).where(Organisation.id == case.suggested_org_id)
    ).one()


def _private_photos(case: Case) -> list[int]:
    return list(
        db.session.scalars(
            select(CasePhoto.id)
            .where(CasePhoto.case_id == case.id, CasePhoto.visibility == PRIVATE)
            .where(CasePhoto.role.in_(_TO_SHOW))
            .order_by(CasePhoto.id)
        )
    )


def _publish(_plot: Plot, case: Case) -> dict[str, Any]:
    """Scenes are drawn and show nobody, so no detector has to look at them first."""
    ids = _private_photos(case)
    if current().finder is not None:
        with unit_of_work() as session:
            for photo_id in ids:
                keep_boxes(session, photo_id, [])
    return {"photo_ids": ids}


def _accept(plot: Plot, _case: Case) -> dict[str, Any]:
    category, condition = condition_of(plot)
    return {"category": category, "condition": condition}


def _ask_verify(plot: Plot, case: Case) -> dict[str, Any]:
    return {"person": cast.grid_worker(case.area_id).staff_id, **_accept(plot, case)}


def _finish(plot: Plot, _case: Case) -> dict[str, Any]:
    counted = [item.split(":") for item in plot.row["quantities"].split()]
    quantities = [{"unit": unit, "value": value} for unit, value in counted]
    why = {"proof_reason": plot.row["proof_reason"]} if plot.row["proof_reason"] else {}
    return {"close_type": "rectified", "quantities": quantities, **why}


def _reject(plot: Plot, _case: Case) -> dict[str, Any]:
    code, channel = plot.row["reason"].split()
    return {"reason_code": code, "channel": channel}


def _person(_plot: Plot, case: Case) -> dict[str, Any]:
    return {"person": cast.staff_with("handler", case.responsible_org_id or 0).staff_id}


def _return(plot: Plot, _case: Case) -> dict[str, Any]:
    reason, proposed = plot.row["reason"].split()
    return {"return_reason": reason, "organisation": proposed}


def _suspension(plot: Plot, _case: Case) -> dict[str, Any]:
    reason, days = plot.row["reason"].split()
    until = clock.now().astimezone(time_zone()) + timedelta(days=int(days))
    return {"suspension_reason": reason, "until": until.date().isoformat()}


def _whistle(plot: Plot, _case: Case) -> dict[str, Any]:
    return {
        "whistle_level": plot.row["reason"].split()[0],
        "organisations": called_offices(plot),
    }


ASKS: dict[str, Callable[[Plot, Case], dict[str, Any]]] = {
    "accept": _accept,
    "add_co_handler": lambda plot, _case: {"organisation": plot.row["reason"]},
    "ask_verify": _ask_verify,
    "assign_person": _person,
    "check_pass": lambda _plot, _case: {"judged_from_photos": True},
    "dispatch": lambda _plot, case: {"organisation": _suggested(case)},
    "finish": _finish,
    "publish": _publish,
    "rate": lambda plot, _case: {"solved": "yes", "score": plot.row["score"]},
    "reject": _reject,
    "request_extension": lambda plot, _case: {"amount": int(plot.row["reason"])},
    "request_return": _return,
    "request_suspension": _suspension,
    "request_void": lambda plot, _case: {"void_reason": plot.row["reason"]},
    "whistle": _whistle,
}
"""What an action asks for besides words and photos."""
