"""What makes the pages an app on a phone: the service worker and the page without a network."""

from __future__ import annotations

from flask import Blueprint, Response

from server.platform.http.assets import DIST
from server.platform.http.auth import requires
from server.web.page import page

pages = Blueprint("shell", __name__)


def worker_source() -> bytes:
    """The built service worker. Raises ``FileNotFoundError`` when it was never built."""
    return (DIST / "worker.js").read_bytes()


@pages.get("/worker.js")
@requires("page.read")
def worker() -> Response:
    """The service worker, from the root because it may answer only for what lies below itself.

    Browsers compare it byte by byte with the one they have: it must never come from a cache.
    """
    response = Response(worker_source(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@pages.get("/offline")
@requires("page.read")
def offline() -> Response:
    """What a phone shows in place of a page that it cannot fetch."""
    return page("offline")
