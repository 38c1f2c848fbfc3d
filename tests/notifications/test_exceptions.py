"""The exceptions of a case tell whom they should, until the work is done: step by step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.notifications.steps import REASON, SYSTEM, Step, id_of, step, walk
from tests.notifications.telling import CREW, DISPATCHERS, STREET, check
from tests.support.story import Story
from tests.support.world import EAST, WEST, World

VERIFY = step(
    "east_clerk",
    "ask_verify",
    {"verify_wanted": ("east_grid",)},
    person=id_of("east_grid"),
    category="E01",
    condition=lambda world: world.conditions["E01", 1],
)
WHISTLE = {"whistle_level": "daily", "organisations": ["municipal"], "task": "一起来"}

REQUEST_RETURN = step(
    "sanitation_handler",
    "request_return",
    {"return_asked": DISPATCHERS},
    return_reason="duty",
    basis="不属于",
)

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
                person=id_of("sanitation_handler2"),
            ),
            REQUEST_RETURN,
            step("east_dispatcher", "refuse_return", {"return_refused": CREW}, **REASON),
            REQUEST_RETURN,
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
}


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize("group", range(2))
def test_each_step_tells_each_person_once(world: World, group: int) -> None:
    for given, steps in list(PATHS.values())[group::2]:
        walk(given(world), steps)


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
