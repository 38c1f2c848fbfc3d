"""What every page needs: the reader's language and wishes, words, times and embedded data."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from babel.dates import format_datetime
from flask import Response, make_response, render_template, request
from markupsafe import Markup, escape

from server.city.config import config
from server.city.service import time_zone
from server.platform import clock
from server.platform.errors import Problem
from server.platform.http.assets import client_assets
from server.platform.http.problems import request_locale
from server.platform.i18n import DEFAULT, LOCALES, catalogue, t
from server.platform.runtime import current
from server.reports import consent

LOCALE_COOKIE = "ssp_locale"
ELDER_COOKIE = "ssp_elder"
ELDER_SIZES = ("1", "26", "30")
"""Steps of 长辈版: its own 22 px, and larger ones in px."""

THEME_COOKIE = "ssp_theme"
THEMES = ("light", "dark")
_LOOKS = Path(__file__).parents[2] / "static" / "shared" / "states.json"
_PATTERNS = {"zh-CN": "M月d日(EEE) HH:mm", "ko": "M월 d일(EEE) HH:mm", "en": "EEE, MMM d, HH:mm"}
_YEARS = {"zh-CN": "y年", "ko": "y년 ", "en": "y, "}
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def page_locale() -> str:
    """The language of a page: what this device chose, else what its browser asks for."""
    chosen = request.cookies.get(LOCALE_COOKIE)
    return chosen if chosen in LOCALES else request_locale()


def page(template: str, status: int = 200, *, personal: bool = False, **values: Any) -> Response:
    """Render ``templates/web/<template>.html`` in the reader's language.

    No browser keeps a ``personal`` page, nor one that answers a form. A ``problem`` among the
    values, or that of a ``form``, says when to try again.
    """
    locale = page_locale()

    def words(key: str, **params: object) -> str:
        return t(key, locale, **params)

    response = make_response(
        render_template(
            f"web/{template}.html",
            t=words,
            has_words=catalogue(locale).__contains__,
            moment=lambda at: moment(at, locale),
            embed=embed,
            looks=looks(),
            locale=locale,
            heading=lambda key, **params: heading(key, locale, **params),
            elder=_chosen(ELDER_COOKIE, ELDER_SIZES),
            theme=_chosen(THEME_COOKIE, THEMES),
            config=page_config(),
            **values,
        ),
        status,
    )
    response.headers["Content-Language"] = locale
    problem: Problem | None = values.get("problem") or getattr(values.get("form"), "problem", None)
    if problem is not None and problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    is_kept = not personal and request.method in ("GET", "HEAD")
    response.headers["Cache-Control"] = "private, no-cache" if is_kept else "private, no-store"
    if status == HTTPStatus.OK and is_kept:
        response.add_etag()
        response.make_conditional(request)
    return response


def _chosen(cookie: str, known: tuple[str, ...]) -> str:
    """What this device chose; empty without a choice."""
    chosen = request.cookies.get(cookie, "")
    return chosen if chosen in known else ""


def heading(key: str, locale: str, **params: object) -> Markup:
    """The words of a heading; below the Chinese ones the second language of a bilingual city.

    Readers of a third language see their own words only.
    """
    second = config()["bilingual"]
    if not second or locale not in (DEFAULT, second):
        return escape(t(key, locale, **params))
    return Markup('<span lang="{}">{}</span><span class="second" lang="{}">{}</span>').format(
        DEFAULT, t(key, DEFAULT, **params), second, t(key, second, **params)
    )


def page_config() -> dict[str, Any]:
    """The public configuration, the version of the privacy notice in force, and what is on."""
    wechat = {"wechat": True} if current().settings.wechat_pages else {}
    return config() | {"consent": {"version": consent.version()}} | wechat


def progress_key(case: dict[str, Any], *, others: bool) -> str:
    """The key of a case's state in the words of residents: its reporter's, or everybody else's."""
    key = f"progress.{case['state']}"
    special = f"{key}.{'others' if others else case['close_type']}"
    return special if special in catalogue(page_locale()) else key


@cache
def looks() -> dict[str, dict[str, str]]:
    """Icon and tone of each state, the same as in the apps."""
    table: dict[str, dict[str, str]] = orjson.loads(_LOOKS.read_bytes())
    return table


def embed(data: object) -> Markup:
    """JSON that may stand inside a ``<script>`` element."""
    text = orjson.dumps(data).decode()
    for char, escaped in _UNSAFE.items():
        text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704 - nothing that could close the element is left


def assets(*, office: bool = False) -> dict[str, object]:
    """Addresses that scripts ask for later."""
    return client_assets(office=office)


def moment(at: datetime, locale: str) -> str:
    """A moment as people of the city say it: 9月28日(周日) 11:00, with the year if not ours."""
    zone = time_zone()
    local = at.astimezone(zone)
    pattern = _PATTERNS[locale]
    if local.year != clock.now().astimezone(zone).year:
        pattern = _YEARS[locale] + pattern
    return format_datetime(local.astimezone(UTC), pattern, tzinfo=zone, locale=locale[:2])
