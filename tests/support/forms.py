"""Forms of administrators, who send back what they have seen."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.support.world import Person


def if_match(who: Person, path: str) -> dict[str, str]:
    """The header that names the present version of a person or an organisation.

    ``path`` as it is changed: ``admin/people/<id>`` or ``admin/organisations/<code>``.
    """
    folder, _, name = path.rpartition("/")
    if folder == "admin/people":
        seen = who.get(path).get_json()
    else:
        listed = who.get(folder).get_json()["items"]
        seen = next((one for one in listed if one["code"] == name), {"version": 0})
    return {"If-Match": f'"{seen["version"]}"'}


def send_form(who: Person, path: str, told: dict[str, Any]) -> TestResponse:
    """Change a person or an organisation as it is now."""
    return who.ask("PUT", path, json=told, headers=if_match(who, path))
