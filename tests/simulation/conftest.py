"""These tests happen in the simulated district."""

import pytest

from tests.simulation.district import SIMULATED
from tests.support.databases import Template
from tests.support.world import world

__all__ = ["world"]


@pytest.fixture
def template() -> Template:
    """Ten streets, everybody at work, nothing reported yet."""
    return SIMULATED
