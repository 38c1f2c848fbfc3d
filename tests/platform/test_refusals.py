"""Who is refused leaves a line in the log: what was asked for and by which kind of person."""

from __future__ import annotations

import pytest

from server.platform.http import problems
from tests.support.world import World, template, world

__all__ = ["template", "world"]


def test_who_is_refused_is_told_to_the_log(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(problems.log, "warning", lambda _event, **said: told.append(said))
    clerk, resident = world.staff("east_clerk"), world.account("13912345678")
    assert clerk.get("admin/audit").status_code == 403
    assert resident.get("admin/audit").status_code == 403
    assert world.anonymous.get("notices").status_code == 401
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert clerk.ask("DELETE", "sessions/current", headers=elsewhere).status_code == 403
    assert clerk.get("queues").status_code == 200
    assert [(said["status"], str(said["by"])[:2]) for said in told] == [
        (403, "s:"),
        (403, "re"),
        (401, "an"),
        (403, "an"),
    ]
    assert told[0]["endpoint"] == told[1]["endpoint"] == "audit.read_trail"
    assert "r:" not in str(told)


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/static/nothing.js"])
def test_trace_is_no_method(world: World, path: str) -> None:
    answer = world.anonymous.ask("TRACE", path, headers={"X-Claim-Key": "secret"})
    assert answer.status_code in (404, 405)
    assert b"secret" not in answer.data
