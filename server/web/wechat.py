"""The ways back from WeChat: who signs in, and who wants its messages."""

from __future__ import annotations

import hmac
import re
from datetime import timedelta

from flask import Blueprint, Response, redirect, request

from server.identity import devices, sessions, wechat
from server.identity.routes_wechat import TICKET_COOKIE
from server.notifications.channels.configured import official_account
from server.notifications.channels.messages import NotAccepted
from server.notifications.channels.wechat import CodeRefused
from server.notifications.preferences import remember_openid
from server.platform import clock
from server.platform.errors import Problem, not_found
from server.platform.http.auth import actor, requires
from server.platform.http.cookies import SESSION_COOKIE, drop_cookie, read_cookie, set_cookie
from server.platform.http.peer import client_address
from server.platform.runtime import current

pages = Blueprint("wechat_pages", __name__)

_STATE_LASTS = timedelta(minutes=10)
_STATE = re.compile(r"([0-9a-f]{1,12})x[0-9a-f]{40}")


@pages.get(wechat.BACK)
@requires("page.read")
def signed_in() -> Response:
    """Sign in whom WeChat sends back, in the browser that left."""
    given = request.args
    token = wechat.arrive(
        wechat.Arrival(
            actor=actor(),
            ticket=read_cookie(TICKET_COOKIE, wechat.BACK) or "",
            state=given.get("state", ""),
            code=given.get("code", ""),
            address=client_address(),
            device=devices.describe(request.headers.get("User-Agent", "")),
            replaces=read_cookie(SESSION_COOKIE),
        )
    )
    response: Response = redirect("/#/me", 303)  # type: ignore[assignment]
    set_cookie(response, SESSION_COOKIE, token, sessions.RESIDENT_LIFETIME)
    drop_cookie(response, TICKET_COOKIE, wechat.BACK)
    return response


@pages.get("/wechat")
@requires("notice.read")
def to_wechat() -> Response:
    """Ask WeChat who the reader of notices is. Raises ``not_found`` without a 公众号."""
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
    parts = _STATE.fullmatch(state)
    until = int(parts[1], 16) if parts else 0
    if until < clock.now().timestamp() or not hmac.compare_digest(state, _state(until)):
        raise Problem("wechat_state", 403)
    try:
        openid = account.openid_of(request.args.get("code", ""))
    except CodeRefused:
        raise Problem("wechat_code", 422) from None
    except NotAccepted:
        raise Problem("wechat_away", 422) from None
    remember_openid(actor(), openid)
    return redirect("/preferences", 303)  # type: ignore[return-value]


def _state(until: int) -> str:
    """What comes back from WeChat unchanged: letters and digits, for one reader and some time."""
    proof = current().keys.hmac("wechat_state", f"{until}/{actor().owner}".encode())
    return f"{until:x}x{proof.hex()[:40]}"
