"""The exceptions of a case tell whom they should: one path after the other, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.notifications.telling import (
    CREW,
    DISPATCHERS,
    LEADERS,
    STREET,
    Expected,
    check,
)
from tests.support.story import DONE, Story
from tests.support.world import EAST, WEST, World

SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """An action of somebody, and who is told of it; ``system`` acts when ``hours`` have passed."""

    who: str
    action: str
    expected: Expected
    data: dict[str, Any] = field(default_factory=dict)
    hours: float = 0
    photo: bool = False


def step(
    who: str, action: str, expected: Expected, *, hours: float = 0, photo: bool = False, **data: Any
) -> Step:
    return Step(who, action, expected, data, hours, photo)


def _walk(story: Story, steps: tuple[Step, ...]) -> None:
    for number, one in enumerate(steps):
        story.world.clock.advance(hours=one.hours)
        check(story, f"{number} {one.action}", lambda one=one: _act(story, one), one.expected)


def _act(story: Story, one: Step) -> None:
    if one.who == SYSTEM:
        assert story.world.timers() > 0
        return
    person = story.reporter if one.who == "reporter" else story.world.staff(one.who)
    data = {
        name: value(story.world) if callable(value) else value for name, value in one.data.items()
    }
    if one.photo:
        data["photos"] = [person.photo()]
    person.do(story.number, one.action, **data)


def _id_of(username: str) -> Callable[[World], int]:
    return lambda world: world.staff_ids[username]


def _late(world: World) -> Story:
    story = Story(world).handling()
    world.clock.advance(hours=30)
    story.finished().passed()
    story.reporter.do(story.number, "confirm")
    return story


REASON = {"reason": "按规定"}
VERIFY = step(
    "east_clerk",
    "ask_verify",
    {"verify_wanted": ("east_grid",)},
    person=_id_of("east_grid"),
    category="E01",
    condition=lambda world: world.conditions["E01", 1],
)
WHISTLE = {"whistle_level": "daily", "organisations": ["municipal"], "task": "一起来"}
LATER = {"amount": 2, "grounds": "要等配件"}
HOLD = {"suspension_reason": "season", "until": "2027-04-01", "grounds": "等开春"}

PATHS: dict[str, tuple[Callable[[World], Story], tuple[Step, ...]]] = {
    "verified": (
        Story,
        (
            VERIFY,
            step(SYSTEM, "warn", {"warned": ("east_grid",)}, hours=3.5),
            step(
                "east_grid",
                "verify_true",
                {"accepted": ("reporter",), "case_to_dispatch": DISPATCHERS},
                photo=True,
            ),
            step(
                "east_clerk",
                "correct_place",
                {"place_corrected": ("east_clerk2", *DISPATCHERS)},
                place={**EAST, "lat": EAST["lat"] + 0.0005},
                **REASON,
            ),
        ),
    ),
    "not verified": (
        Story,
        (
            VERIFY,
            step(
                "east_grid", "verify_false", {"rejected": ("reporter",)}, photo=True, words="没有"
            ),
        ),
    ),
    "in another street": (
        lambda world: Story(world).dispatched(),
        (
            step(
                "east_clerk",
                "correct_place",
                {"return_asked": ("west_dispatcher",), "place_corrected": (*CREW, "west_clerk")},
                place=WEST,
                **REASON,
            ),
        ),
    ),
    "returned": (
        lambda world: Story(world).dispatched(),
        (
            step(
                "sanitation_handler",
                "assign_person",
                {"yours_now": ("sanitation_handler2",)},
                person=_id_of("sanitation_handler2"),
            ),
            step(
                "sanitation_handler",
                "request_return",
                {"return_asked": DISPATCHERS},
                return_reason="duty",
                basis="不属于",
            ),
            step("east_dispatcher", "refuse_return", {"return_refused": CREW}, **REASON),
            step(
                "sanitation_handler",
                "request_return",
                {"return_asked": DISPATCHERS},
                return_reason="duty",
                basis="不属于",
            ),
            step(
                "east_dispatcher",
                "approve_return",
                {
                    "case_assigned": ("municipal_handler",),
                    "return_approved": CREW,
                    "assigned": ("reporter",),
                },
                organisation="municipal",
                **REASON,
            ),
            step(
                "municipal_handler",
                "request_return",
                {"return_asked": DISPATCHERS},
                return_reason="duty",
                basis="也不属于",
            ),
            step(
                SYSTEM,
                "return_undecided",
                {
                    "return_undecided": ("supervisor",),
                    "return_undecided_organisation": ("municipal_handler",),
                },
                hours=2.5,
            ),
            step(
                "supervisor",
                "settle",
                {
                    "settled": CREW,
                    "return_approved": ("municipal_handler",),
                    "assigned": ("reporter",),
                },
                organisation="sanitation",
                **REASON,
            ),
        ),
    ),
    "helped and whistled for": (
        lambda world: Story(world).handling(),
        (
            step(
                "east_clerk",
                "reclassify",
                {"reclassified": CREW},
                category="E01",
                condition=lambda world: world.conditions["E01", 1],
                **REASON,
            ),
            step(
                "east_lead",
                "add_co_handler",
                {"co_handling": ("property_handler",)},
                organisation="property",
                task="开门",
            ),
            step(
                "property_handler",
                "co_done",
                {"co_done": (*CREW, *STREET)},
                **REASON,
            ),
            step(
                "east_lead",
                "whistle",
                {
                    "whistle_called": ("municipal_handler",),
                    "whistle_reporter": ("reporter",),
                },
                **WHISTLE,
            ),
            step("municipal_handler", "whistle_ack", {"whistle_acknowledged": STREET}),
            step("municipal_handler", "whistle_report_in", {"whistle_reported_in": STREET}),
            step("municipal_handler", "whistle_measures", {"whistle_measures": STREET}, note="修"),
            step(
                "east_lead",
                "whistle_dispute",
                {"whistle_disputed": ("municipal_handler",)},
                organisation="municipal",
                **REASON,
            ),
            step("municipal_handler", "whistle_measures", {"whistle_measures": STREET}, note="修"),
            step(
                "east_lead",
                "whistle_confirm",
                {"whistle_confirmed": ("municipal_handler",)},
                organisation="municipal",
            ),
            step("east_lead", "whistle", {"whistle_called": ("municipal_handler",)}, **WHISTLE),
            step(
                "east_lead",
                "whistle_excuse",
                {"whistle_excused": ("municipal_handler",)},
                organisation="municipal",
                **REASON,
            ),
        ),
    ),
    "given time": (
        lambda world: Story(world).handling(),
        (
            step(
                "sanitation_handler",
                "request_extension",
                {"extension_asked": (*STREET, *LEADERS)},
                **LATER,
            ),
            step("east_lead", "refuse_extension", {"extension_refused": CREW}, **REASON),
            step(
                "sanitation_handler",
                "request_extension",
                {"extension_asked": (*STREET, *LEADERS)},
                **LATER,
            ),
            step(
                "east_lead",
                "approve_extension",
                {"extension_given": CREW, "extension_reporter": ("reporter",)},
            ),
            step(
                "sanitation_handler",
                "request_suspension",
                {"suspension_asked": LEADERS},
                photo=True,
                **HOLD,
            ),
            step("leader", "refuse_suspension", {"suspension_refused": CREW}, **REASON),
            step(
                "sanitation_handler",
                "request_suspension",
                {"suspension_asked": LEADERS},
                photo=True,
                **HOLD,
            ),
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
            step(
                "east_clerk",
                "request_void",
                {"void_asked": ("supervisor", *LEADERS)},
                void_reason="mistake",
                grounds="误报",
            ),
            step("supervisor", "refuse_void", {"void_refused": ("east_clerk",)}, **REASON),
            step(
                "east_clerk",
                "request_void",
                {"void_asked": ("supervisor", *LEADERS)},
                void_reason="mistake",
                grounds="误报",
            ),
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
            step(
                "leader",
                "request_force_close",
                {"force_close_asked": ("leader2",)},
                photo=True,
                grounds="无法处置",
            ),
            step("leader2", "refuse_force_close", {"force_close_refused": ("leader",)}, **REASON),
            step(
                "leader",
                "request_force_close",
                {"force_close_asked": ("leader2",)},
                photo=True,
                grounds="无法处置",
            ),
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
@pytest.mark.parametrize("group", range(4))
def test_each_step_tells_each_person_once(world: World, group: int) -> None:
    for given, steps in list(PATHS.values())[group::4]:
        _walk(given(world), steps)


def test_who_reported_with_others_hears_of_their_refusal(world: World) -> None:
    story = Story(world).accepted()
    other = world.resident()
    story.join(other)
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    story.finished().passed()
    check(
        story,
        "refuse",
        lambda: other.do(story.number, "refuse", words="没有"),
        {"refused": CREW, "refused_by_another": ("reporter",)},
    )


def test_a_split_is_explained_to_the_reporter(world: World) -> None:
    reporter = world.resident()
    photos = [{**reporter.photo(), "role": "near"} for _ in range(2)]
    story = Story(world, reporter, photos=photos)
    shown = world.staff("east_clerk").view(story.number).json["photos"]
    check(
        story,
        "split",
        lambda: story.by(
            "east_clerk", "split", photo_ids=[shown[0]["id"]], tile="T2", reason="两件事"
        ),
        {"split": ("reporter",), "case_to_accept": ("east_clerk2",)},
    )
