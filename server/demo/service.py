"""Loading the demo that the settings name."""

from __future__ import annotations

from server.demo.answers import load_answers
from server.demo.cases import load_cases
from server.demo.city import CITIES, CityFolder, load_city
from server.platform.i18n import t
from server.platform.runtime import current


def load_demo() -> str:
    """Load the city named by ``SSP_CITY``; the words say who can sign in, and how."""
    folder = CityFolder.of(CITIES / current().settings.city)
    load_city(folder, with_people=True)
    load_answers(folder)
    load_cases(folder)
    return welcome(folder)


def sign_ins() -> list[dict[str, str]]:
    """Name, user name and password of the accounts that the demo shows."""
    folder = CityFolder.of(CITIES / current().settings.city)
    return [
        {
            "name": sign_in["label"],
            "username": sign_in["username"],
            "password": folder.password,
        }
        for sign_in in folder.facts["demo"]["sign_ins"]
    ]


def welcome(folder: CityFolder) -> str:
    """The demo sign-ins, as lines for a terminal."""
    lines = [t("demo.city", name=folder.facts["name"])]
    for sign_in in folder.facts["demo"]["sign_ins"]:
        lines.append(f"  {sign_in['username']:<20}{sign_in['label']}")
    lines.append(t("demo.password", password=folder.password))
    lines.append(t("demo.resident", phone=folder.facts["demo"]["resident"]))
    return "\n".join(lines)
