"""What the pages without scripts say about time: who has to do what by when."""

from __future__ import annotations

from tests.support.story import Story
from tests.support.world import World


def test_the_limit_is_named_after_what_is_due(world: World) -> None:
    receipt = world.resident().report().get_json()
    number = receipt["case_number"]
    form = {"number": number, "code": receipt["query_code"]}
    found = world.anonymous.ask("POST", "/follow", data=form).get_data(as_text=True)
    assert "前受理" in found
    world.staff("east_clerk").do(number, "accept", **world.condition())
    assert "前派单" in world.anonymous.get(f"/c/{number}").get_data(as_text=True)
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    assert "前处置" in world.anonymous.get(f"/c/{number}").get_data(as_text=True)


def test_the_public_is_not_asked_to_confirm(world: World) -> None:
    number = Story(world).confirming().number
    page = world.anonymous.get(f"/c/{number}").get_data(as_text=True)
    assert "待居民确认" in page
    assert "办理期限" not in page
