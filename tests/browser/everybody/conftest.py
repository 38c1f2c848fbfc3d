"""Everybody's screens happen in the town, at a standing moment."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.office.conftest import shot, site, template, world

__all__ = ["shot", "site", "template", "world"]

_PATIENCE_MS = 30_000
_USUAL_MS = 5_000


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """A hundred screens in a row meet every pause of a busy machine."""
    expect.set_options(timeout=_PATIENCE_MS)
    yield
    expect.set_options(timeout=_USUAL_MS)
