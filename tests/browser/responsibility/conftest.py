"""Desks of sponsors, streets and administrators."""

from tests.browser.office.conftest import new_desk, shot, site, template, world

__all__ = ["new_desk", "shot", "site", "template", "world"]
