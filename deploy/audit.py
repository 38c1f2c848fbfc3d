"""Whether anything is publicly known against a locked package: ``make audit``.

Auditors answer "nothing found" also when they were told nothing: a mirror without advisories, a
proxy's empty answer. So each service is first asked about a package with known holes; who does not
know those has not checked anything. Exit code 0: asked and nothing known; 1: something is known;
2: could not be checked.

``pip-audit`` asks OSV or what ``PIP_AUDIT_OSV_URL`` names, ``npm audit`` the registry or what
``npm_config_registry`` names.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PYTHON_LOCKS = tuple(sorted(lock.name for lock in ROOT.glob("requirements*.txt")))
NPM_LOCKS = (
    ".",
    *sorted(
        str(lock.parent.relative_to(ROOT)) for lock in ROOT.glob("benchmarks/*/package-lock.json")
    ),
)
PYTHON_CANARY = ("django", "2.0")
NPM_CANARY = ("lodash", "4.17.4")
CLEAN, KNOWN, UNCHECKED = 0, 1, 2
_PATIENCE_SECONDS = 600

Audit = Callable[[Path], dict[str, list[str]]]
"""From a lock to the advisories by ``name version``; raises ``CouldNotCheck``."""


class CouldNotCheck(Exception):
    """The service was not reached, or what it said cannot be relied on."""


def main() -> int:
    """Audit every lock; prints what was found."""
    kinds = (
        ("Python", python_advisories, python_canary, PYTHON_CANARY, PYTHON_LOCKS),
        ("npm", npm_advisories, npm_canary, NPM_CANARY, NPM_LOCKS),
    )
    worst = CLEAN
    for kind, advisories, make_canary, canary, locks in kinds:
        try:
            _require_sight(advisories, make_canary, canary)
            found = [(lock, advisories(ROOT / lock)) for lock in locks]
        except CouldNotCheck as error:
            print(f"{kind} packages could not be checked: {error}", file=sys.stderr)
            worst = max(worst, UNCHECKED)
            continue
        worst = max(worst, _told(kind, found))
    if worst == UNCHECKED:
        print(
            "So nothing is known of them, good or bad. Run it again where OSV and a registry that "
            "answers `npm audit` can be reached, or name others; see docs/operations.md.",
            file=sys.stderr,
        )
    return worst


def _told(kind: str, found: Sequence[tuple[str, dict[str, list[str]]]]) -> int:
    """Print what is known of the packages of some locks."""
    for lock, known in found:
        for package, ids in sorted(known.items()):
            print(f"{lock}: {package}: {', '.join(ids)}")
    if any(known for _, known in found):
        return KNOWN
    print(f"{kind} packages: nothing is known against {', '.join(lock for lock, _ in found)}.")
    return CLEAN


def _require_sight(
    advisories: Audit, make_canary: Callable[[Path], Path], canary: tuple[str, str]
) -> None:
    """Ask about a package with known holes. Raises ``CouldNotCheck`` when none are known."""
    with tempfile.TemporaryDirectory() as folder:
        known = advisories(make_canary(Path(folder)))
    if not known.get(" ".join(canary)):
        raise CouldNotCheck(
            f"the service knows nothing against {' '.join(canary)}, which has known holes."
        )


def python_canary(folder: Path) -> Path:
    """A requirements file of the canary alone."""
    lock = folder / "canary.txt"
    lock.write_text("{}=={} --hash=sha256:{}\n".format(*PYTHON_CANARY, "0" * 64))
    return lock


def python_advisories(lock: Path) -> dict[str, list[str]]:
    """What OSV knows of a requirements file with hashes; nothing is installed or downloaded."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv"]
    options = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    answer = _json_of([*command, *options, "--requirement", str(lock)])
    packages = answer.get("dependencies")
    if not packages:
        raise CouldNotCheck(f"pip-audit named no package of {lock.name}.")
    skipped = sorted(item["name"] for item in packages if "vulns" not in item)
    if skipped:
        raise CouldNotCheck(f"pip-audit left out {', '.join(skipped)}.")
    return {
        f"{item['name']} {item['version']}": [hole["id"] for hole in item["vulns"]]
        for item in packages
        if item["vulns"]
    }


def npm_canary(folder: Path) -> Path:
    """A folder whose lock holds the canary alone."""
    name, version = NPM_CANARY
    root = {"name": "canary", "version": "0.0.0", "dependencies": {name: version}}
    packages = {"": root, f"node_modules/{name}": {"version": version}}
    lock = {"name": "canary", "version": "0.0.0", "lockfileVersion": 3, "packages": packages}
    (folder / "package.json").write_text(json.dumps(root))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    return folder


def npm_advisories(folder: Path) -> dict[str, list[str]]:
    """What the registry knows of the lock in a folder."""
    setup = ["sh", str(ROOT / "deploy" / "setup.sh"), "npm"]
    answer = _json_of([*setup, "audit", "--package-lock-only", "--json", "--prefix", str(folder)])
    reported = answer.get("vulnerabilities")
    if reported is None or "metadata" not in answer:
        raise CouldNotCheck(f"npm audit said: {_sentence(answer)}")
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    found: dict[str, list[str]] = {}
    for name, item in reported.items():
        ids = [str(via["url"]).rsplit("/", 1)[1] for via in item["via"] if isinstance(via, dict)]
        for node in item["nodes"] if ids else ():
            found[f"{name} {locked[node]['version']}"] = ids
    return found


def _json_of(command: Sequence[str]) -> dict[str, Any]:
    """What a command printed, whatever its exit code: it is the same for a hole and a fault."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"NO_UPDATE_NOTIFIER": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_SECONDS,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise CouldNotCheck(f"no answer within {_PATIENCE_SECONDS} seconds.") from None
    except json.JSONDecodeError:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise CouldNotCheck(f"the service was not reached. {lines[-1]}") from None
    if not isinstance(answer, dict):
        raise CouldNotCheck("the answer is not what was expected.")
    return answer


def _sentence(answer: dict[str, Any]) -> str:
    error = answer.get("error")
    told = answer.get("message") or (error.get("summary") if isinstance(error, dict) else error)
    return str(told or "nothing that can be understood.")


if __name__ == "__main__":
    sys.exit(main())
