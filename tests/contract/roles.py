"""The roles by what they have in common, and somebody of the town who holds each."""

from __future__ import annotations

from server.identity.permissions import STAFF_ROLES
from tests.support.world import Person, World

EVERYBODY = frozenset({"anonymous", "device", "account", *STAFF_ROLES})
RESIDENTS = frozenset({"device", "account"})
STAFF = frozenset(STAFF_ROLES)
CASE_WORK = STAFF - {"administrator", "auditor"}
ADMINISTRATOR = frozenset({"administrator"})
HEADS = frozenset({"street_head", "organisation_head", "centre_leader"})
FRONT_OFFICE = frozenset({"intake_clerk", "supervisor"})
WALKERS = frozenset({"patrol_leader", "inspector", "supervisor"})
LEADERS = frozenset({"street_lead", "street_head", "centre_leader"})

STREET_LEADERS = frozenset({"street_lead", "street_head"})
STREET_OFFICE = STREET_LEADERS | {"intake_clerk", "dispatcher"}
CENTRE = frozenset({"supervisor", "centre_leader"})
ORGANISATION = frozenset({"handler", "organisation_head"})
COMMUNITY = STREET_OFFICE | ORGANISATION | {"grid_worker"}

_USERNAME = {
    "intake_clerk": "east_clerk",
    "dispatcher": "east_dispatcher",
    "handler": "sanitation_handler",
    "checker": "checker",
    "supervisor": "supervisor",
    "patrol_leader": "patrol",
    "inspector": "inspector",
    "grid_worker": "east_grid",
    "segment_keeper": "east_keeper",
    "street_lead": "east_lead",
    "street_head": "east_head",
    "organisation_head": "sanitation_head",
    "centre_leader": "leader",
    "administrator": "admin",
    "auditor": "auditor",
}


def person_of(world: World, role: str) -> Person:
    """Somebody who holds a role, signed in."""
    match role:
        case "anonymous":
            return world.anonymous
        case "device":
            return world.resident()
        case "account":
            return world.account("13800000000")
    return world.staff(_USERNAME[role])
