"""How people are reached: their wishes, and where the links lead that we send."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from server.notifications.preferences import prefer, preferences_of
from server.platform.errors import Problem
from server.platform.http.auth import actor, requires
from server.platform.i18n import LOCALES
from server.web.page import page

pages = Blueprint("reach", __name__)


def preferences_page(*, saved: bool = False) -> Response:
    """What the reader wants besides the inbox; who is not signed in is told how."""
    who = actor()
    wishes = preferences_of(who) if who.session_id is not None else None
    return page("preferences", personal=True, wishes=wishes, saved=saved, locales=LOCALES)


@pages.post("/preferences")
@requires("notice.read")
def save_preferences() -> Response:
    """The form, sent without JavaScript."""
    given = request.form
    prefer(
        actor(),
        {
            "sms": "sms" in given,
            "wechat": "wechat" in given,
            "quiet": {"begin": _clock(given["quiet_from"]), "until": _clock(given["quiet_until"])},
            "locale": given["locale"] if given["locale"] in LOCALES else LOCALES[0],
        },
    )
    return preferences_page(saved=True)


def _clock(given: str) -> str:
    try:
        return f"{datetime.strptime(given[:5], '%H:%M').replace(tzinfo=UTC):%H:%M}"
    except ValueError:
        raise Problem("invalid", 422) from None


@pages.get("/go/<number>")
@requires("page.read")
def go(number: str) -> Response:
    """From a message to the case, in the app that the reader uses."""
    app = "/office#/q/all/" if actor().is_staff else "/#/follow/"
    return redirect(app + quote(number, safe=""), 302)  # type: ignore[return-value]
