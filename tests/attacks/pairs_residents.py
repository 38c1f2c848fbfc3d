"""Two at once at a resident's phone: wishes, watching, signing in, correcting, being forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import select

from server.identity import sms
from server.identity.models import Resident
from server.notifications.models import NoticePreference
from server.platform.db import Base, db
from server.reports.contact import OPENED_MOST
from server.reports.models import CaseWatch, Report
from tests.attacks.pairs import Pair, all_succeed, both, count, lines, one_is_told
from tests.support.story import Story
from tests.support.world import Person, World

_PREFERENCES = "notices/preferences"
_PHONES = ("13812345678", "13912345678", "13712345678", "13612345678", "13512345678")


def _tabs(world: World, who: Person) -> tuple[Person, Person]:
    """Two windows of one resident's browser."""
    found = [Person(world, who.name, who.actor, who.claim_key) for _ in range(2)]
    for one in found:
        assert one.get("me").status_code == 200
    return found[0], found[1]


def _wishes(world: World) -> None:
    for who in (world.account(_PHONES[0]), world.resident(), world.staff("east_clerk")):
        one, other = _tabs(world, who)
        all_succeed(
            world,
            partial(one.ask, "PATCH", _PREFERENCES, json={"quiet": {"from": "20:00"}}),
            partial(other.ask, "PATCH", _PREFERENCES, json={"quiet": {"until": "05:00"}}),
        )
        all_succeed(
            world,
            partial(one.ask, "PATCH", _PREFERENCES, json={"locale": "ko"}),
            partial(other.ask, "PATCH", _PREFERENCES, json={"quiet": {"from": "20:00"}}),
        )
        kept = one.get(_PREFERENCES).get_json()
        assert kept["quiet"] == {"from": "20:00", "until": "05:00"}
        assert kept["locale"] == "ko"


def _watch(world: World) -> None:
    story = Story(world).accepted()
    world.staff("east_clerk").do(
        story.number, "publish", photo_ids=[_first_photo(world, story.number)]
    )
    one, other = _tabs(world, world.resident())
    path = f"public/cases/{story.number}/watch"
    all_succeed(world, partial(one.ask, "PUT", path), partial(other.ask, "PUT", path))
    assert count(world, CaseWatch) == 1
    both(world, partial(one.ask, "PUT", path), partial(other.ask, "DELETE", path))


def _first_photo(world: World, number: str) -> int:
    return int(world.staff("east_clerk").view(number).get_json()["photos"][0]["id"])


def _sent_code(world: World) -> str:
    world.drain()
    with world.app.app_context():
        words = sms.local_gateway().last(1)[0]["words"]
    found = re.search(r"\d{6}", words)
    assert found is not None, words
    return found[0]


def _redeem(world: World, who: Person, phone: str) -> Callable[[], Any]:
    asked = who.post("otp", {"phone": phone}).get_json()["request_id"]
    return partial(who.post, f"otp/{asked}", {"code": _sent_code(world)})


def _code_twice(world: World) -> None:
    call = _redeem(world, world.resident(), _PHONES[1])
    one_is_told(world, "201", "422 otp_expired", call, call)
    assert count(world, Resident, phone_index=None) >= 0


def _two_numbers_on_one_device(world: World) -> None:
    who = world.resident()
    one, other = _tabs(world, who)
    calls = [_redeem(world, one, _PHONES[2]), _redeem(world, other, _PHONES[3])]
    all_succeed(world, *calls)
    assert lines(world, "signed_in") >= 2


def _session(world: World) -> None:
    who = world.account(_PHONES[0])
    one, other = _tabs(world, who)
    number = next(
        item["id"] for item in one.get("sessions").get_json()["items"] if not item["current"]
    )
    calls = [partial(one.ask, "DELETE", f"sessions/{number}")] * 2
    one_is_told(world, "204", "404 not_found", *calls)
    all_succeed(world, *[partial(other.ask, "DELETE", "sessions/current")] * 2)


def _contact(world: World) -> None:
    who = world.account(_PHONES[0])
    story = Story(world, who, contact={"phone": _PHONES[0]})
    with world.app.app_context():
        number = db.session.scalar(
            select(Report.id).where(Report.root_case_id == world.column(story.number, "id"))
        )
        db.session.remove()
    one, other = _tabs(world, who)
    path = f"my/reports/{number}/contact"
    all_succeed(
        world,
        partial(one.ask, "PUT", path, json={"phone": _PHONES[1]}),
        partial(other.ask, "PUT", path, json={"phone": None}),
    )


