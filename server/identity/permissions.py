"""The whole permission policy on one page: what each role may do at all.

Which *objects* a role reaches is decided by the queries ``…_for(actor)``; which *actions* on a
case, by the lifecycle table. A permission not listed for a role is not held.
"""

from __future__ import annotations

from collections.abc import Iterable

_PUBLIC = frozenset(
    {"page.read", "area.read", "public.read", "photo.view", "session.open", "follow.code"}
)
_RESIDENT = _PUBLIC | {
    "photo.upload",
    "report.create",
    "report.follow",
    "data.own",
    "notice.read",
    "session.manage",
}
_STAFF = _PUBLIC | {
    "notice.read",
    "session.manage",
    "category.read",
    "organisation.read",
    "password.change",
    "second_factor.own",
    "responsibility.read",
}
_CASE_WORK = _STAFF | {"case.read", "case.act", "photo.upload", "people.read", "template.read"}
_CITY = {"catalog.manage", "calendar.manage", "policy.manage", "template.read", "template.manage"}
_HOUSE = {
    *("staff.manage", "people.read", "deputy.manage", "area.manage", "outbox.manage"),
    "token.manage",
}
_ANSWERS = {"responsibility.manage"}
_HEAD = _CASE_WORK | {"deputy.manage"}
_LEDGER = {"ledger.read", "ledger.export", "statistics.read"}
_ADDRESSED = {"list.read", "list.receive"}
_OWN_LIST = {"community_list.read", "community_list.manage"}
_STREET_LISTS = _LEDGER | _ADDRESSED | _OWN_LIST | {"list.issue"}
_CENTRE_LISTS = _LEDGER | {"list.read", "list.issue", "community_list.read"}
_HOT = {"hotspot.read"}
_CLUES = {"clue.read"}
_SPOT_CHECKS = {"alarm.read", "spot_check.read", "spot_check.find"}
_HOLDS = {"hold.manage"}
_DRAWS = _SPOT_CHECKS | {"spot_check.draw"}
_SHOWS_PHOTOS = {"photo.review"}
_FRONT_OFFICE = (
    _CASE_WORK | _SHOWS_PHOTOS | _HOT | {"report.create", "reporter.read", "photo.original"}
)
_PATROL = {"report.create", "patrol.walk", "patrol.read"}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    "anonymous": _PUBLIC,
    "resident": _RESIDENT,
    "intake_clerk": _FRONT_OFFICE | _STREET_LISTS,
    "dispatcher": _CASE_WORK | _SHOWS_PHOTOS | _HOT | _STREET_LISTS,
    "handler": _CASE_WORK | _ADDRESSED | _OWN_LIST | {"segment.claim"},
    "checker": _CASE_WORK,
    "supervisor": _FRONT_OFFICE | _HOLDS | _PATROL | _CENTRE_LISTS | _DRAWS | _CLUES,
    "patrol_leader": _CASE_WORK | _PATROL,
    "grid_worker": _CASE_WORK | _OWN_LIST,
    "segment_keeper": _CASE_WORK,
    "street_lead": _CASE_WORK | _HOT | _STREET_LISTS | _CLUES | {"patrol.read", "claim.decide"},
    "street_head": _HEAD
    | _HOT
    | _CLUES
    | (_STREET_LISTS - {"list.issue"})
    | {"patrol.read", "claim.decide"},
    "organisation_head": _HEAD | _ADDRESSED | _OWN_LIST | {"segment.claim"},
    "centre_leader": _HEAD | _HOLDS | _HOT | _CENTRE_LISTS | _DRAWS | _CLUES | {"patrol.read"},
    "inspector": _CASE_WORK | _PATROL | _SPOT_CHECKS | _CLUES,
    "administrator": _STAFF | _CITY | _HOUSE | _ANSWERS | {"journal.read"},
    "auditor": _STAFF | {"audit.read", "journal.read"},
    "system": frozenset(),
}

WITH_START_PASSWORD = _PUBLIC | {"session.manage", "password.change"}
"""What is left of any role until a start password, or one too old, has been replaced."""

WITHOUT_SECOND_FACTOR = _PUBLIC | {"session.manage", "second_factor.own"}
"""What is left of any role until the second factor that the city requires has been set up."""

SCOPES: dict[str, frozenset[str]] = {
    "public.read": frozenset(),
    "ledger.read": frozenset({"ledger.read"}),
    "statistics.read": frozenset({"statistics.read"}),
    "report.create": frozenset({"report.create", "photo.upload"}),
}
"""What a token of another program may do, besides reading what everybody may read. None of it is
an action on a case, an answer about a reporter or a setting."""

TOKEN = frozenset({"page.read", "area.read", "public.read", "photo.view"})
"""What every token may read."""

STAFF_ROLES: tuple[str, ...] = tuple(
    role for role in ROLE_PERMISSIONS if role not in {"anonymous", "resident", "system"}
)

ALL_PERMISSIONS: frozenset[str] = frozenset().union(*ROLE_PERMISSIONS.values())


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """What a token with ``scopes`` may do; a scope that is no more grants nothing."""
    return TOKEN.union(*(SCOPES.get(scope, frozenset()) for scope in scopes))


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """The union of what ``roles`` grant."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
