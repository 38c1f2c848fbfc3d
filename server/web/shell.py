"""What makes the pages an app on a phone: worker, manifest, icons, shared photos, no network."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, request

from server.platform.errors import Problem, not_found
from server.platform.http.assets import DIST
from server.platform.http.auth import actor, requires
from server.platform.i18n import LOCALES, t
from server.web.areas import street_choices
from server.web.form import REPORT_BYTES_MOST, Form, take_in
from server.web.icons import ICONS, icon
from server.web.page import assets, page, page_locale

pages = Blueprint("shell", __name__)

_CANVAS = "#f4f6f5"
_DAY_S = 24 * 3600


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
    return response.make_conditional(request)  # type: ignore[return-value]


@pages.get("/offline")
@requires("page.read")
def offline() -> Response:
    """What a phone shows in place of a page that it cannot fetch."""
    return page("offline")


@pages.get("/manifest.webmanifest")
@requires("page.read")
def manifest() -> Response:
    """What the system needs to know to install the app; ``app=office`` is the office's own.

    The page names its language in the address: browsers ask for this without cookies.
    """
    locale = request.args.get("lang", "")
    locale = locale if locale in LOCALES else page_locale()
    described = _office(locale) if request.args.get("app") == "office" else _resident(locale)
    response = Response(orjson.dumps(described), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = f"public, max-age={_DAY_S}"
    return response


def _resident(locale: str) -> dict[str, Any]:
    share = {
        "action": "/share",
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {
            "title": "title",
            "text": "text",
            "url": "url",
            "files": [{"name": "photos", "accept": ["image/*"]}],
        },
    }
    described = t("page.description", locale)
    shortcuts = [
        {"name": t(f"nav.{name}", locale), "url": f"/#/{name}", "icons": [_icon("192")]}
        for name in ("snap", "me")
    ]
    own = {"description": described, "shortcuts": shortcuts, "share_target": share}
    return _app("/", t("app.name", locale), locale) | own


def _office(locale: str) -> dict[str, Any]:
    return _app("/office", f"{t('app.name', locale)} · {t('page.office', locale)}", locale)


def _app(start: str, name: str, locale: str) -> dict[str, Any]:
    return {
        "id": start,
        "start_url": start,
        "scope": "/",
        "name": name,
        "short_name": name,
        "lang": locale,
        "display": "standalone",
        "background_color": _CANVAS,
        "theme_color": _CANVAS,
        "icons": [
            *(_icon(name) for name in ("192", "512")),
            *(_icon(name) | {"purpose": "maskable"} for name in ("maskable-192", "maskable-512")),
        ],
    }


def _icon(name: str) -> dict[str, str]:
    size, _ = ICONS[name]
    return {"src": f"/icon/{name}.png", "sizes": f"{size}x{size}", "type": "image/png"}


@pages.get("/icon/<name>.png")
@requires("page.read")
def app_icon(name: str) -> Response:
    """An icon of the app. Raises ``not_found``."""
    if name not in ICONS:
        raise not_found()
    response = Response(icon(name), mimetype="image/png")
    response.headers["Cache-Control"] = f"public, max-age={_DAY_S}"
    return response


@pages.post("/share")
@requires("page.read", body_limit=REPORT_BYTES_MOST)
def share() -> Response:
    """Photos shared from another app, where no service worker took them: the form with them."""
    words = (request.form.get(name, "").strip() for name in ("title", "text", "url"))
    form = Form(words=" ".join(said for said in words if said))
    files = [file for file in request.files.getlist("photos") if file.filename]
    status = 200
    try:
        take_in(form, files, actor(), page_locale())
    except Problem as problem:
        form.problem, status = problem, problem.status
    return page("home", status, form=form, streets=street_choices(), assets=assets())
