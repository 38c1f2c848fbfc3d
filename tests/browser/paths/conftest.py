"""Desks and phones of everybody who meets on a case that leaves the usual way."""

from tests.browser.office.conftest import new_desk, shot, site, template, world

__all__ = ["new_desk", "shot", "site", "template", "world"]
