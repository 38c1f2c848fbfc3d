"""Whose the objects of a busy town are, and how each route with one is asked: rows for the matrix.

A route with a parameter has a row in ``KINDS``. What is the city's is nobody's in particular: who
has the permission reaches every one. Of everything else ``SEES`` says who reaches East's, and
``BODIES`` what a write sends that would be accepted from its owner.
"""

from __future__ import annotations

import uuid
from typing import Any

from tests.support.busy import Busy

CITY = "the city's"

KINDS: dict[str, str] = {
    "/c/<number>": CITY,
    "/go/<number>": CITY,
    "/icon/<name>.png": CITY,
    "/photos/<photo_id>/<size>.jpg": "picture",
    "/api/v1/otp/<request_id>": CITY,
    "/api/v1/public/cases/<number>": CITY,
    "/api/v1/public/cases/<number>/join": CITY,
    "/api/v1/public/cases/<number>/watch": CITY,
    "/api/v1/queues/<queue>/visits": CITY,
    "/api/v1/photos/<sha256>": CITY,
    "/api/v1/templates/<code>": CITY,
    "/api/v1/catalog/categories/<code>": CITY,
    "/api/v1/catalog/categories/<code>/conditions": CITY,
    "/api/v1/catalog/conditions/<condition_id>": CITY,
    "/api/v1/calendar/<year>": CITY,
    "/api/v1/calendar/<year>/days": CITY,
    "/api/v1/calendar/<year>/confirm": CITY,
    "/api/v1/admin/organisations/<code>": CITY,
    "/api/v1/admin/organisations/<code>/activation": CITY,
    "/api/v1/admin/organisations/<code>/deactivation": CITY,
    "/api/v1/admin/people/<staff_id>": CITY,
    "/api/v1/admin/people/<staff_id>/activation": CITY,
    "/api/v1/admin/people/<staff_id>/deactivation": CITY,
    "/api/v1/admin/people/<staff_id>/start-password": CITY,
    "/api/v1/admin/people/<staff_id>/unlocking": CITY,
    "/api/v1/admin/people/<staff_id>/second-factor-reset": CITY,
    "/api/v1/admin/tokens/<token_id>": CITY,
    "/api/v1/segments/<code>": CITY,
    "/api/v1/segments/<code>/duties": CITY,
    "/api/v1/segments/<code>/activate": CITY,
    "/api/v1/segments/<code>/end": CITY,
    "/api/v1/segments/<code>/claims": CITY,
    "/api/v1/claims/<claim_id>/approve": "claim",
    "/api/v1/claims/<claim_id>/decline": "claim",
    "/api/v1/claims/<claim_id>/end": "claim",
    "/api/v1/sponsorships/<sponsorship_id>/end": CITY,
    "/api/v1/areas/<code>/duty": CITY,
    "/api/v1/grid-workers/<staff_id>/areas": CITY,
    "/api/v1/task-forces/<code>": CITY,
    "/api/v1/cases/<number>": "case",
    "/api/v1/cases/<number>/actions/<action>": "case",
    "/api/v1/cases/<number>/reports/<report_id>/contact": "case",
    "/api/v1/cases/<number>/hold": "case",
    "/api/v1/cases/<number>/hold/lift": "case",
    "/api/v1/follow/<number>": "reported",
    "/api/v1/follow/<number>/looks": "reported",
    "/api/v1/follow/<number>/actions/<action>": "reported",
    "/api/v1/my/reports/<report_id>/contact": "reported",
    "/api/v1/photos/<photo_id>/original": "original",
    "/api/v1/patrols/<round_id>": "round",
    "/api/v1/patrols/<round_id>/issues": "round",
    "/api/v1/patrols/<round_id>/end": "round",
    "/api/v1/spot-checks/<check_id>/ok": "check",
    "/api/v1/views/<view_id>": "view",
    "/api/v1/handovers/<handover_id>/take": "handover",
    "/api/v1/sessions/<session_id>": "session",
    "/api/v1/admin/deputies/<deputy_id>": "deputy",
    "/api/v1/exports/<export_id>": "export",
    "/api/v1/exports/<export_id>/file": "export",
    "/api/v1/rectification-lists/<list_id>": "rectification",
    "/api/v1/rectification-lists/<list_id>/file": "rectification",
    "/api/v1/rectification-lists/<list_id>/receipt": "rectification",
    "/api/v1/rectification-lists/<list_id>/items/<item_id>": "rectification",
    "/office/print/rectification/<list_id>": "rectification",
    "/api/v1/community-lists/<list_id>": "community",
    "/api/v1/community-lists/<list_id>/file": "community",
    "/api/v1/community-lists/<list_id>/items": "community",
    "/api/v1/community-lists/<list_id>/items/<item_id>": "community",
    "/api/v1/community-lists/<list_id>/items/<item_id>/case": "community",
    "/api/v1/community-lists/<list_id>/items/<item_id>/photo": "community",
    "/office/print/community/<list_id>": "community",
}

