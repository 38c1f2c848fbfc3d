"""The town, looked at with other browsers."""

from tests.browser.resident.conftest import shot, site, template, world

__all__ = ["shot", "site", "template", "world"]
