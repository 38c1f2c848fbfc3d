"""What is not there and what is not yours are one answer: body, status, headers and queries.

Every route with an object in its address is asked for both, by somebody who may use the route. A
route that is in neither table below fails.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.contract.routes import ROUTES
from tests.support.queries import Queries
from tests.support.story import Story
from tests.support.world import WEST, Person, World

Counter = Callable[[], AbstractContextManager[Queries]]
_NOTHING = {
    "number": "990101-20260101-2222",
    **dict.fromkeys(("session_id", "photo_id", "view_id", "handover_id", "list_id"), "999999"),
    **dict.fromkeys(("item_id", "check_id", "deputy_id", "claim_id"), "999999"),
    **dict.fromkeys(
        ("round_id", "report_id", "export_id"), "0" * 8 + "-0000-4000-8000-" + "0" * 12
    ),
}
_EAST = "east_clerk"
_VIEW = {"name": "我的", "shared": False, "query": {"queue": "all"}}
OWNED: dict[str, tuple[str, dict[str, Any]]] = {
    "GET /api/v1/cases/<number>": (_EAST, {}),
    "POST /api/v1/cases/<number>/actions/<action>": (_EAST, {"note": "看看"}),
    "POST /api/v1/cases/<number>/reports/<uuid:report_id>/contact": (_EAST, {"purpose": "place"}),
    "GET /api/v1/follow/<number>": ("resident", {}),
    "GET /api/v1/follow/<number>/looks": ("resident", {}),
    "POST /api/v1/follow/<number>/actions/<action>": ("resident", {}),
    "PUT /api/v1/my/reports/<uuid:report_id>/contact": ("resident", {"phone": "13912345678"}),
    "GET /api/v1/public/cases/<number>": ("resident", {}),
    "GET /api/v1/public/cases/<number>/watch": ("resident", {}),
    "PUT /api/v1/public/cases/<number>/watch": ("resident", {}),
    "DELETE /api/v1/public/cases/<number>/watch": ("resident", {}),
    "GET /c/<number>": ("resident", {}),
    "GET /api/v1/photos/<int(max=2147483647):photo_id>/original": (_EAST, {}),
    "DELETE /api/v1/sessions/<int(max=2147483647):session_id>": (_EAST, {}),
    "PUT /api/v1/views/<int(max=2147483647):view_id>": (
        _EAST,
        {"name": "我的", "shared": False, "query": {"queue": "all"}},
    ),
    "DELETE /api/v1/views/<int(max=2147483647):view_id>": (_EAST, {}),
    "GET /api/v1/patrols/<uuid:round_id>": ("patrol", {}),
    "PUT /api/v1/patrols/<uuid:round_id>/end": ("patrol", {}),
    "GET /api/v1/exports/<uuid:export_id>": (_EAST, {}),
    "GET /api/v1/exports/<uuid:export_id>/file": (_EAST, {}),
}
"""Routes whose objects belong to somebody: who asks in vain, and with what body."""

ELSEWHERE = {
    "GET /api/v1/cases/<number>/hold": "the centre sees every case",
    "POST /api/v1/cases/<number>/hold": "the centre sees every case",
    "POST /api/v1/cases/<number>/hold/lift": "the centre sees every case",
    "GET /go/<number>": "leads to the app, which asks",
    "POST /api/v1/public/cases/<number>/join": "needs a whole report: test_permission_matrix",
    "POST /api/v1/patrols/<uuid:round_id>/issues": "needs a whole report: inspection",
    "GET /photos/<int(max=2147483647):photo_id>/<size>.jpg": "by signed address: photos",
    "PUT /api/v1/photos/<sha256>": "a foreign hash counts as unknown: test_permission_matrix",
    "POST /api/v1/otp/<string:request_id>": "identity",
    "PUT /api/v1/spot-checks/<int(max=2147483647):check_id>/ok": "the centre sees every draw",
    "POST /api/v1/handovers/<int(max=2147483647):handover_id>/take": "desk",
    "POST /api/v1/queues/<queue>/visits": "one's own queue by name",
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/approve": "responsibility",
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/decline": "responsibility",
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/end": "responsibility",
    "DELETE /api/v1/admin/deputies/<int(max=2147483647):deputy_id>": "identity",
}
"""Routes with an object that belongs to somebody and what answers for them instead."""

_OPEN = re.compile(r"<code>|<(?:int[^>]*:)?(?:year|staff_id|condition_id|sponsorship_id)>|<name>")
"""Objects of the whole city: everybody who may use the route may know all of them."""

_LISTS = re.compile(r"/(?:community-lists|rectification-lists|community|rectification)/<")
"""Lists of one's office: tests of inspection."""


