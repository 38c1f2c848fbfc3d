"""Two at once in administration and at the door: accounts, deputies, passwords, factors."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pyotp

from server.identity.models import Deputy, SecondFactor, Staff
from server.platform import clock
from server.platform.db import unit_of_work
from tests.attacks.pairs import Pair, all_succeed, both, count, lines, one_is_told, window, windows
from tests.support.client import CheckedClient
from tests.support.forms import if_match
from tests.support.town import PASSWORD
from tests.support.world import API, Person, World

FACTOR = "me/second-factor"
OWN = {"present": PASSWORD}


def _office(world: World, code: str, **told: Any) -> dict[str, Any]:
    """An office that is there, and what an administrator says of it."""
    body = {"name": f"{code}处", "kind": "department", "area": "990101"} | told
    made = world.staff("admin").post("admin/organisations", {"code": code, **body})
    assert made.status_code == 201, made.text
    return body


def _person(world: World, username: str, **told: Any) -> tuple[int, str]:
    """Somebody new, and the start password."""
    body = {"username": username, "name": "某人", "organisation": "east", "roles": ["handler"]}
    made = world.staff("admin").post("admin/people", body | told)
    assert made.status_code == 201, made.text
    person = made.get_json()
    return int(person["id"]), str(person["start_password"])


def _form(who: Person, path: str, told: dict[str, Any]) -> partial[Any]:
    """The change of a person or an organisation, about to be sent."""
    return partial(who.ask, "PUT", path, json=told, headers=if_match(who, path))


def _same_username(world: World) -> None:
    body = {"username": "same", "name": "同名", "organisation": "east", "roles": ["handler"]}
    calls = [partial(who.post, "admin/people", body) for who in windows(world, "admin")]
    one_is_told(world, "201", "409 username_taken", *calls)
    assert count(world, Staff, username="same") == 1


def _same_office(world: World) -> None:
    body = {"code": "same", "name": "同名处", "kind": "department", "area": "990101"}
    calls = [partial(who.post, "admin/organisations", body) for who in windows(world, "admin")]
    one_is_told(world, "201", "409 organisation_code_taken", *calls)


def _same_form(world: World) -> None:
    office, path = _office(world, "twice"), "admin/organisations/twice"
    person, _ = _person(world, "twice")
    told = {"name": "某人", "organisation": "east", "roles": ["handler"]}
    for what, before in ((path, office), (f"admin/people/{person}", told)):
        calls = [
            _form(who, what, before | {"name": name})
            for who, name in zip(windows(world, "admin"), ("一", "二"), strict=True)
        ]
        one_is_told(world, "200", "412 edited_meanwhile", *calls)


def _circle(world: World) -> None:
    one, other = windows(world, "admin")
    first, second = _office(world, "ring1"), _office(world, "ring2")
    one_is_told(
        world,
        "200",
        "422 organisation_loop",
        _form(one, "admin/organisations/ring1", first | {"parent": "ring2"}),
        _form(other, "admin/organisations/ring2", second | {"parent": "ring1"}),
    )


def _office_closed_while_somebody_comes(world: World) -> None:
    one, other = windows(world, "admin")
    _office(world, "closing")
    person, _ = _person(world, "comer")
    told = {"name": "来者", "organisation": "closing", "roles": ["handler"]}
    closed, made, moved = both(
        world,
        partial(one.post, "admin/organisations/closing/deactivation", {}),
        partial(other.post, "admin/people", told | {"username": "comer2"}),
        _form(window(world, "admin"), f"admin/people/{person}", told),
    )
    listed = {item["code"]: item for item in one.get("admin/organisations").get_json()["items"]}
    office = listed["closing"]
    assert office["active"] == (closed != "200"), (closed, made, moved)
    assert not (office["people"] and not office["active"]), (closed, made, moved)
    assert {closed, made, moved} <= {
        *("200", "201", "409 organisation_has_people", "422 organisation_unknown")
    }


def _office_closed_while_somebody_comes_back(world: World) -> None:
    one, other = windows(world, "admin")
    _office(world, "closing2")
    person, _ = _person(world, "returner", organisation="closing2")
    assert one.post(f"admin/people/{person}/deactivation", {}).status_code == 200
    closed, back = both(
        world,
        partial(one.post, "admin/organisations/closing2/deactivation", {}),
        partial(other.post, f"admin/people/{person}/activation", {}),
    )
    assert (closed, back) in {
        ("200", "409 organisation_closed"),
        ("409 organisation_has_people", "200"),
    }


def _last_two_centres(world: World) -> None:
    _office(world, "centre2", kind="centre")
    world.resident().report()
    with world.app.app_context(), unit_of_work() as session:
        session.query(Staff).filter(Staff.organisation_id == _id(world, "centre")).update(
            {"organisation_id": _id(world, "sanitation")}
        )
    one, other = windows(world, "admin")
    one_is_told(
        world,
        "200",
        "409 organisation_has_cases",
        partial(one.post, "admin/organisations/centre/deactivation", {}),
        partial(other.post, "admin/organisations/centre2/deactivation", {}),
    )


def _id(world: World, code: str) -> int:
    found = (number for number, known in world.organisation_codes.items() if known == code)
    return int(next(found))


def _leave(absent: int, deputy: int) -> dict[str, Any]:
    now = clock.now()
    until = now + timedelta(hours=8)
    told = {"absent": absent, "deputy": deputy}
    return told | {"since": now.isoformat(), "until": until.isoformat()}


def _deputy(world: World) -> None:
    one, other = windows(world, "east_head")
    absent, _ = _person(world, "absent")
    deputy, _ = _person(world, "deputy")
    body = _leave(absent, deputy)
    calls = [partial(who.post, "admin/deputies", body) for who in (one, other)]
    one_is_told(world, "201", "409 deputy_exists", *calls)
    listed = one.get("admin/deputies").get_json()["items"]
    number = next(item["id"] for item in listed if item["absent"]["id"] == absent)
    told = {"name": "走了", "organisation": "west", "roles": ["handler"]}
    ended, moved = both(
        world,
        partial(one.ask, "DELETE", f"admin/deputies/{number}"),
        _form(window(world, "admin"), f"admin/people/{deputy}", told),
    )
    assert (ended, moved) in {("204", "200"), ("409 deputy_over", "200")}
    assert lines(world, "deputy_ended", f"deputy:{number}") == 1


def _deputy_who_moves(world: World) -> None:
    absent, _ = _person(world, "absent2")
    deputy, _ = _person(world, "deputy2")
    told = {"name": "走了", "organisation": "west", "roles": ["handler"]}
    entered, moved = both(
        world,
        partial(world.staff("east_head").post, "admin/deputies", _leave(absent, deputy)),
        _form(window(world, "admin"), f"admin/people/{deputy}", told),
    )
    assert moved == "200"
    assert entered in {"201", "422 person_unknown", "422 deputy_elsewhere"}
    now = clock.now()
    with world.app.app_context(), unit_of_work() as session:
        rows = session.query(Deputy).filter(Deputy.deputy_id == deputy, Deputy.until > now)
        assert rows.count() == 0, entered


def _token(world: World) -> None:
    one, other = windows(world, "admin")
    made = one.post("admin/tokens", {"name": "同步", "scopes": ["public.read"]})
    number = made.get_json()["id"]
    all_succeed(
        world, *(partial(who.ask, "DELETE", f"admin/tokens/{number}") for who in (one, other))
    )
    assert lines(world, "token_revoked", f"token:{number}") == 1


def _password(world: World) -> None:
    one, other = windows(world, "municipal_handler")
    calls = [
        partial(who.ask, "PUT", "me/password", json=OWN | {"password": f"quite another one {n}"})
        for n, who in enumerate((one, other))
    ]
    one_is_told(world, "200", "422 password_wrong", *calls)
    assert lines(world, "password_changed", one.actor.owner.replace("s:", "staff:")) == 1


def _password_taken_back(world: World) -> None:
    """An administrator takes an account back while it is used: what was given out counts."""
    who = window(world, "sanitation_handler2")
    path = f"admin/people/{who.actor.staff_id}/start-password"
    changed, given = both(
        world,
        partial(who.ask, "PUT", "me/password", json=OWN | {"password": "quite another one"}),
        partial(window(world, "admin").post, path, {}),
    )
    assert given == "200"
    assert changed in {"200", "422 password_wrong", "401 sign_in_required"}
    assert who.get("me").get_json()["kind"] == "anonymous", "its sessions ended"


def _signed_in_while_taken_back(world: World) -> None:
    who = world.staff("property_handler")
    browser = world.app.test_client()
    assert isinstance(browser, CheckedClient)
    form = {"username": "property_handler", "password": PASSWORD}
    path = f"admin/people/{who.actor.staff_id}/start-password"
    entered, given = both(
        world,
        partial(browser.post, f"{API}/sessions", json=form),
        partial(window(world, "admin").post, path, {}),
    )
    assert given == "200"
    assert entered in {"201", "401 sign_in_failed"}
    assert browser.get(f"{API}/me").get_json()["kind"] == "anonymous", entered


def _signed_in_twice(world: World) -> None:
    browsers = [world.app.test_client() for _ in range(2)]
    form = {"username": "east_dispatcher2", "password": PASSWORD}
    all_succeed(world, *(partial(one.post, f"{API}/sessions", json=form) for one in browsers))
    wrong = form | {"password": "not my password"}
    unlock = f"admin/people/{world.staff_ids['east_dispatcher2']}/unlocking"
    answers = both(
        world,
        partial(browsers[0].post, f"{API}/sessions", json=wrong),
        partial(browsers[1].post, f"{API}/sessions", json=form),
        partial(window(world, "admin").post, unlock, {}),
    )
    assert answers == ["401 sign_in_failed", "201", "200"]


def _proposals(world: World) -> None:
    people = windows(world, "east_keeper")
    all_succeed(world, *(partial(who.post, FACTOR, OWN) for who in people))
    assert count(world, SecondFactor, staff_id=people[0].actor.staff_id) == 1


def _code(secret: str, steps_off: int = 0) -> dict[str, str]:
    return {"code": pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps_off)}


def set_up(who: Person) -> None:
    """Give somebody a second factor."""
    secret = who.post(FACTOR, OWN).get_json()["secret"]
    done = who.post(f"{FACTOR}/confirmation", _code(secret))
    assert done.status_code == 200, done.text


def _confirmed(world: World) -> None:
    one, other = windows(world, "east_officer")
    secret = one.post(FACTOR, OWN).get_json()["secret"]
    calls = [partial(who.post, f"{FACTOR}/confirmation", _code(secret)) for who in (one, other)]
    one_is_told(world, "200", "409 second_factor_begin_again", *calls)


def _confirmed_and_reset(world: World) -> None:
    who = window(world, "east_grid")
    secret = who.post(FACTOR, OWN).get_json()["secret"]
    reset = f"admin/people/{who.actor.staff_id}/second-factor-reset"
    confirmed, taken = both(
        world,
        partial(who.post, f"{FACTOR}/confirmation", _code(secret)),
        partial(window(world, "admin").post, reset, {}),
    )
    assert taken == "200"
    assert confirmed in {"200", "409 second_factor_begin_again", "401 sign_in_required"}


def _renewed_and_reset(world: World) -> None:
    who = window(world, "patrol")
    set_up(who)
    other = window(world, "patrol")
    _, _, taken = answers = both(
        world,
        partial(who.post, f"{FACTOR}/recovery-codes", OWN),
        partial(other.post, f"{FACTOR}/removal", OWN),
        partial(
            window(world, "admin").post,
            f"admin/people/{who.actor.staff_id}/second-factor-reset",
            {},
        ),
    )
    assert taken == "200"
    assert not any(answer.startswith("server") for answer in answers), answers
    assert count(world, SecondFactor, staff_id=who.actor.staff_id) == 0


def _last_administrators(world: World) -> None:
    other, _ = _person(world, "admin2", roles=["administrator"])
    one, two = windows(world, "admin")
    first = world.staff("admin").actor.staff_id
    one_is_told(
        world,
        "200",
        "409 last_administrator",
        partial(one.post, f"admin/people/{other}/deactivation", {}),
        partial(two.post, f"admin/people/{first}/deactivation", {}),
    )


PAIRS: dict[str, Pair] = {
    "a username": _same_username,
    "the code of an office": _same_office,
    "one form twice": _same_form,
    "offices below each other": _circle,
    "an office closed while somebody comes": _office_closed_while_somebody_comes,
    "an office closed while somebody comes back": _office_closed_while_somebody_comes_back,
    "a deputy": _deputy,
    "a deputy who moves": _deputy_who_moves,
    "a token": _token,
    "a password": _password,
    "a password taken back": _password_taken_back,
    "signing in while it is taken back": _signed_in_while_taken_back,
    "signing in twice": _signed_in_twice,
    "second factors proposed": _proposals,
    "a second factor confirmed": _confirmed,
    "a second factor confirmed and reset": _confirmed_and_reset,
    "recovery codes renewed, removed and reset": _renewed_and_reset,
    "the last two centres": _last_two_centres,
    "the last two administrators": _last_administrators,
}
