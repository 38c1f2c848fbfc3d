"""More time, supervision and ends without a solution tell whom they should: step by step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.notifications.steps import REASON, SYSTEM, Step, step, walk
from tests.notifications.telling import CREW, LEADERS, STREET
from tests.support.story import DONE, Story
from tests.support.world import World


def _late(world: World) -> Story:
    story = Story(world).handling()
    world.clock.advance(hours=30)
    story.finished().passed()
    story.reporter.do(story.number, "confirm")
    return story


REQUEST_EXTENSION = step(
    "sanitation_handler",
    "request_extension",
    {"extension_asked": (*STREET, *LEADERS)},
    amount=2,
    grounds="要等配件",
)
REQUEST_SUSPENSION = step(
    "sanitation_handler",
    "request_suspension",
    {"suspension_asked": LEADERS},
    photo=True,
    suspension_reason="season",
    until="2027-04-01",
    grounds="等开春",
)
REQUEST_VOID = step(
    "east_clerk",
    "request_void",
    {"void_asked": ("supervisor", *LEADERS)},
    void_reason="mistake",
    grounds="误报",
)
REQUEST_FORCE_CLOSE = step(
    "leader",
    "request_force_close",
    {"force_close_asked": ("leader2",)},
    photo=True,
    grounds="无法处置",
)

PATHS: dict[str, tuple[Callable[[World], Story], tuple[Step, ...]]] = {
    "given time": (
        lambda world: Story(world).handling(),
        (
            REQUEST_EXTENSION,
            step("east_lead", "refuse_extension", {"extension_refused": CREW}, **REASON),
            REQUEST_EXTENSION,
            step(
                "east_lead",
                "approve_extension",
                {"extension_given": CREW, "extension_reporter": ("reporter",)},
            ),
            REQUEST_SUSPENSION,
            step("leader", "refuse_suspension", {"suspension_refused": CREW}, **REASON),
            REQUEST_SUSPENSION,
            step(
                "leader",
                "approve_suspension",
                {
                    "suspended": CREW,
                    "suspended_street": STREET,
                    "suspended_reporter": ("reporter",),
                },
            ),
            step(
                "east_lead", "review_suspension", {"suspension_reviewed": ("reporter",)}, note="在"
            ),
            step(
                "east_lead",
                "resume",
                {"resumed": CREW, "resumed_reporter": ("reporter",)},
            ),
        ),
    ),
    "supervised": (
        lambda world: Story(world).handling(),
        (
            step(SYSTEM, "warn", {"warned": CREW}, hours=4.5),
            step(SYSTEM, "supervise", {"supervised_1": (*CREW, "sanitation_head")}, hours=3),
            step(
                "sanitation_head",
                "supervise_reply",
                {"supervise_replied": ("supervisor",)},
                reply="马上办",
            ),
            step(
                "leader",
                "supervise",
                {"supervised_2": (*CREW, "sanitation_head", *STREET)},
                level="2",
                **REASON,
            ),
            step(
                "sanitation_head",
                "supervise_reply",
                {"supervise_replied": ("supervisor", "leader")},
                reply="马上办",
            ),
            step(
                "leader",
                "supervise",
                {"supervised_3": (*CREW, "sanitation_head", *STREET, "leader2")},
                level="3",
                **REASON,
            ),
        ),
    ),
    "appealed, granted": (
        _late,
        (
            step("sanitation_handler", "late_appeal", {"late_appeal": LEADERS}, **REASON),
            step(
                "leader",
                "decide_late_appeal",
                {"late_appeal_second": ("leader2",), "late_appeal_granted": ()},
                decision="grant",
                **REASON,
            ),
            step(
                "leader2",
                "decide_late_appeal",
                {"late_appeal_second": (), "late_appeal_granted": CREW},
                decision="grant",
                **REASON,
            ),
            step(
                "inspector",
                "mark_false_closure",
                {
                    "false_closure": (*CREW, "sanitation_head", "supervisor"),
                    "reopened_reporter": ("reporter",),
                },
                photo=True,
                words="没有处置",
            ),
        ),
    ),
    "appealed, refused": (
        _late,
        (
            step("sanitation_handler", "late_appeal", {"late_appeal": LEADERS}, **REASON),
            step("leader", "decide_late_appeal", {}, decision="grant", **REASON),
            step(
                "leader2",
                "decide_late_appeal",
                {"late_appeal_refused": CREW},
                decision="refuse",
                **REASON,
            ),
        ),
    ),
    "voided": (
        lambda world: Story(world).handling(),
        (
            REQUEST_VOID,
            step("supervisor", "refuse_void", {"void_refused": ("east_clerk",)}, **REASON),
            REQUEST_VOID,
            step(
                "supervisor",
                "approve_void",
                {"voided": ("reporter",), "void_approved": ("east_clerk", *CREW)},
            ),
        ),
    ),
    "closed by force": (
        lambda world: Story(world).handling(),
        (
            REQUEST_FORCE_CLOSE,
            step("leader2", "refuse_force_close", {"force_close_refused": ("leader",)}, **REASON),
            REQUEST_FORCE_CLOSE,
            step(
                "leader2",
                "approve_force_close",
                {"force_closed": ("reporter",), "closed": ("leader", *CREW)},
            ),
        ),
    ),
    "mended at once": (
        Story,
        (
            step(
                "east_keeper",
                "repair_now",
                {"case_to_check": ("drawn",), "fixed": ("reporter",)},
                photo=True,
                words=DONE,
                category="E01",
                condition=lambda world: world.conditions["E01", 1],
            ),
        ),
    ),
}


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("group", range(2))
def test_each_step_tells_each_person_once(world: World, group: int) -> None:
    for given, steps in list(PATHS.values())[group::2]:
        walk(given(world), steps)
