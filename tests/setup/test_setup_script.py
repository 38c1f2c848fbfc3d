"""``deploy/setup.sh`` says in plain sentences what it lacks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from server.serve import Refusal, _require_free_port, _welcome
from server.settings import Settings

ROOT = Path(__file__).parents[2]


def run_setup(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "setup.sh", folder / "deploy")
    return subprocess.run(
        ["sh", "deploy/setup.sh", "runtime"],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def make_program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_old_python(tmp_path: Path) -> None:
    done = run_setup(tmp_path, PYTHON="false")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (".venv/bin/python", "Python packages of requirements.txt could not be installed"),
        ("bin/npm", "browser libraries could not be fetched"),
    ],
)
def test_unreachable_registry(tmp_path: Path, program: str, told: str) -> None:
    for name in ("requirements.txt", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("bin/node", "bin/npm", ".venv/bin/python"):
        make_program(tmp_path / name, "exit 0")
    make_program(tmp_path / program, 'case "$*" in *install*|*ci*) exit 1;; esac')
    done = run_setup(tmp_path, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert told in done.stderr
    assert "run the command again" in done.stderr


def test_busy_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=rf"127\.0\.0\.1:{port} cannot be used.*"):
            _require_free_port("127.0.0.1", port)


def test_foreign_address() -> None:
    with pytest.raises(Refusal, match=r"SSP_HOST=nowhere\.invalid"):
        _require_free_port("nowhere.invalid", 8000)


def test_who_serves_without_a_provider_is_told(tmp_path: Path) -> None:
    def told(**given: object) -> bool:
        return "sms.jsonl" in _welcome(Settings.complete(data_dir=tmp_path, **given), "")

    assert told()
    assert not told(demo=True)
    assert not told(sms_provider="local")
