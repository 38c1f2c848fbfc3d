"""The commands that people and CI type exist and call what they promise."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def plan(target: str) -> str:
    """What make would run for ``target``."""
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    ("target", "promised"),
    [
        ("run", "server.serve"),
        ("test", "--db both"),
        ("test-full", "--db both"),
        ("check", "lint-imports"),
        ("bench", "-m benchmarks"),
        ("lighthouse", "benchmarks.pages"),
        ("screenshots", "test_screenshots.py"),
        ("browsers", "tests/browser/others"),
        ("lock", "setup.sh lock"),
        ("audit", "deploy/audit.py"),
    ],
)
def test_target(target: str, promised: str) -> None:
    assert promised in plan(target)


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec make test" in script.read_text()


@pytest.mark.parametrize("script", ["deploy/setup.sh", "deploy/test-tools.sh"])
def test_shell_syntax(script: str) -> None:
    subprocess.run(["sh", "-n", script], cwd=ROOT, check=True)
