"""Where the days of a year come from before the staff of the city correct them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

SOURCE = "chinesecalendar"


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """One date as the State Council's notice has it.

    ``name`` is the holiday's key (``spring_festival``), also on its make-up working days, or empty.
    """

    date: date
    is_working: bool
    name: str


class UnpublishedYearError(ValueError):
    """The installed data know nothing of this year yet."""


def days_of(year: int) -> Iterator[PublishedDay]:
    """Give every day of ``year``, make-up working days (调休) included.

    Raises ``UnpublishedYearError``: the installed data do not cover the year.
    """
    day = date(year, 1, 1)
    while day.year == year:
        try:
            is_off, holiday = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError as error:
            raise UnpublishedYearError(str(year)) from error
        name = chinese_calendar.Holiday(holiday).name if holiday else ""
        yield PublishedDay(day, not is_off, name)
        day += timedelta(days=1)
