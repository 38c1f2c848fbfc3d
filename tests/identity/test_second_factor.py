"""The second factor of staff: set up, asked for, lost, taken away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from server.identity.models import RecoveryCode, SecondFactor
from server.notifications.accounts import TEMPLATES
from server.platform.audit import first_broken
from server.platform.db import db
from server.platform.i18n import LOCALES, t
from tests.identity.conftest import PASSWORD
from tests.identity.factors import (
    API,
    FACTOR,
    Entrance,
    code_of,
    code_step,
    enter,
    entrance,
    logged,
    notices,
    password_hash,
    password_step,
    quick_hashes,
    set_rules,
    set_up,
)
from tests.support.client import CheckedClient
from tests.support.queries import Queries
from tests.support.refusals import refused

__all__ = ["entrance", "password_hash", "quick_hashes"]

AWAY = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}


def kind_of(client: CheckedClient) -> str:
    kind: str = client.get(f"{API}/me").get_json()["kind"]
    return kind


def test_set_up_where_it_is_offered_and_then_asked_for(entrance: Entrance) -> None:
    me = entrance.make_staff("zhao")
    client, elsewhere = entrance.browser(), entrance.signed_in("zhao")
    assert password_step(client, "zhao").get_json()["must"] is None
    assert client.get(FACTOR).get_json() == {"required": False, "set_at": None, "codes_left": 0}
    for present in ({}, {"present": "not my password"}):
        refused(client.post(FACTOR, json=present), 422, "password_wrong")
    early = client.post(f"{FACTOR}/confirmation", json={"code": "123456"})
    refused(early, 409, "second_factor_begin_again")
    begun = client.post(FACTOR, json={"present": PASSWORD}).get_json()
    assert begun["address"].startswith("otpauth://totp/")
    assert f"secret={begun['secret']}" in begun["address"]
    assert password_step(entrance.browser(), "zhao").status_code == 201, "a proposal asks nobody"
    wrong = client.post(
        f"{FACTOR}/confirmation", json={"code": code_of(begun["secret"], steps_off=9)}
    )
    refused(wrong, 422, "second_factor_code")
    before = client.get_cookie("ssp_session")
    code = code_of(begun["secret"])
    done = client.post(f"{FACTOR}/confirmation", json={"code": code})
    codes = done.get_json()["recovery_codes"]
    assert len(set(codes)) == 10
    after = client.get_cookie("ssp_session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert (kind_of(client), kind_of(elsewhere)) == ("staff", "anonymous")
    standing = client.get(FACTOR).get_json()
    assert (standing["set_at"], standing["codes_left"]) == ("2026-11-23T01:00:00Z", 10)

    refused(enter(elsewhere, "zhao", code), 401, "sign_in_failed")  # used already
    entrance.clock.advance(seconds=30)
    code = code_of(begun["secret"])
    spaced = f"{code[:3]} {code[3:]}"
    assert enter(elsewhere, "zhao", spaced).status_code == 201
    refused(enter(entrance.browser(), "zhao", code), 401, "sign_in_failed")
    assert logged(entrance.app, me)[-6:] == [
        "code_asked",
        "second_factor.refused",
        "code_asked",
        "signed_in",
        "code_asked",
        "second_factor.refused",
    ]
    assert "second_factor.set" in logged(entrance.app, me)
    assert notices(entrance.app, me) == ["account_factor_set"]
    inbox = client.get(f"{API}/notices").get_json()["items"]
    assert [item["title"] for item in inbox] == ["两步验证已设置"]
    with entrance.app.app_context():
        assert first_broken(db.session()) is None
        stored = db.session.scalars(select(SecondFactor)).one()
        assert begun["secret"].encode() not in (stored.secret_sealed or b"")
        digests = list(db.session.scalars(select(RecoveryCode.digest)))
        assert not any(
            code.replace("-", "").encode() in digest for code in codes for digest in digests
        )


def test_a_code_counts_half_a_minute_early_and_late(entrance: Entrance) -> None:
    entrance.make_staff("zhao")
    client = entrance.signed_in("zhao")
    secret, _ = set_up(client)
    for steps_off, status in ((-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)):
        entrance.clock.advance(minutes=5)
        answer = enter(entrance.browser(), "zhao", code_of(secret, steps_off=steps_off))
        assert answer.status_code == status, steps_off


def test_nobody_learns_from_the_first_step_whether_the_password_was_right(
    entrance: Entrance, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    entrance.make_staff("zhao")
    entrance.make_staff("qian")
    client = entrance.signed_in("zhao")
    secret, codes = set_up(client)
    set_rules(entrance.app, second_factor_required=True)
    entrance.clock.advance(minutes=1)
    seen, denials, lengths = [], [], set()
    for username, password, typed in (
        ("zhao", PASSWORD, "000000"),
        ("zhao", "wrong password", code_of(secret)),
        ("zhao", "wrong password", codes[0]),
        ("qian", "wrong password", "000000"),
        ("nobody", PASSWORD, "000000"),
    ):
        stranger = entrance.browser()
        with query_count() as first:
            asked = password_step(stranger, username, password)
        told = asked.get_json()
        with query_count() as second:
            denied = code_step(stranger, told["challenge"], typed)
        lengths.add((username, len(told["challenge"])))
        seen.append((asked.status_code, told["expires_in"], first.count, second.count))
        denials.append((denied.status_code, denied.get_json()))
    assert len(lengths) == 3, "right and wrong look alike"
    assert seen == [seen[0]] * len(seen)
    assert denials == [denials[0]] * len(denials)
    assert denials[0][1]["code"] == "sign_in_failed"
    assert enter(entrance.browser(), "zhao", code_of(secret)).status_code == 201, "none was used up"


def test_where_it_is_required_nothing_opens_before(entrance: Entrance) -> None:
    set_rules(entrance.app)
    entrance.make_staff("zhao")
    client = entrance.browser()
    welcome = password_step(client, "zhao")
    assert (welcome.status_code, welcome.get_json()["must"]) == (201, "second_factor")
    refused(client.get(f"{API}/cases?queue=all"), 403, "second_factor_first")
    refused(client.get(f"{API}/notices"), 403, "second_factor_first")
    _, codes = set_up(client, present=None)
    assert client.get(f"{API}/me").get_json()["must"] is None
    assert client.get(f"{API}/cases?queue=all").status_code == 200
    refused(client.post(FACTOR, json={}), 422, "password_wrong")
    removal = client.post(f"{FACTOR}/removal", json={"present": PASSWORD})
    refused(removal, 409, "second_factor_required")
    assert enter(entrance.browser(), "zhao", codes[3]).status_code == 201


def test_a_recovery_code_works_once_and_can_be_renewed(entrance: Entrance) -> None:
    me = entrance.make_staff("zhao")
    client = entrance.signed_in("zhao")
    _, codes = set_up(client)
    assert (
        enter(entrance.browser(), "zhao", f" {codes[0].upper().replace('-', ' ')} ").status_code
        == 201
    )
    refused(enter(entrance.browser(), "zhao", codes[0]), 401, "sign_in_failed")
    assert client.get(FACTOR).get_json()["codes_left"] == 9
    assert "account_recovery_used" in notices(entrance.app, me)
    path = f"{FACTOR}/recovery-codes"
    refused(client.post(path, json={"present": "no"}), 422, "password_wrong")
    fresh = client.post(path, json={"present": PASSWORD}).get_json()["recovery_codes"]
    assert not set(fresh) & set(codes)
    refused(enter(entrance.browser(), "zhao", codes[1]), 401, "sign_in_failed")
    assert enter(entrance.browser(), "zhao", fresh[1]).status_code == 201
    assert client.post(f"{FACTOR}/removal", json={"present": PASSWORD}).status_code == 204
    assert password_step(entrance.browser(), "zhao").status_code == 201
    refused(client.post(path, json={"present": PASSWORD}), 409, "second_factor_missing")
    log = logged(entrance.app, me)
    assert log.count("recovery_code.used") == 2
    assert {"recovery_codes.renewed", "second_factor.removed"} <= set(log)


def test_a_challenge_is_good_for_five_codes_and_ten_minutes(entrance: Entrance) -> None:
    entrance.make_staff("zhao")
    client = entrance.signed_in("zhao")
    secret, _ = set_up(client)
    entrance.clock.advance(minutes=1)
    stranger = entrance.browser()
    challenge = password_step(stranger, "zhao").get_json()["challenge"]
    assert [code_step(stranger, challenge, "000000").status_code for _ in range(5)] == [401] * 5
    refused(code_step(stranger, challenge, code_of(secret)), 410, "sign_in_again")
    late = password_step(stranger, "zhao").get_json()["challenge"]
    entrance.clock.advance(minutes=10)
    for forged in (late, late[:-4] + "AAAA", "汉字", "AAAA"):
        refused(code_step(stranger, forged, code_of(secret)), 410, "sign_in_again")


def test_who_knows_the_password_can_neither_guess_codes_nor_lock_the_owner_out(
    entrance: Entrance,
) -> None:
    me = entrance.make_staff("zhao")
    client = entrance.signed_in("zhao")
    secret, _ = set_up(client)
    thief = entrance.browser()

    def guess(times: int) -> None:
        for host in range(times):
            place = {"environ_base": {"REMOTE_ADDR": f"198.51.100.{host}"}}
            refused(enter(thief, "zhao", "000000", **place), 401, "sign_in_failed")

    entrance.clock.advance(minutes=1)
    assert enter(client, "zhao", code_of(secret)).status_code == 201, "makes the device known"
    guess(4)
    assert "account_code_guessed" not in notices(entrance.app, me)
    guess(16)
    assert "account_code_guessed" in notices(entrance.app, me)
    entrance.clock.advance(minutes=20)
    right = enter(thief, "zhao", code_of(secret), **AWAY)
    refused(right, 401, "sign_in_failed")  # even the right code, without a word more
    assert enter(client, "zhao", code_of(secret)).status_code == 201, "the known device"
    entrance.clock.advance(days=1)
    assert enter(thief, "zhao", code_of(secret), **AWAY).status_code == 201


@pytest.mark.one_database
def test_an_administrator_resets_what_was_lost(entrance: Entrance) -> None:
    me, admin = entrance.make_staff("zhao"), entrance.make_staff("sun", "administrator")
    client = entrance.signed_in("zhao")
    set_up(client)
    chief = entrance.signed_in("sun")
    path = f"{API}/admin/people/{me}"
    assert chief.get(path).get_json()["second_factor"] is True
    own = chief.post(f"{API}/admin/people/{admin}/second-factor-reset", json={})
    refused(own, 409, "own_second_factor")
    assert chief.post(f"{path}/second-factor-reset", json={}).get_json()["second_factor"] is False
    assert kind_of(client) == "anonymous"
    assert password_step(client, "zhao").status_code == 201
    assert notices(entrance.app, me)[-1] == "account_factor_reset"
    assert logged(entrance.app, me)[-2:] == ["second_factor.reset", "signed_in"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_notice_has_its_words(locale: str) -> None:
    for template in TEMPLATES:
        assert t(f"notice.{template}.title", locale)
        assert t(f"notice.{template}.body", locale)
