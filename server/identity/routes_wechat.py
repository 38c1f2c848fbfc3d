"""WeChat over HTTP, for its own browser: signing in, and signatures for its JS-SDK."""

from __future__ import annotations

import marshmallow as ma
from flask import Response, request

from server.identity import claims, wechat
from server.notifications.channels.configured import wechat_pages
from server.notifications.channels.messages import NotAccepted
from server.platform.errors import Problem, not_found
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.cookies import set_cookie
from server.platform.runtime import current

blueprint = Blueprint("wechat", __name__, url_prefix="/api/v1/wechat", description="WeChat.")

TICKET_COOKIE = "ssp_wechat"


class WechatDepartureSchema(Schema):
    """Where the browser goes to sign in."""

    address = ma.fields.String(required=True)


class WechatLinkSchema(Schema):
    """Whether one's account has its WeChat."""

    linked = ma.fields.Boolean(required=True)


class WechatPageArguments(Schema):
    """The address with which the page was opened, without its hash."""

    url = ma.fields.String(required=True, validate=ma.validate.Length(1, 500, error="too_long"))


class WechatSignatureSchema(Schema):
    """What ``wx.config`` takes; ``timestamp`` in seconds since 1970."""

    app_id = ma.fields.String(required=True)
    timestamp = ma.fields.Integer(required=True)
    nonce = ma.fields.String(required=True)
    signature = ma.fields.String(required=True)


@blueprint.post("/sign-in")
@requires("session.open")
@blueprint.response(201, WechatDepartureSchema)
def depart() -> Response:
    """Begin a sign-in; the device's reports will join the account."""
    claim_key = request.headers.get("X-Claim-Key")
    left = wechat.depart(claims.claim_digest(claim_key) if claim_key else None)
    response = answer({"address": left.address}, 201)
    set_cookie(response, TICKET_COOKIE, left.ticket, wechat.LIFETIME, wechat.BACK)
    return response


@blueprint.get("/link")
@requires("session.manage")
@blueprint.response(200, WechatLinkSchema)
def link() -> Response:
    """Whether one's account has its WeChat."""
    return answer({"linked": wechat.is_linked(actor())})


@blueprint.delete("/link")
@requires("session.manage")
@blueprint.response(204)
def unlink() -> None:
    """Forget the WeChat of one's account."""
    wechat.unlink(actor())


@blueprint.get("/signature")
@requires("page.read")
@blueprint.arguments(WechatPageArguments, location="query")
@blueprint.response(200, WechatSignatureSchema)
def signature(data: dict[str, str]) -> Response:
    """A signature for one of our own pages."""
    signer = wechat_pages()
    if signer is None:
        raise not_found()
    ours = current().settings.public_url.rstrip("/") + "/"
    url = data["url"].partition("#")[0]
    if not url.startswith(ours):
        raise Problem("invalid", 422, fields={"url": ["invalid"]})
    try:
        signed = signer.sign(url)
    except NotAccepted:
        raise Problem("wechat_away", 422) from None
    return answer(signed)
