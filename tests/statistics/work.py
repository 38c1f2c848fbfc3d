"""Cases to list: just reported, and mended."""

from __future__ import annotations

from tests.support.queries import Queries
from tests.support.world import World

PHONE = "13912345678"


def finished(world: World, address: str = "东一路 3 号") -> str:
    """A case that the department mended and the centre checked."""
    resident = world.account(PHONE)
    sent = resident.report(
        address=address, words="我家门口太脏了", contact={"phone": PHONE}, anonymous=False
    )
    number = str(sent.get_json()["case_number"])
    world.staff("east_clerk").do(number, "accept", **world.condition("E02"))
    world.staff("east_dispatcher").do(number, "dispatch", organisation="municipal", reason="忙")
    handler = world.staff("municipal_handler")
    handler.do(
        number,
        "finish",
        photos=[handler.photo()],
        words="已经全部清理干净了。",
        close_type="rectified",
        quantities=[{"unit": "place", "value": "2"}],
    )
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    return number


def reported(world: World, count: int) -> list[str]:
    resident = world.resident()
    return [resident.report().get_json()["case_number"] for _ in range(count)]


def about_cases(queries: Queries) -> int:
    """How many statements read cases and what hangs on them."""
    tables = ('"case"', "case_record", "clock", "journal_event", "report")
    return sum(any(name in statement for name in tables) for statement in queries.statements)
