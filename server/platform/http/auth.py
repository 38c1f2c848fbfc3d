"""From a request to an actor, and from a route to the permission it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Request, g, request
from werkzeug.exceptions import RequestURITooLarge

from server.platform.actor import Actor, ActorKind
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.platform.http.cookies import SESSION_COOKIE, read_cookie

View = TypeVar("View", bound=Callable[..., object])

_SAFE = {"GET", "HEAD", "OPTIONS"}
_PERMISSION = "_ssp_permission"
_BODY_LIMIT = "_ssp_body_limit"
JSON_BODY_LIMIT = 256 * 1024
QUERY_BYTES_MOST = 8 * 1024


def requires(permission: str, *, body_limit: int = JSON_BODY_LIMIT) -> Callable[[View], View]:
    """Declare the permission of a route and the most bytes its body may have."""

    def mark(view: View) -> View:
        setattr(view, _PERMISSION, permission)
        setattr(view, _BODY_LIMIT, body_limit)
        return view

    return mark


def actor() -> Actor:
    """The actor of the present request."""
    who: Actor = g.actor
    return who


def permission_of(app: Flask, endpoint: str) -> str | None:
    """The permission a route declares, or ``None``."""
    declared: str | None = getattr(app.view_functions[endpoint], _PERMISSION, None)
    return declared


def init_auth(
    app: Flask,
    identify: Callable[[Request], Actor],
    known_permissions: frozenset[str],
    admit_write: Callable[[str, Actor], None],
) -> None:
    """Identify every request, then check the route's permission and where it came from.

    ``admit_write`` refuses who writes too often under a permission.
    """

    @app.before_request
    def _admit() -> None:
        view = app.view_functions.get(request.endpoint or "")
        request.max_content_length = getattr(view, _BODY_LIMIT, JSON_BODY_LIMIT)
        g.actor = Actor()
        if "\x00" in request.path:
            raise not_found()
        if len(request.query_string) > QUERY_BYTES_MOST:
            raise RequestURITooLarge
        if view is None:
            return
        if request.method not in _SAFE:
            _refuse_cross_site()
        g.actor = identify(request)
        permission = getattr(view, _PERMISSION, None)
        if permission is not None and not g.actor.may(permission):
            if g.actor.kind is ActorKind.ANONYMOUS:
                raise Problem("sign_in_required", 401)
            raise Problem(g.actor.refusal, 403)
        if permission is not None and request.method not in _SAFE:
            admit_write(permission, g.actor)
        if request.content_length:
            db.session.remove()  # a slow sender must not keep a connection while the body comes

    app.extensions["suishoupai_permissions"] = known_permissions


def check_routes(app: Flask) -> None:
    """Refuse to start with a route that declares no permission, or one nobody knows.

    Raises ``RuntimeError`` naming the routes.
    """
    known = app.extensions["suishoupai_permissions"]
    bad = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if permission_of(app, rule.endpoint) not in known
    )
    if bad:
        raise RuntimeError("routes without a known permission: " + ", ".join(bad))


def _refuse_cross_site() -> None:
    """Only our own pages may write, signed in or not.

    Every browser of the last years sends ``Origin`` or ``Sec-Fetch-Site`` with a write. What sends
    neither is no browser, or an old one: with a cookie it is let in only with a body that no
    foreign form can send. What the system hands over (a shared photo) has no origin and comes from
    no site. A page without TLS is not ours once we are behind TLS.
    """
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site")
    if origin is not None and (origin, site) != ("null", "none"):
        scheme, _, host = origin.partition("://")
        ours = ("https",) if request.is_secure else ("https", "http")
        same = host == request.host and scheme in ours
    elif site is not None:
        same = site in ("same-origin", "none")
    else:
        same = (
            read_cookie(SESSION_COOKIE) is None
            or request.is_json
            or request.method in ("PUT", "PATCH", "DELETE")
        )
    if not same:
        raise Problem("cross_site", 403)
