"""How people are reached: their wishes, their WeChat, and where the links lead that we send."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from server.notifications.channels.configured import official_account
from server.notifications.channels.messages import NotAccepted
from server.notifications.preferences import prefer, preferences_of, remember_openid
from server.platform import clock
from server.platform.errors import Problem, not_found
from server.platform.http.auth import actor, requires
from server.platform.i18n import LOCALES
from server.platform.runtime import current
from server.web.page import page

pages = Blueprint("reach", __name__)

_STATE_LASTS = timedelta(minutes=10)


def preferences_page(*, saved: bool = False) -> Response:
    """What the reader wants besides the inbox; who is not signed in is told how."""
    who = actor()
    wishes = preferences_of(who) if who.session_id is not None else None
    return page("preferences", wishes=wishes, saved=saved, locales=LOCALES)


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


@pages.get("/wechat")
@requires("notice.read")
def to_wechat() -> Response:
    """Ask WeChat who the reader is. Raises ``not_found`` without a 公众号."""
    account = official_account()
    if account is None:
        raise not_found()
    until = clock.now() + _STATE_LASTS
    back = f"{current().settings.public_url.rstrip('/')}/wechat/back"
    where = account.authorize_url(back, _state(int(until.timestamp())))
    return redirect(where, 303)  # type: ignore[return-value]


@pages.get("/wechat/back")
@requires("notice.read")
def back_from_wechat() -> Response:
    """Keep the openid of who comes back; only where the same reader left."""
    account = official_account()
    if account is None:
        raise not_found()
    state = request.args.get("state", "")
    until = int(head, 16) if (head := state.partition("x")[0]).isalnum() else 0
    if until < clock.now().timestamp() or not hmac.compare_digest(state, _state(until)):
        raise Problem("cross_site", 403)
    try:
        openid = account.openid_of(request.args.get("code", ""))
    except NotAccepted:
        raise Problem("wechat_unknown", 502) from None
    remember_openid(actor(), openid)
    return redirect("/preferences", 303)  # type: ignore[return-value]


def _state(until: int) -> str:
    """What comes back from WeChat unchanged: letters and digits, for one reader and some time."""
    proof = current().keys.hmac("wechat_state", f"{until}/{actor().owner}".encode())
    return f"{until:x}x{proof.hex()[:40]}"


@pages.get("/go/<number>")
@requires("page.read")
def go(number: str) -> Response:
    """From a message to the case, in the app that the reader uses."""
    app = "/office#/q/all/" if actor().is_staff else "/#/follow/"
    return redirect(app + quote(number, safe=""), 302)  # type: ignore[return-value]
