"""Accounts of staff on the command line."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from server.platform.audit import AuditEntry
from server.platform.db import unit_of_work
from tests.identity.conftest import PASSWORD, MakeStaff
from tests.identity.factors import set_up
from tests.identity.test_staff_sign_in import kind_of, sign_in
from tests.support.client import CheckedClient


def flask(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=words, input=typed)


def create(app: Flask, *more: str, password: str = PASSWORD) -> Result:
    options = ("--name", "赵敏", "--organisation", "street", "--role", "intake_clerk", *more)
    typed = f"{password}\n{password}\n"
    return flask(app, "staff", "create", "Zhao", *options, typed=typed)


@pytest.mark.usefixtures("offices")
def test_an_account_from_creation_to_its_end(app: Flask, client: CheckedClient) -> None:
    made = create(app, "--role", "dispatcher")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert sign_in(client).get_json()["roles"] == ["dispatcher", "intake_clerk"]
    typed = "another fine password\n" * 2
    assert flask(app, "staff", "password", "zhao", typed=typed).exit_code == 0
    assert kind_of(client) == "anonymous"
    assert sign_in(client, password="another fine password").status_code == 201
    assert flask(app, "staff", "disable", "zhao").exit_code == 0
    assert kind_of(client) == "anonymous"
    assert flask(app, "staff", "enable", "zhao").exit_code == 0
    assert sign_in(client, password="another fine password").status_code == 201


@pytest.mark.usefixtures("offices")
def test_refusals_are_sentences(app: Flask) -> None:
    short = create(app, password="too short")
    assert (short.exit_code, "12" in short.output) == (1, True)
    named = create(app, password="i am zhao and this is long")
    assert named.exit_code == 1
    assert "没有这个代码的单位" in create(app, "--organisation", "nowhere").output
    assert create(app).exit_code == 0
    assert "已有人使用" in create(app).output
    assert flask(app, "staff", "disable", "nobody").exit_code == 1
    assert create(app, "--role", "emperor").exit_code == 2


@pytest.mark.usefixtures("offices")
def test_the_audit_log_is_verified(app: Flask) -> None:
    create(app)
    assert flask(app, "audit", "verify").exit_code == 0
    with app.app_context(), unit_of_work() as session:
        session.execute(update(AuditEntry).values(actor="s:1"))
    broken = flask(app, "audit", "verify")
    assert broken.exit_code == 1
    assert "1" in broken.output


def test_a_lost_second_factor_is_taken_away(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    set_up(client)
    assert sign_in(client).status_code == 202
    done = flask(app, "staff", "second-factor-reset", " Zhao ")
    assert (done.exit_code, kind_of(client)) == (0, "anonymous"), done.output
    assert sign_in(client).status_code == 201
    assert flask(app, "staff", "second-factor-reset", "nobody").exit_code == 1
