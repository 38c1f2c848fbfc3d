"""A rectification list tells whom it is for, and its issuer that it was signed for; each once."""

from __future__ import annotations

from collections import Counter

from tests.notifications.telling import fresh, quiet
from tests.support.world import World

FORM = {
    "organisation": "sanitation",
    "title": "十一月整改",
    "due": "2026-11-30",
    "items": [{"case": None, "category": None, "place": "东一路", "words": "门前垃圾"}],
}
SIGNERS = ("sanitation_handler", "sanitation_handler2", "sanitation_head")


def test_a_list_is_told_once_to_the_people_of_its_organisation(world: World) -> None:
    before = quiet(world)
    supervisor, handler = world.staff("supervisor"), world.staff("sanitation_handler")
    made = supervisor.post("rectification-lists", FORM).get_json()
    told = fresh(world, *before)
    assert told == Counter({(name, "list_issued"): 1 for name in SIGNERS})
    (notice,) = handler.get("notices").get_json()["items"]
    assert (notice["case_number"], notice["list_id"]) == (None, made["id"])
    assert made["number"] in notice["body"]
    before = quiet(world)
    for _ in range(2):
        assert handler.post(f"rectification-lists/{made['id']}/receipt", {}).status_code == 200
    assert fresh(world, *before) == Counter({("supervisor", "list_received"): 1})
    handler.post("notices/read", {"ids": "all"})
    assert handler.get("notices").get_json()["unread"] == 0
