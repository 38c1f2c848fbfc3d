"""Everybody's screens happen in the town, at a standing moment."""

from tests.browser.office.conftest import shot, site, template, world

__all__ = ["shot", "site", "template", "world"]
