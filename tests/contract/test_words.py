"""Numbers of people in words: read where the report is taken in, by nobody else and in no log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from server import background
from server.identity import tasks as identity_tasks
from server.notifications.channels.messages import NotAccepted, ShortMessage
from server.platform import logs
from server.platform.db import db, unit_of_work
from server.platform.outbox.models import OutboxRow
from server.reports import service as reports
from tests.support.crawl import Seen, crawl, fewer, known_values, readable_routes
from tests.support.story import Story
from tests.support.world import Person, World

MOBILE, LANDLINE, IDENTITY = "13987654321", "0437-3223344", "11010519491231002X"
CARD, PLATE, IN_PLACE, SAID = "6222021234567890128", "吉A·12345", "13755556666", "13611112222"
CALLED = "13822223333"
NAME = "柳小满"
WORDS = f"我是{NAME}，电话{MOBILE}或{LANDLINE}，证号{IDENTITY}，卡{CARD}，{PLATE}挡道"
NUMBERS = (MOBILE, LANDLINE, IDENTITY, CARD, IN_PLACE, SAID, CALLED)
WITH_PLATES = (*NUMBERS, PLATE)
WORKERS = ("sanitation_handler", "east_dispatcher")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that the application logs."""
    written: list[str] = []

    def keep(_self: object, message: str) -> None:
        written.append(message)

    for name in ("msg", "debug", "info", "warning", "error", "exception", "critical"):
        monkeypatch.setattr(logs._Lines, name, keep)
    return written


@pytest.fixture
def case(world: World) -> Story:
    """A case whose reporter, clerk and reporter again say numbers of people."""
    story = Story(world, words=WORDS, address=f"龙山路8号，找{IN_PLACE}", contact={"phone": CALLED})
    story.confirming()
    story.reporter.do(story.number, "refuse", words=f"打我电话{SAID}，还有垃圾")
    note = f"已联系{MOBILE}，{PLATE}，办公电话{LANDLINE}"
    story.by("sanitation_handler", "finish", **finish(story, note))
    story.passed()
    world.drain()
    return story


def finish(story: Story, words: str) -> dict[str, Any]:
    photos = [story.world.staff("sanitation_handler").photo()]
    return {"photos": photos, "words": words, "close_type": "rectified"}


def pages(person: Person, number: str, full: bool) -> Iterator[Seen]:
    """What somebody can read of a case and of all lists it stands in."""
    values = fewer(known_values(person.world.app), 1) | {"number": frozenset({number})}
    routes = readable_routes(person.world.app)
    if not full:
        held = ("case", "notice", "queue", "ledger", "public", "/c/", "/solved", "follow", "map")
        routes = [rule for rule in routes if any(part in rule for part in held)]
    yield from crawl(person, routes, values, links=full)


def test_numbers_of_people_are_read_where_they_are_needed_only(
    world: World, case: Story, full: bool
) -> None:
    the_office_that_takes_in_reads_them(world, case)
    who_works_the_case_does_not(world, case, full)
    nor_does_the_public(world, case, full)
    nor_does_another_reporter(world, case)
    and_no_search_finds_them_digit_by_digit(world)


def the_office_that_takes_in_reads_them(world: World, case: Story) -> None:
    clerk = world.staff("east_clerk").view(case.number).get_json()
    assert clerk["reports"][0]["words"] == WORDS
    assert any(SAID in (event["words"] or "") for event in clerk["timeline"])
    assert IN_PLACE not in str(clerk["address"])


def who_works_the_case_does_not(world: World, case: Story, full: bool) -> None:
    for name in WORKERS:
        seen = world.staff(name).view(case.number).get_json()
        (report,) = seen["reports"]
        assert report["words"] == f"我是{NAME}，电话****或****，证号****，卡****，{PLATE}挡道"
        assert seen["address"] == "龙山路8号，找****"
        assert "打我电话****，还有垃圾" in {event["words"] for event in seen["timeline"]}
        for page in pages(world.staff(name), case.number, full):
            found = [number for number in NUMBERS if number in page.text]
            assert not found, (name, page.path, found)


def nor_does_the_public(world: World, case: Story, full: bool) -> None:
    for person in (world.anonymous, world.resident("stranger")):
        for page in pages(person, case.number, full):
            found = [word for word in (*WITH_PLATES, NAME) if word in page.text]
            assert not found, (person.name, page.path, found)


def nor_does_another_reporter(world: World, case: Story) -> None:
    other = world.resident("other")
    case.join(other)
    joined = other.view(case.number)
    assert f"已联系****，****，办公电话{LANDLINE}" in joined.text
    assert not [
        word for word in (*NUMBERS, PLATE, NAME) if word in joined.text and word != LANDLINE
    ]
    own = case.reporter.view(case.number).get_json()
    assert own["words"] == WORDS, "one's own words stay one's own"
    assert any(SAID in (event["words"] or "") for event in own["timeline"])


def and_no_search_finds_them_digit_by_digit(world: World) -> None:
    for words, found in (("挡道", 1), (MOBILE[:6], 0), (MOBILE, 0), (IN_PLACE, 0), (SAID, 0)):
        answer = world.staff("sanitation_handler").get("cases", query_string={"q": words})
        assert len(answer.get_json()["items"]) == found, words


def test_nothing_of_anybody_is_logged(
    world: World, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails: a request, a message to a phone, a job of the night."""
    person = world.resident()
    form = world.report_form(person, words=WORDS, contact={"phone": CALLED})

    def choke(data: Any) -> bytes:
        raise ValueError(f"cannot read {data}")

    with monkeypatch.context() as patch:
        patch.setattr(reports, "_fingerprint", choke)
        with pytest.raises(AssertionError, match="server error") as refused:
            person.post("reports", form)
    assert not [word for word in (*WITH_PLATES, NAME) if word in str(refused.value)]

    class Refusing:
        def send(self, message: ShortMessage) -> str:
            raise NotAccepted(f"not taken: {message.phone} {message.words}")

    monkeypatch.setattr(identity_tasks, "sms_provider", Refusing)
    assert person.post("otp", {"phone": CALLED}).status_code == 202
    world.drain()

    def night() -> None:
        with unit_of_work() as session:
            session.execute(text("INSERT INTO report (words) VALUES (:words)"), {"words": WORDS})

    background._in_context(world.app, "night", night)()
    told = "\n".join(lines)
    assert '"request_failed"' in told
    assert '"outbox_failed"' in told
    assert '"job_failed"' in told
    assert "INSERT INTO report" in told
    secrets = (*WITH_PLATES, NAME, person.claim_key or "", form["id"])
    assert not [word for word in secrets if word in told], told
    with world.app.app_context():
        kept = [row.last_error or "" for row in db.session.scalars(select(OutboxRow))]
        db.session.remove()
    assert "NotAccepted" in kept
    with world.app.app_context(), pytest.raises(DBAPIError) as caught:
        night()
    assert WORDS not in str(caught.value)
