"""The town's pages on phones and desks that may have a service worker."""

from tests.browser.office.conftest import new_desk
from tests.browser.resident.conftest import offices, shot, site
from tests.support.world import template, world

__all__ = ["new_desk", "offices", "shot", "site", "template", "world"]
