"""Everybody's screens happen in the town, at a standing moment."""

from tests.browser.office.conftest import shot, site, template, world
from tests.browser.resident.conftest import offices

__all__ = ["offices", "shot", "site", "template", "world"]
