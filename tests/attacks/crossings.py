"""Two who lock the same things in another order: begun at the same moment they only wait for each
other, begun some steps apart they once waited in a circle (PostgreSQL)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from tests.attacks.pairs import Call, window, windows
from tests.attacks.pairs_people import FACTOR, OWN, set_up
from tests.support.town import PASSWORD
from tests.support.world import API, World

Crossing = Callable[[World], Sequence[Call]]


def _sign_in(world: World, username: str, cookie: str | None = None) -> Call:
    browser = world.app.test_client()
    if cookie is not None:
        browser.set_cookie("ssp_session", cookie)
    form = {"username": username, "password": PASSWORD}
    return partial(browser.post, f"{API}/sessions", json=form)


def _signing_in_twice(world: World) -> Sequence[Call]:
    return [_sign_in(world, "east_dispatcher"), _sign_in(world, "east_dispatcher")]


def _signing_in_while_unlocked(world: World) -> Sequence[Call]:
    path = f"admin/people/{world.staff_ids['west_clerk']}/unlocking"
    return [_sign_in(world, "west_clerk"), partial(window(world, "admin").post, path, {})]


def _password_and_signing_in_again(world: World) -> Sequence[Call]:
    who = window(world, "sanitation_head")
    cookie = who.client.get_cookie("ssp_session")
    assert cookie is not None
    wanted = OWN | {"password": "quite another one"}
    change = partial(who.ask, "PUT", "me/password", json=wanted)
    return [change, _sign_in(world, "sanitation_head", cookie.value)]


def _password_taken_back(world: World) -> Sequence[Call]:
    who = window(world, "sponsor_handler")
    wanted = OWN | {"password": "quite another one"}
    path = f"admin/people/{who.actor.staff_id}/start-password"
    given = partial(window(world, "admin").post, path, {})
    return [partial(who.ask, "PUT", "me/password", json=wanted), given]


def _codes_renewed_and_reset(world: World) -> Sequence[Call]:
    set_up(window(world, "inspector"))
    who = window(world, "inspector")
    path = f"admin/people/{who.actor.staff_id}/second-factor-reset"
    renew = partial(who.post, f"{FACTOR}/recovery-codes", OWN)
    return [renew, partial(window(world, "admin").post, path, {})]


def _view_chosen_and_removed(world: World) -> Sequence[Call]:
    one, other = windows(world, "centre_clerk")
    made = one.post("views", {"name": "一个", "query": {"queue": "all"}}).get_json()
    view = made["items"][0]["id"]
    chosen = partial(one.ask, "PUT", "views/default", json={"id": view})
    return [chosen, partial(other.ask, "DELETE", f"views/{view}")]


CROSSINGS: dict[str, tuple[Crossing, tuple[int, int]]] = {
    "signing in twice": (_signing_in_twice, (4, 0)),
    "signing in while unlocked": (_signing_in_while_unlocked, (0, 5)),
    "a password, and signing in again": (_password_and_signing_in_again, (3, 0)),
    "a password taken back": (_password_taken_back, (0, 3)),
    "recovery codes renewed and reset": (_codes_renewed_and_reset, (0, 3)),
    "a view chosen and removed": (_view_chosen_and_removed, (2, 0)),
}
"""Each with steps apart at which it once ended in an error of the server."""

LATE = [(steps, 0) for steps in range(9)] + [(0, steps) for steps in range(1, 9)]
"""All that are tried at full size."""
