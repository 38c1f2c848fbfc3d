"""What a new password must be and how long it lasts: by default, and by 等保 as a policy."""

from __future__ import annotations

from flask import Flask

from server.identity import password_rules
from server.platform.errors import Problem
from tests.identity.conftest import PASSWORD
from tests.identity.factors import (
    API,
    Entrance,
    entrance,
    password_hash,
    password_step,
    quick_hashes,
    set_rules,
)
from tests.support.client import CheckedClient
from tests.support.refusals import refused

__all__ = ["entrance", "password_hash", "quick_hashes"]

ABOUT = ["zhao", "赵受理", "东街道办事处", "east"]


def fault_of(password: str) -> str | None:
    try:
        password_rules.require_acceptable(password, ABOUT)
    except Problem as problem:
        return problem.code
    return None


PASSWORDS = [
    ("十二个汉字也可以当作密码", None),
    ("correct horse battery", None),
    ("tdxvbnkqwplm", None),
    ("tdxvbnkqwpl", "password_unacceptable"),
    ("tdxvbn kqwpl " * 9 + "a new ending", "password_unacceptable"),
    ("tdxvbn kqwpl " * 9 + "a new end", None),
    ("my name is ZHAO indeed", "password_context"),
    ("password1234", "password_common"),
    ("P@ssw0rd1234", "password_common"),
    ("qwertyuiop12", "password_common"),
    ("111111111111", "password_common"),
    ("iloveyouiloveyou", "password_common"),
    ("suishoupai2026", "password_common"),
    ("东街道办事处东街道办事处", "password_common"),
    ("abcdefabcdefabcdef", "password_common"),
]


def test_the_default_asks_for_length_and_for_what_is_not_guessed(app: Flask) -> None:
    with app.app_context():
        assert [(password, fault_of(password)) for password, _ in PASSWORDS] == PASSWORDS


def test_a_city_may_ask_for_kinds_of_characters_an_age_and_a_history(entrance: Entrance) -> None:
    entrance.make_staff("zhao")
    rules = {
        "password_least": 10,
        "password_classes": 3,
        "password_change_days": 90,
        "password_history": 2,
        "second_factor_required": False,
    }
    set_rules(entrance.app, **rules)
    with entrance.app.app_context():
        assert fault_of("tdxvbnkqwplm") == "password_classes"
        assert fault_of("tdxvbnkqw7") == "password_classes"
        assert fault_of("Tdxvbnkqw7") is None
        assert fault_of("Tdxvbnkq7") == "password_unacceptable"
        assert fault_of("街道tdxvbnk7") is None
    client = entrance.browser()
    assert password_step(client, "zhao").get_json()["must"] is None
    asked = client.get(f"{API}/me/password").get_json()
    assert asked == {"least": 10, "most": 128, "classes": 3, "history": 2, "days": 90}
    entrance.clock.advance(days=90)
    welcome = password_step(client, "zhao").get_json()
    assert (welcome["must"], welcome["starting"]) == ("password", False)
    blocked = client.get(f"{API}/cases?queue=all")
    refused(blocked, 403, "new_password_first")

    def change(present: str, wanted: str) -> tuple[int, str | None]:
        body = {"present": present, "password": wanted}
        told = client.put(f"{API}/me/password", json=body)
        return told.status_code, told.get_json().get("code")

    first, second, third = "Tdxvbnkqw7", "Wmpzqrthk4", "Hjgfbcxzd9"
    assert change(PASSWORD, first) == (200, None)
    assert client.get(f"{API}/cases?queue=all").status_code == 200
    assert change(first, second) == (200, None)
    assert change(second, first) == (422, "password_used")
    assert change(second, third) == (200, None)
    assert change(third, first) == (422, "password_used")
    assert change(third, "Qlkjpwnbt3") == (200, None)
    assert change("Qlkjpwnbt3", first) == (200, None), "two are remembered, no more"
    entrance.clock.advance(days=89)
    assert password_step(entrance.browser(), "zhao", first).get_json()["must"] is None


def test_how_long_a_session_lasts_is_the_citys_choice(entrance: Entrance) -> None:
    entrance.make_staff("zhao")
    before = entrance.signed_in("zhao")
    rules = {"staff_idle_minutes": 10, "staff_session_hours": 1, "second_factor_required": False}
    set_rules(entrance.app, **rules)
    client = entrance.signed_in("zhao")

    def signed_in(someone: CheckedClient) -> bool:
        return bool(someone.get(f"{API}/me").get_json()["kind"] == "staff")

    entrance.clock.advance(minutes=10)
    assert not signed_in(client)
    assert signed_in(before), "a session keeps the limits that it was opened with"
    password_step(client, "zhao")
    for _ in range(6):
        entrance.clock.advance(minutes=9)
        assert signed_in(client)
    entrance.clock.advance(minutes=6)
    assert not signed_in(client)


def test_failures_say_how_to_get_in_again_and_tell_the_owner_once(entrance: Entrance) -> None:
    entrance.make_staff("zhao")
    client = entrance.signed_in("zhao")
    stranger = entrance.browser()
    for host in range(2):
        place = {"environ_base": {"REMOTE_ADDR": f"198.51.100.{host}"}}
        for _ in range(5):
            password_step(stranger, "zhao", "wrong", **place)
        stopped = password_step(stranger, "zhao", **place)
        assert stopped.get_json()["code"] == "sign_in_locked"
        assert "15 分钟" in stopped.get_json()["detail"]
    titles = [item["title"] for item in client.get(f"{API}/notices").get_json()["items"]]
    assert titles == ["您的账号登录失败太多"]
