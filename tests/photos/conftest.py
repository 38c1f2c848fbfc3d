"""A decode child for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.photos.client import Decoder


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    """One warm child for all tests of this process."""
    made = Decoder()
    yield made
    made.close()


@pytest.fixture(scope="session")
def photos(shared_data: Path) -> Path:
    """The folder of real and hostile photos."""
    return shared_data / "photos"
