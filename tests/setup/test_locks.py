"""What is installed is locked, hashed, and comes from no address of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NPM = ("package-lock.json", "benchmarks/lighthouse/package-lock.json")
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


def pins(lock: str) -> dict[str, str]:
    """Package to everything its entry says: version, marker, hashes."""
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())
    told = (re.sub(r"\s*\n?\s*#.*", "", entry) for entry in entries)
    return {entry.split("==")[0]: entry for entry in told if "==" in entry}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    assert pins(lock)
    assert all("--hash=sha256:" in entry for entry in pins(lock).values())


@pytest.mark.parametrize("lock", [*LOCKS, *NPM, ".npmrc"])
def test_no_registry_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"https?://(?!opencollective|github)|--index-url|--find-links", text)
    assert '"resolved"' not in text


def test_checks_run_on_the_packages_that_are_served() -> None:
    served, checked = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: checked.get(name) for name in served} == served


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-node"])
def test_lock_holds_what_is_asked_for(name: str) -> None:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    asked = {re.split(r"[~\[=]", line)[0].lower() for line in lines if line[:1].isalpha()}
    assert asked <= pins(f"{name}.txt").keys()


def test_browser_libraries_are_exact() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    asked = package["dependencies"] | package["devDependencies"]
    for name, version in asked.items():
        locked = lock["packages"][f"node_modules/{name}"]
        assert locked["version"] == version
        assert locked["integrity"].startswith("sha512-")
