"""The working calendar over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.deadlines import editing, service
from server.deadlines.schemas import DaysForm, HoursForm, StandingSchema, YearSchema
from server.deadlines.views import unknown_years, year_view
from server.platform import clock
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.versions import required_version

blueprint = Blueprint(
    "deadlines", __name__, url_prefix="/api/v1/calendar", description="Working days and hours."
)


@blueprint.get("")
@requires("calendar.manage")
@blueprint.response(200, StandingSchema)
def standing() -> Response:
    """Which years wait for somebody to confirm them."""
    return answer({"unknown_years": unknown_years(service.calendar(), clock.now())})


@blueprint.get("/<int(min=2000,max=2100):year>")
@requires("calendar.manage")
@blueprint.response(200, YearSchema)
def year(year: int) -> Response:
    """Every day of a year, and the hours of a working day."""
    return _year(year)


@blueprint.put("/<int(min=2000,max=2100):year>/days")
@requires("calendar.manage")
@blueprint.arguments(DaysForm)
@blueprint.response(200, YearSchema)
def set_days(data: dict[str, Any], year: int) -> Response:
    """Decide about days of a year; due times that were given stay."""
    days = [editing.SetDay(**item) for item in data["days"]]
    editing.set_days(actor(), required_version(), year, days)
    return _year(year)


@blueprint.post("/<int(min=2000,max=2100):year>/confirm")
@requires("calendar.manage")
@blueprint.response(200, YearSchema)
def confirm_year(year: int) -> Response:
    """Say that a year is as it stands; its warning ends."""
    editing.confirm_year(actor(), required_version(), year)
    return _year(year)


@blueprint.put("/hours")
@requires("calendar.manage")
@blueprint.arguments(HoursForm)
@blueprint.response(200, YearSchema)
def set_hours(data: dict[str, Any]) -> Response:
    """Set the hours of every working day; answers with the present year."""
    editing.set_hours(actor(), required_version(), data["spans"])
    return _year(clock.now().year)


def _year(year: int) -> Response:
    return answer(year_view(year, actor().locale))
