"""What was solved, before and after, for everybody to look through: no script needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from server.city.service import time_zone
from server.geography.service import Level, area_by_code, areas_at
from server.platform.http.auth import requires
from server.reports.public import Wanted
from server.reports.public import page as public_page
from server.web.page import page

pages = Blueprint("gallery", __name__)

SHOWN = 12
_LONGEST_NUMBER = 18


@pages.get("/solved")
@requires("public.read")
def solved() -> Response:
    """Pairs of photos of closed cases, latest first, of the city or of a street."""
    asked = area_by_code(request.args.get("street", ""))
    street = asked if asked and asked.level is Level.STREET else None
    before = request.args.get("before", "")
    cursor = int(before) if _is_number(before) else None
    wanted = Wanted(group="closed", pairs=True, street=street.code if street else None)
    found = public_page(wanted, near=None, cursor=cursor, limit=SHOWN)
    return page(
        "solved",
        cases=[case | {"days": _days_taken(case)} for case in found["items"]],
        street=street,
        streets=areas_at(Level.STREET),
        before=cursor,
        next=found["next"],
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER


def _days_taken(case: dict[str, Any]) -> int:
    """Local days from the report to the end; 0: on the same day."""
    zone = time_zone()

    def day(moment: datetime) -> int:
        return moment.astimezone(zone).date().toordinal()

    return day(case["closed_at"]) - day(case["submitted_at"])
