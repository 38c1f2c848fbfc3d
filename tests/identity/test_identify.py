"""From what a request carries to an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from server.identity import service, sessions
from server.identity.identify import Credentials, actor_of
from server.platform.actor import ActorKind
from server.platform.db import unit_of_work
from tests.identity.conftest import PHONE, MakeStaff, new_claim_key
from tests.support.queries import Queries


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def account_session(*keys: str) -> tuple[int, str]:
    """The id and session cookie of an account with the devices of these claim keys."""
    with unit_of_work() as session:
        account_id = service.account_of(session, PHONE, "ko").id
        for key in keys:
            digest = actor_of(Credentials(claim_key=key)).key_digest
            assert digest is not None
            service.device_of(session, digest, "zh-CN").account_id = account_id
        token = sessions.open_for_resident(session, account_id, "", None)
    return account_id, token


def staff_session(staff_id: int) -> str:
    with unit_of_work() as session:
        return sessions.open_for_staff(session, staff_id, "", None)


def test_any_identity_costs_one_query_and_none_costs_none(
    make_staff: MakeStaff, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    keys = [new_claim_key() for _ in range(3)]
    _, resident = account_session(*keys)
    officer = staff_session(make_staff("zhao", "intake_clerk", "dispatcher", "handler"))
    for credentials, queries_allowed in (
        (Credentials(), 0),
        (Credentials(claim_key=keys[0]), 1),
        (Credentials(claim_key=new_claim_key()), 1),
        (Credentials(session_token=resident), 1),
        (Credentials(session_token=resident, claim_key=new_claim_key()), 1),
        (Credentials(session_token=officer), 1),
    ):
        with query_count() as queries:
            actor_of(credentials)
        assert queries.count == queries_allowed, credentials


def test_an_account_owns_its_row_and_its_devices() -> None:
    keys = [new_claim_key() for _ in range(2)]
    account_id, token = account_session(*keys)
    actor = actor_of(Credentials(session_token=token))
    devices = [actor_of(Credentials(claim_key=key)).resident_ids[0] for key in keys]
    assert actor.resident_ids == (account_id, *sorted(devices))
    assert actor.owner == f"r:{account_id}"


def test_a_session_owns_also_the_device_it_is_used_on() -> None:
    account_id, token = account_session()
    key = new_claim_key()
    device = service.ensure_resident(actor_of(Credentials(claim_key=key)))
    actor = actor_of(Credentials(session_token=token, claim_key=key))
    assert actor.resident_ids == (account_id, *device.resident_ids)
    assert actor_of(Credentials(session_token=token)).resident_ids == (account_id,)


def test_staff_on_the_pages_of_residents_are_the_resident_they_are_too(
    make_staff: MakeStaff,
) -> None:
    key = new_claim_key()
    device = service.ensure_resident(actor_of(Credentials(claim_key=key)))
    token = staff_session(make_staff("zhao"))
    actor = actor_of(Credentials(session_token=token, claim_key=key))
    assert (actor.kind, actor.owners) == (ActorKind.RESIDENT, device.owners)
    assert (actor.staff_id, actor.session_id) == (None, None)


def test_staff_bring_their_office(make_staff: MakeStaff, offices: dict[str, int]) -> None:
    number = make_staff("zhao", "checker", organisation="centre")
    actor = actor_of(Credentials(session_token=staff_session(number)))
    assert actor.organisation_id == offices["centre"]
    assert (actor.organisation_kind, actor.roles) == ("centre", {"checker"})


def test_a_dead_session_falls_back_to_the_device() -> None:
    key = new_claim_key()
    actor = actor_of(Credentials(session_token="gone", claim_key=key))
    assert (actor.kind, actor.session_id) == (ActorKind.RESIDENT, None)
    assert actor_of(Credentials(session_token="gone")).kind is ActorKind.ANONYMOUS


def test_the_locale_asked_for_wins_over_the_stored_one() -> None:
    _, token = account_session()
    assert actor_of(Credentials(session_token=token)).locale == "ko"
    assert actor_of(Credentials(session_token=token, wanted_locale="en")).locale == "en"
    assert actor_of(Credentials()).locale == "zh-CN"
