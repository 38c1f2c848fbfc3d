"""Facts about the permission map that no change may break."""

from __future__ import annotations

import pytest
from flask import Flask

from server.identity.permissions import (
    ALL_PERMISSIONS,
    ROLE_PERMISSIONS,
    STAFF_ROLES,
    permissions_of,
)
from server.platform.http.auth import permission_of

CASES = {"case.read", "case.act", "reporter.read", "photo.original", "report.create"}


def test_the_administrator_cannot_read_cases() -> None:
    assert not ROLE_PERMISSIONS["administrator"] & CASES


def test_the_auditor_reads_logs_and_no_case() -> None:
    auditor = ROLE_PERMISSIONS["auditor"]
    assert "audit.read" in auditor
    assert not auditor & CASES
    assert not {name for name in auditor if name.endswith((".manage", ".act", ".upload"))} - {
        "session.manage"
    }
    assert [role for role in ROLE_PERMISSIONS if "audit.read" in ROLE_PERMISSIONS[role]] == [
        "auditor"
    ]


def test_nobody_deletes_logs(app: Flask) -> None:
    assert {name for name in ALL_PERMISSIONS if name.startswith("audit.")} == {"audit.read"}
    writing = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if permission_of(app, rule.endpoint) == "audit.read"
        and (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert writing == set()


def test_only_the_front_office_reads_reporters() -> None:
    readers = {role for role in STAFF_ROLES if "reporter.read" in ROLE_PERMISSIONS[role]}
    assert readers == {"intake_clerk", "supervisor"}
    assert readers == {role for role in STAFF_ROLES if "photo.original" in ROLE_PERMISSIONS[role]}


@pytest.mark.parametrize("role", ["anonymous", "resident"])
def test_nobody_without_an_office_reads_cases_or_people(role: str) -> None:
    assert not ROLE_PERMISSIONS[role] & {"case.read", "case.act", "people.read", "staff.manage"}


def test_the_system_needs_no_permission() -> None:
    assert permissions_of(frozenset({"system"})) == frozenset()


def test_every_role_keeps_what_everybody_has() -> None:
    everybody = ROLE_PERMISSIONS["anonymous"]
    assert all(everybody <= ROLE_PERMISSIONS[role] for role in (*STAFF_ROLES, "resident"))
