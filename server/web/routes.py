"""The pages."""

from __future__ import annotations

import re

from flask import Blueprint, Flask, Response, redirect, request

from server.demo.service import sign_ins
from server.identity.identify import demo_is_open
from server.platform.actor import Actor
from server.platform.errors import Problem
from server.platform.http.auth import actor, requires
from server.platform.http.peer import client_address, is_from_this_machine
from server.platform.i18n import LOCALES
from server.platform.runtime import current
from server.reports import consent
from server.reports.access import follower
from server.reports.public import public_view
from server.reports.views import follow_view
from server.responsibility.overviews import responsibility_list
from server.web.areas import street_choices
from server.web.form import REPORT_BYTES_MOST, Form, new_token, send
from server.web.gallery import pages as gallery_pages
from server.web.page import (
    ELDER_COOKIE,
    ELDER_SIZES,
    LOCALE_COOKIE,
    THEME_COOKIE,
    THEMES,
    assets,
    page,
    page_locale,
    progress_key,
)
from server.web.reach import pages as reach_pages
from server.web.reach import preferences_page
from server.web.shell import pages as shell_pages
from server.web.wechat import pages as wechat_pages
from server.web.written import read_written

pages = Blueprint("web", __name__)

_YEAR_S = 365 * 24 * 3600
_OWN_PATH = re.compile(r"/(?:[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*)?")
_KEPT = {
    "locale": (LOCALE_COOKIE, LOCALES),
    "elder": (ELDER_COOKIE, ELDER_SIZES),
    "theme": (THEME_COOKIE, THEMES),
}
"""What a device keeps: the name in an address, its cookie and the values there are."""


def init_pages(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(pages)
    app.register_blueprint(reach_pages)
    app.register_blueprint(gallery_pages)
    app.register_blueprint(wechat_pages)
    app.register_blueprint(shell_pages)


@pages.errorhandler(Problem)
@reach_pages.errorhandler(Problem)
@wechat_pages.errorhandler(Problem)
def _refused(problem: Problem) -> Response:
    """A refusal as a page that says what to do."""
    return page("problem", problem.status, problem=problem)


@pages.get("/")
@requires("page.read")
def home() -> Response:
    """The residents' app; a form that works until it has loaded, and without it.

    ``?child`` gives the form for who is under 14, which a guardian has to agree to.
    """
    return _home(Form(under_14="child" in request.args))


def _home(form: Form, status: int = 200) -> Response:
    return page("home", status, form=form, streets=street_choices(), assets=assets())


@pages.get("/office")
@requires("page.read")
def office() -> Response:
    """The office's app, with the sign-ins of the demo where they work."""
    shown = sign_ins() if demo_is_open(is_from_this_machine()) else []
    return page("office", assets=assets(office=True), demo_accounts=shown)


@pages.post("/report")
@requires("page.read", body_limit=REPORT_BYTES_MOST)
def report() -> Response:
    """The form, sent without JavaScript."""
    form = Form.of(request)
    files = [file for file in request.files.getlist("photos") if file.filename]
    try:
        receipt = send(form, files, actor(), page_locale())
    except Problem as problem:
        form.problem = problem
        if problem.code == "report_id_conflict":
            form.token, form.photos = new_token(), []
        return _home(form, problem.status)
    return page("sent", receipt=receipt)


@pages.get("/follow")
@requires("page.read")
def find() -> Response:
    """Ask for number and query code."""
    return page("find", number="", problem=None)


@pages.post("/follow")
@requires("page.read")
def followed() -> Response:
    """A case by number and query code; the code never stands in an address."""
    number, code = read_written(request.form.get("number", ""), request.form.get("code", ""))
    try:
        who: Actor = follower(actor(), number, code, client_address())
        case = follow_view(who, number)
    except Problem as problem:
        return page("find", problem.status, number=number, problem=problem)
    return page("followed", case=case, state_words=progress_key(case, others=False))


@pages.get("/c/<number>")
@requires("public.read")
def public_case(number: str) -> Response:
    """The public page of a case, made to be shared."""
    case = public_view(number)
    words = progress_key(case, others=True)
    site = (current().settings.public_url or request.host_url).rstrip("/")
    return page("case", case=case, state_words=words, site=site)


@pages.get("/privacy")
@requires("page.read")
def privacy() -> Response:
    """The privacy notice in force."""
    return page("privacy", parts=consent.parts(page_locale()), version=consent.version())


@pages.get("/accessibility")
@requires("page.read")
def accessibility() -> Response:
    """What the pages do for everybody, what they do not yet, and whom to tell."""
    return page("accessibility")


@pages.get("/responsibility")
@requires("public.read")
def responsibility() -> Response:
    """Who leads what in a street (责任清单), for everybody to read."""
    return page(
        "responsibility", list=responsibility_list(request.args.get("street"), page_locale())
    )


@pages.get("/preferences")
@requires("page.read")
def preferences() -> Response:
    """Keep language, 长辈版 and colours on this device as the app does, and go back to where the
    reader was; without any, the reader's page."""
    if not request.args:
        return preferences_page()
    back = request.args.get("back", "/")
    response = redirect(back if _OWN_PATH.fullmatch(back) else "/", 303)
    for name, (cookie, known) in _KEPT.items():
        chosen = request.args.get(name)
        if chosen is not None:
            value = chosen if chosen in known else ""
            response.set_cookie(cookie, value, _YEAR_S, samesite="Lax", secure=request.is_secure)
    return response  # type: ignore[return-value]
