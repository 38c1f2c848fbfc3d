"""A town in the middle of its work: a case in every state that a screen has to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from server.cases.workflow import TABLE, Who
from tests.support.clocks import START
from tests.support.story import Story
from tests.support.world import Person, World

PHONE_NUMBER = "13800138000"
GRAVE = frozenset(
    {
        "request_void",
        "approve_void",
        "request_force_close",
        "approve_force_close",
        "mark_false_closure",
    }
)
"""Actions that always ask, as ``static/office/case/arrange.js`` has them."""

OFFICE_FORMS = {
    row.action
    for row in TABLE
    if row.sources
    and (row.fields or row.action in GRAVE)
    and set(row.who) - {Who.REPORTER, Who.RESIDENT, Who.SYSTEM}
}
RESIDENT_FORMS = {row.action for row in TABLE if row.sources and Who.REPORTER in row.who}

_WAITING = "需要调用吊车"


@dataclass
class Scene:
    """``numbers`` of cases by what is special about them; ``forms``: action to who may open it
    in which case."""

    world: World
    resident: Person
    numbers: dict[str, str] = field(default_factory=dict)
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    wishes: dict[str, str] = field(default_factory=dict)
    code: str = ""

    def story(self, name: str, **report: Any) -> Story:
        """A case of the resident under a name."""
        made = Story(self.world, self.resident, **report)
        self.numbers[name] = made.number
        self.code = self.code or made.receipt["query_code"]
        return made


def build(world: World) -> Scene:
    """Let the town work for a morning, and look who may open which form."""
    scene = Scene(world, world.account(PHONE_NUMBER))
    world.clock.set(START - timedelta(days=4))
    for set_up in (_late, _intake, _work, _together, _delays, _ending, _beside):
        set_up(scene)
    scene.forms = dict(_forms(scene))
    scene.wishes = dict(_wishes(scene))
    world.drain()
    return scene


def _intake(scene: Scene) -> None:
    story = scene.story
    story("submitted", address="东二路 8 号楼前")
    asked = story("need_info", words="")
    asked.by("east_clerk", "request_info", question="请问是哪一栋楼？")
    looked = story("verifying")
    person = {"person": scene.world.staff_ids["east_grid"]}
    looked.by("east_clerk", "ask_verify", **person, **scene.world.condition())
    refused = story("rejected")
    refused.by("east_clerk", "reject", reason_code="1", words="请拨打 12345", channel="12345")
    story("to_dispatch").accepted()
    merged = story("merged")
    merged.by("east_clerk", "merge", master=scene.numbers["to_dispatch"])


def _work(scene: Scene) -> None:
    story = scene.story
    story("assigned").dispatched()
    story("handling").handling()
    returned = story("returned").handling()
    reason = {"return_reason": "duty", "basis": "井盖归市政处管"}
    returned.by("sanitation_handler", "request_return", **reason, organisation="municipal")


def _together(scene: Scene) -> None:
    helped = scene.story("helped").handling()
    helped.by("east_dispatcher", "add_co_handler", organisation="property", task="清理楼道口")
    called = scene.story("called").handling()
    task = {"whistle_level": "daily", "organisations": ["municipal"], "task": "共同清理"}
    called.by("east_lead", "whistle", **task)
    answers: list[tuple[str, dict[str, str]]] = [
        ("whistle_ack", {}),
        ("whistle_report_in", {}),
        ("whistle_measures", {"note": "已派吊车"}),
    ]
    for done, name in enumerate(("expected", "came", "met"), start=1):
        story = scene.story(name).handling()
        story.by("east_lead", "whistle", **task)
        for action, data in answers[:done]:
            story.by("municipal_handler", action, **data)


def _delays(scene: Scene) -> None:
    handler = scene.world.staff("sanitation_handler")
    longer = scene.story("longer").handling()
    longer.by("sanitation_handler", "request_extension", amount=2, grounds=_WAITING)
    grounds = {"suspension_reason": "season", "grounds": "冻土无法开挖", "until": "2026-12-10"}
    for name in ("pausing", "suspended"):
        paused = scene.story(name).handling()
        data = grounds | {"photos": [handler.photo()]}
        paused.by("sanitation_handler", "request_suspension", **data)
    paused.by("leader", "approve_suspension")
    supervised = scene.story("supervised").handling()
    supervised.by("leader", "supervise", level="1", reason="请尽快处置")


def _ending(scene: Scene) -> None:
    scene.story("fixed").fixed()
    asked = scene.story("confirming", address="东二路 12 号楼东侧").confirming()
    _publish(asked)
    scene.story("disputed").disputed()
    done = scene.story("closed").closed()
    _publish(done)


def _late(scene: Scene) -> None:
    """Two cases of last week that were finished too late; about one of them it was appealed."""
    late, appealed = scene.story("late").handling(), scene.story("appealed").handling()
    scene.world.clock.set(START)
    for story in (late, appealed):
        story.finished().passed()
        scene.resident.do(story.number, "confirm")
    appealed.by("sanitation_handler", "late_appeal", reason="当日暴雪，道路封闭")


def _beside(scene: Scene) -> None:
    void = scene.story("void")
    void.by("supervisor", "request_void", void_reason="test", grounds="演练数据")
    leader = scene.world.staff("leader")
    forced = scene.story("forced").handling()
    leader.do(forced.number, "request_force_close", photos=[leader.photo()], grounds="已移交法院")


def _publish(story: Story) -> None:
    photos = story.world.staff("east_clerk").view(story.number).get_json()["photos"]
    story.by("east_clerk", "publish", photo_ids=[photo["id"] for photo in photos])


_OPENED = (
    ("submitted", "east_clerk"),
    ("submitted", "east_keeper"),
    ("verifying", "east_grid"),
    ("merged", "east_clerk"),
    ("to_dispatch", "east_dispatcher"),
    ("assigned", "sanitation_handler"),
    ("assigned", "supervisor"),
    ("returned", "east_dispatcher"),
    ("returned", "supervisor"),
    ("handling", "sanitation_handler"),
    ("handling", "east_dispatcher"),
    ("handling", "east_lead"),
    ("handling", "leader"),
    ("helped", "property_handler"),
    ("expected", "municipal_handler"),
    ("came", "municipal_handler"),
    ("met", "east_lead"),
    ("longer", "east_lead"),
    ("pausing", "leader"),
    ("suspended", "east_dispatcher"),
    ("supervised", "sanitation_head"),
    ("fixed", "checker"),
    ("fixed", "checker2"),
    ("disputed", "supervisor"),
    ("closed", "inspector"),
    ("closed", "east_clerk"),
    ("late", "sanitation_handler"),
    ("appealed", "supervisor"),
    ("void", "leader"),
    ("forced", "leader2"),
)
"""Who looks at which case, until every form was seen once."""


def _forms(scene: Scene) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each form of an office with the case and the person that open it."""
    seen = set()
    for name, username in _OPENED:
        found = scene.world.staff(username).view(scene.numbers[name])
        forms = found.get_json()["forms"] if found.status_code == HTTPStatus.OK else {}
        for action in forms.keys() & OFFICE_FORMS - seen:
            seen.add(action)
            yield action, (name, username)


def _wishes(scene: Scene) -> Iterator[tuple[str, str]]:
    """Each form of a resident with the case that has it."""
    seen = set()
    for name, number in scene.numbers.items():
        for action in scene.resident.view(number).get_json()["allowed_actions"]:
            if action in RESIDENT_FORMS - seen:
                seen.add(action)
                yield action, name
