"""What only a demo shows, and only to the person who runs it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request

from server.identity import sms
from server.identity.identify import demo_is_open
from server.platform.errors import not_found
from server.platform.http.api import answer
from server.platform.http.auth import requires
from server.platform.http.peer import is_from_this_machine
from server.web.page import page

pages = Blueprint("demo", __name__)

_SHOWN = 20


@pages.get("/demo/sms")
@requires("page.read")
def messages() -> Response:
    """The messages sent last, as a page or as JSON. Raises ``not_found`` anywhere but there."""
    if not demo_is_open(is_from_this_machine()):
        raise not_found()
    last = sms.local_gateway().last(_SHOWN)
    if request.accept_mimetypes.best == "text/html":
        shown = [{**sent, "at": datetime.fromisoformat(sent["at"])} for sent in last]
        return page("demo_sms", messages=shown)
    items = [{name: sent[name] for name in ("at", "phone", "words")} for sent in last]
    return answer({"items": items})