DISTRICT = frozenset({"supervisor", "leader", "leader2", "inspector"})
OFFICE = frozenset(
    {
        *("east_clerk", "east_clerk2", "east_dispatcher", "east_dispatcher2"),
        *("east_lead", "east_head"),
    }
)
EVERYBODY_IN_EAST = OFFICE | {
    *("east_handler", "east_grid", "east_keeper", "east_officer", "patrol"),
}
SANITATION = frozenset({"sanitation_handler", "sanitation_handler2", "sanitation_head"})
HELPERS = frozenset({"property_handler", "municipal_handler"})
CENTRE = frozenset({"supervisor", "leader", "leader2"})
RESIDENT, OTHER = "resident", "other resident"

SEES: dict[str, frozenset[str]] = {
    "case": DISTRICT | OFFICE | {"east_keeper", "east_officer"} | SANITATION | HELPERS,
    "original": frozenset({"east_clerk", "east_clerk2", "supervisor"}),
    "reported": frozenset({RESIDENT}),
    "round": frozenset({"inspector"}) | CENTRE,
    "check": frozenset({"inspector"}) | CENTRE,
    "view": frozenset({"east_clerk"}),
    "handover": EVERYBODY_IN_EAST,
    "session": frozenset({"east_clerk"}),
    "deputy": frozenset({"east_head", "admin"}),
    "export": frozenset({"east_clerk"}),
    "rectification": OFFICE | SANITATION | CENTRE,
    "community": EVERYBODY_IN_EAST | CENTRE,
    "claim": frozenset({"sponsor_handler", "east_lead", "east_head", "admin"}),
    "picture": frozenset(),
}
"""Who reaches East's, of those who have the permission at all. Nobody guesses an address."""

BODIES: dict[str, dict[str, Any]] = {
    "POST /api/v1/cases/<number>/actions/<action>": {"note": "看看"},
    "POST /api/v1/cases/<number>/reports/<report_id>/contact": {"purpose": "place"},
    "POST /api/v1/cases/<number>/hold": {"reason": "行政复议"},
    "POST /api/v1/cases/<number>/hold/lift": {"reason": "已结束"},
    "POST /api/v1/follow/<number>/actions/<action>": {"words": "还有"},
    "PUT /api/v1/my/reports/<report_id>/contact": {"phone": "13900000000"},
    "PUT /api/v1/spot-checks/<check_id>/ok": {"note": "好"},
    "PUT /api/v1/views/<view_id>": {"name": "新", "query": {"queue": "all"}},
    "PUT /api/v1/rectification-lists/<list_id>/items/<item_id>": {"done": True},
    "POST /api/v1/community-lists/<list_id>/items": {"words": "楼道堆物", "category": "E02"},
    "PUT /api/v1/community-lists/<list_id>/items/<item_id>": {"done": True},
    "POST /api/v1/claims/<claim_id>/decline": {"reason": "已有人"},
}

ABSENT: dict[str, str] = {
    "number": "990101-20260101-2222",
    "report_id": str(uuid.UUID(int=1, version=4)),
    "round_id": str(uuid.UUID(int=1, version=4)),
    "export_id": str(uuid.UUID(int=1, version=4)),
}
"""What does not exist, where ``999999`` is no value."""

GIVEN: dict[str, str] = {"action": "add_note", "size": "thumb"}


def of_east(made: Busy) -> dict[str, dict[str, str]]:
    """The parameters of East's object of each kind, as its owners read them."""
    world = made.world
    clerk, number = world.staff("east_clerk"), made.numbers["east"]

    def first(who: str, path: str) -> str:
        items = world.staff(who).get(path).get_json()["items"]
        return str(items[-1]["id"])

    view = clerk.view(number).get_json()
    rectification, community = first("east_clerk", "rectification-lists"), _own_list(made)
    return {
        "case": {"number": number, "report_id": view["reports"][0]["id"]},
        "reported": {"number": number, "report_id": view["reports"][0]["id"]},
        "original": {"photo_id": str(view["photos"][0]["id"])},
        "picture": {"photo_id": str(view["photos"][0]["id"])},
        "round": {"round_id": first("inspector", "patrols")},
        "check": {"check_id": first("supervisor", "spot-checks")},
        "view": {"view_id": first("east_clerk", "views")},
        "handover": {"handover_id": first("east_clerk", "handovers")},
        "session": {"session_id": first("east_clerk", "sessions")},
        "deputy": {"deputy_id": first("east_head", "admin/deputies")},
        "export": {"export_id": first("east_clerk", "exports")},
        "rectification": {"list_id": rectification, "item_id": _item(made, rectification)},
        "community": community,
        "claim": {"claim_id": first("east_lead", "claims")},
    }


def _item(made: Busy, list_id: str) -> str:
    shown = made.world.staff("east_clerk").get(f"rectification-lists/{list_id}").get_json()
    return str(shown["items"][0]["id"])


def _own_list(made: Busy) -> dict[str, str]:
    clerk = made.world.staff("east_clerk")
    number = clerk.get("community-lists").get_json()["items"][-1]["id"]
    shown = clerk.get(f"community-lists/{number}").get_json()
    return {"list_id": str(number), "item_id": str(shown["items"][0]["id"])}
