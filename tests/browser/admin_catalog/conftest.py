"""The administrator's desk and phone."""

from tests.browser.office.conftest import new_desk, number, shot, site, template, world

__all__ = ["new_desk", "number", "shot", "site", "template", "world"]
