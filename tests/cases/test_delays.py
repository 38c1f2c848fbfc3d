"""Extensions and suspensions: more time only by somebody else, and to the minute."""

from __future__ import annotations

from tests.support.refusals import refused
from tests.support.story import DONE, Story
from tests.support.world import World

MORE = {"amount": 2, "grounds": "需要调用吊车"}


def suspension(world: World, until: str = "2026-12-10") -> dict[str, object]:
    handler = world.staff("sanitation_handler")
    grounds = {"suspension_reason": "season", "grounds": "冻土无法开挖"}
    return {**grounds, "until": until, "photos": [handler.photo()]}


def test_an_extension_moves_the_due_time_by_what_was_asked(world: World) -> None:
    story = Story(world).handling()  # due Monday 15:00
    asked = story.by("sanitation_handler", "request_extension", **MORE)
    assert asked["due_at"] == "2026-11-23T07:00:00Z"
    assert MORE["grounds"] not in story.reporter.view(story.number).text
    more = story.by("east_lead", "approve_extension")
    assert more["due_at"] == "2026-11-23T09:00:00Z"
    assert MORE["grounds"] in story.reporter.view(story.number).text


def test_extensions_are_few_and_short_and_in_time(world: World) -> None:
    story = Story(world).handling()
    handler = world.staff("sanitation_handler")
    too_much = handler.act(story.number, "request_extension", MORE | {"amount": 5})
    refused(too_much, 422, "invalid", "amount")
    for _ in range(2):
        handler.do(story.number, "request_extension", **MORE)
        refused(handler.act(story.number, "request_extension", MORE), 409, "undecided_already")
        story.by("supervisor", "approve_extension")
    refused(handler.act(story.number, "request_extension", MORE), 409, "extensions_used_up")
    late = Story(world).handling()
    world.clock.advance(days=2)
    refused(handler.act(late.number, "request_extension", MORE), 409, "too_late")
    urgent = Story(world).dispatched("municipal", category="E03", condition=2)
    urgent.by("municipal_handler", "acknowledge")
    answer = world.staff("municipal_handler").act(urgent.number, "request_extension", MORE)
    refused(answer, 409, "urgent_never")


def test_nobody_decides_about_the_own_unit(world: World) -> None:
    story = Story(world).dispatched("east")
    story.by("east_handler", "acknowledge")
    story.by("east_handler", "request_extension", **MORE)
    for person in ("east_lead", "east_head"):
        answer = world.staff(person).act(story.number, "approve_extension")
        refused(answer, 403, "own_request")
    story.by("supervisor", "refuse_extension", reason="抓紧处理")
    assert world.column(story.number, "extensions") == 0


def test_a_suspension_keeps_the_working_time_that_was_left(world: World) -> None:
    story = Story(world).handling()  # Monday 09:00, four working hours
    world.clock.advance(hours=1, minutes=30)
    story.by("sanitation_handler", "request_suspension", **suspension(world))
    stands = story.by("leader", "approve_suspension")
    assert (stands["state"], stands["paused"], stands["overdue"]) == ("suspended", True, False)
    told = story.reporter.view(story.number).json
    assert told["state"] == "suspended"
    assert "冻土无法开挖" in str(told["timeline"])
    world.clock.advance(days=18)  # the system looked only a day after the tenth of December
    assert world.timers() >= 1
    goes_on = world.staff("supervisor").view(story.number).json
    assert (goes_on["state"], goes_on["paused"]) == ("handling", False)
    assert goes_on["due_at"] == "2026-12-10T02:30:00Z", "two and a half hours from the tenth on"
    assert goes_on["holders"][0]["hours"] == 1.5
    assert world.findings() == []


def test_a_suspended_case_is_looked_at_every_thirty_days(world: World) -> None:
    story = Story(world).handling()
    story.by("sanitation_handler", "request_suspension", **suspension(world, "2027-06-01"))
    story.by("leader", "approve_suspension")
    review = [clock.due_at for clock in world.clocks(story.number) if clock.kind == "review"]
    assert [moment.isoformat() for moment in review] == ["2026-12-23T01:00:00+00:00"]
    refused(world.staff("east_clerk").act(story.number, "review_suspension"), 422, "nothing_added")
    story.by("east_clerk", "review_suspension", note="围挡完好")
    story.by("east_head", "resume", note="材料到位")
    assert world.column(story.number, "state") == "handling"


def test_a_suspension_ends_within_a_year(world: World) -> None:
    story = Story(world).handling()
    for until in ("2026-11-23", "2028-01-01"):
        form = suspension(world, until)
        answer = world.staff("sanitation_handler").act(story.number, "request_suspension", form)
        refused(answer, 422, "invalid", "until")


def test_a_round_of_half_a_day_can_be_extended_by_half_a_day(world: World) -> None:
    story = Story(world).accepted(category="E02")
    story.by("east_dispatcher", "dispatch", organisation="east")
    handler = world.staff("east_handler")
    handler.do(story.number, "acknowledge")
    half = MORE | {"amount": 0.5}
    refused(handler.act(story.number, "request_extension", half), 422, "invalid", "amount")
    form = handler.view(story.number).json["forms"]["request_extension"][0]
    assert (form["min"], form["max"], form["step"]) == (1, 1, 1)
    done = {"photos": [handler.photo()], "words": DONE, "close_type": "rectified"}
    handler.do(story.number, "finish", **done, quantities=[{"unit": "place", "value": "1"}])
    story.checked("check_fail", reason="角落还有")
    due = world.column(story.number, "due_at")
    second = next(c for c in world.clocks(story.number) if (c.kind, c.number) == ("main", 2))
    assert (second.amount, second.due_at) == (0.5, due)
    for wrong in (0.25, 1):
        answer = handler.act(story.number, "request_extension", MORE | {"amount": wrong})
        refused(answer, 422, "invalid", "amount")
    form = handler.view(story.number).json["forms"]["request_extension"][0]
    assert (form["min"], form["max"], form["step"]) == (0.5, 0.5, 0.5)
    handler.do(story.number, "request_extension", **half)
    story.by("supervisor", "approve_extension")
    assert world.column(story.number, "due_at") == world.due(due, 0.5, "working_day")
    assert world.findings() == []


def test_who_helps_loses_no_time_while_a_case_stands_still(world: World) -> None:
    story = Story(world).handling()
    for helper in ("property", "municipal"):
        story.by("east_dispatcher", "add_co_handler", organisation=helper, task="一起看看")
        world.clock.advance(minutes=30)
    story.by("sanitation_handler", "request_suspension", **suspension(world))
    story.by("leader", "approve_suspension")
    world.clock.advance(days=18)
    asked = world.staff("supervisor").view(story.number).json["records"]
    assert [item["overdue"] for item in asked if item["kind"] == "co_handling"] == [False, False]
    world.timers()
    begin = world.local_midnight("2026-12-10")
    helping = [clock for clock in world.clocks(story.number) if clock.kind == "co_handling"]
    used = (1.0, 0.5)
    left = [world.due(begin, 24 - hours, "working_hour") for hours in used]
    assert [clock.due_at for clock in helping] == left, "three days, less what had run"
    story.by("sanitation_handler", "request_suspension", **suspension(world, "2027-01-20"))
    story.by("leader", "approve_suspension")
    story.by("east_head", "resume", note="材料到位")
    assert all(clock.paused_at is None for clock in world.clocks(story.number))
    assert world.findings() == []