def test_every_route_with_an_object_is_answered_for() -> None:
    with_object = {route for route in ROUTES if "<" in route}
    rest = {
        route
        for route in with_object - OWNED.keys() - ELSEWHERE.keys()
        if not _OPEN.search(route) and not _LISTS.search(route)
    }
    newer = {route for route in rest if not route.startswith(_BY_OTHERS)}
    assert newer == set(), "say in this file whose the object is"
    assert (OWNED.keys() | ELSEWHERE.keys()) <= with_object


_BY_OTHERS = (
    "GET /api/v1/admin",
    "POST /api/v1/admin",
    "PUT /api/v1/admin",
    "DELETE /api/v1/admin",
)
"""What administrators keep, they keep all of."""


@dataclass(frozen=True)
class Foreign:
    """Objects of other people, by the name that addresses have for them."""

    objects: dict[str, str]

    @classmethod
    def of(cls, world: World) -> Foreign:
        reporter = world.account("13911112222")
        report_id = str(uuid.uuid4())
        sent = reporter.report(
            id=report_id,
            place={**WEST, "source": "fix"},
            contact={"phone": "13911112222"},
            anonymous=False,
        )
        number = str(sent.get_json()["case_number"])
        supervisor, colleague = world.staff("supervisor"), world.staff("east_clerk2")
        photo = supervisor.view(number).get_json()["photos"][0]["id"]
        session = colleague.get("sessions").get_json()["items"][0]["id"]
        query = {"queue": "all"}
        made = colleague.post("views", {"name": "同事的", "shared": False, "query": query})
        assert made.status_code == 201, made.text
        view = colleague.get("views").get_json()["items"][0]["id"]
        begun = supervisor.post("patrols", {"id": str(uuid.uuid4()), "kind": "supervision"})
        export = supervisor.post("exports", {})
        assert (begun.status_code, export.status_code) == (201, 202), begun.text + export.text
        return cls(
            {
                "number": number,
                "report_id": report_id,
                "photo_id": str(photo),
                "session_id": str(session),
                "view_id": str(view),
                "round_id": begun.get_json()["id"],
                "export_id": export.get_json()["id"],
            }
        )


def _seen(answer: TestResponse, path: str) -> tuple[Any, ...]:
    """All that the asker learns, but for the address that was asked."""
    headers = [(name, value) for name, value in answer.headers if name != "Date"]
    return answer.status_code, answer.data.replace(path.encode(), b""), sorted(headers)


def _asked(person: Person, route: str, body: dict[str, Any], values: dict[str, str]) -> Any:
    method, rule = route.split(" ", 1)
    known = {"action": "add_note" if "cases" in rule else "withdraw"} | values
    path = re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", lambda found: known[found[1]], rule)
    headers = {"If-Match": '"1"', "Idempotency-Key": uuid.uuid4().hex}
    options = {} if method in ("GET", "DELETE") else {"json": body}
    return path, person.ask(method, path, headers=headers, **options)


def test_not_there_and_not_yours_are_one_answer(world: World, query_count: Counter) -> None:
    foreign = Foreign.of(world).objects
    own = Story(world, resident := world.resident())
    people = {"resident": resident}
    wrong = []
    for route, (who, body) in OWNED.items():
        person = people.get(who) or world.staff(who)
        # a foreign report on an own case, too: only one of two objects is somebody else's
        person.get("me")
        seen = []
        for values in (_NOTHING, _NOTHING | foreign):
            if "report_id" in route and "<number>" in route:
                values = values | {"number": own.number}
            _asked(person, route, body, values)
            with query_count() as queries:
                path, answer = _asked(person, route, body, values)
            seen.append((*_seen(answer, path), queries.count))
        if seen[0] != seen[1] or seen[0][0] not in (404, 204):
            told = [one for pair in zip(*seen, strict=True) if pair[0] != pair[1] for one in pair]
            wrong.append((route, seen[0][0], seen[0][1].decode()[:300], *told))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_wrong_code_for_a_case_that_is_there_says_no_more(
    world: World, query_count: Counter
) -> None:
    number = Story(world).number
    code = {"X-Query-Code": "A" * 16}
    seen, pages = [], []
    for asked in (number, "990101-20260101-2222"):
        with query_count() as queries:
            answer = world.anonymous.get(f"follow/{asked}", headers=code)
        seen.append((*_seen(answer, asked), queries.count))
        form = {"number": asked, "code": "A" * 16}
        with query_count() as queries:
            answer = world.anonymous.ask("POST", "/follow", data=form)
        pages.append((*_seen(answer, asked), queries.count))
    assert seen[0] == seen[1]
    assert pages[0] == pages[1]
    assert (seen[0][0], pages[0][0]) == (404, 404)