def _contact_seen(world: World) -> None:
    """Who looks in two windows looks once."""
    story = Story(world, world.account(_PHONES[0]), contact={"phone": _PHONES[0]})
    clerks = [Person(world, "clerk", world.staff("east_clerk").actor) for _ in range(2)]
    for clerk in clerks:
        assert clerk.get("me").status_code == 200
    all_succeed(world, *(partial(clerk.view, story.number) for clerk in clerks))
    assert lines(world, "contact.seen", f"case:{story.number}") == 1


def _last_contact(world: World) -> None:
    """Of two who open the last contact of the day, one does."""
    story = Story(world, world.account(_PHONES[0]), contact={"phone": _PHONES[0]})
    clerks = [Person(world, "clerk", world.staff("east_clerk2").actor) for _ in range(2)]
    (report,) = clerks[0].view(story.number).get_json()["reports"]
    assert clerks[1].get("me").status_code == 200
    path = f"cases/{story.number}/reports/{report['id']}/contact"
    for _ in range(OPENED_MOST - 1):
        assert clerks[0].post(path, {"purpose": "place"}).status_code == 200
    calls = [partial(clerk.post, path, {"purpose": "place"}) for clerk in clerks]
    one_is_told(world, "200", "429 too_many_contacts", *calls)
    assert lines(world, "contact.opened") == OPENED_MOST


def _forgotten(world: World, phone: str) -> tuple[Person, Person]:
    who = world.account(phone)
    Story(world, who, contact={"phone": phone})
    return _tabs(world, who)


def _left_of(world: World, model: type[Base], who: Person) -> int:
    return count(world, model, owner=who.actor.owner)


def _erased_twice(world: World) -> None:
    one, other = _forgotten(world, _PHONES[0])
    answers = both(world, *(partial(who.ask, "DELETE", "my/data") for who in (one, other)))
    assert set(answers) <= {"200", "401 sign_in_required"}, answers
    assert "200" in answers
    assert lines(world, "account.erased") == 1


def _erased_and_wished(world: World) -> None:
    """What is written for somebody who goes in that moment would be found by the next one."""
    one, other = _forgotten(world, _PHONES[1])
    erased, wished = both(
        world,
        partial(one.ask, "DELETE", "my/data"),
        partial(other.ask, "PATCH", _PREFERENCES, json={"sms": False}),
    )
    assert (erased, wished) in {("200", "200"), ("200", "401 sign_in_required")}
    assert _left_of(world, NoticePreference, one) == 0


def _erased_and_watched(world: World) -> None:
    story = Story(world).accepted()
    world.staff("east_clerk").do(
        story.number, "publish", photo_ids=[_first_photo(world, story.number)]
    )
    one, other = _forgotten(world, _PHONES[2])
    erased, watched = both(
        world,
        partial(one.ask, "DELETE", "my/data"),
        partial(other.ask, "PUT", f"public/cases/{story.number}/watch"),
    )
    assert (erased, watched) in {("200", "204"), ("200", "401 sign_in_required")}
    assert _left_of(world, CaseWatch, one) == 0


def _erased_and_reported(world: World) -> None:
    one, other = _forgotten(world, _PHONES[3])
    form = world.report_form(other)
    erased, sent = both(
        world, partial(one.ask, "DELETE", "my/data"), partial(other.post, "reports", form)
    )
    assert erased == "200"
    assert not sent.startswith("server"), sent
    assert _left_of(world, Report, one) == 0, sent


def _erased_and_signed_in(world: World) -> None:
    one, _ = _forgotten(world, _PHONES[4])
    stranger = world.resident()
    enter = _redeem(world, stranger, _PHONES[4])
    erased, entered = both(world, partial(one.ask, "DELETE", "my/data"), enter)
    assert erased == "200"
    assert entered in {"201", "422 otp_expired", "409 gone"}, entered


PAIRS: dict[str, Pair] = {
    "wishes": _wishes,
    "a case watched": _watch,
    "a code redeemed twice": _code_twice,
    "two numbers on one device": _two_numbers_on_one_device,
    "a session ended": _session,
    "a contact corrected": _contact,
    "a contact seen": _contact_seen,
    "the last contact of a day": _last_contact,
    "forgotten twice": _erased_twice,
    "forgotten and a wish": _erased_and_wished,
    "forgotten and watching": _erased_and_watched,
    "forgotten and reporting": _erased_and_reported,
    "forgotten and signing in": _erased_and_signed_in,
}
