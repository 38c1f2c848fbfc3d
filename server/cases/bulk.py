"""One action on many cases: each is a transaction of its own, so that one refusal stays alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma

from server.cases.schemas import action_schema
from server.cases.service import Order, perform
from server.cases.views import case_stub
from server.platform.actor import Actor
from server.platform.errors import Problem
from server.platform.http.problems import field_codes, problem_body

ACTIONS = ("accept", "dispatch", "acknowledge", "assign_person")
"""What is done to many cases at once: what needs neither photos nor words of its own."""
MOST = 50


@dataclass(frozen=True)
class Item:
    """A case as its list showed it, the key of this intention, and the case's own data."""

    number: str
    version: int
    key: str
    data: Mapping[str, Any]


def perform_all(
    actor: Actor, action: str, items: Iterable[Item], locale: str
) -> list[dict[str, Any]]:
    """Do the action on each case by the same rules as on one; what became of each, in order.

    A result has ``status`` 200 with the new ``version``, or the members of a problem.
    """
    return [_perform(actor, action, item, locale) for item in items]


def _perform(actor: Actor, action: str, item: Item, locale: str) -> dict[str, Any]:
    try:
        data = _checked(action, item.data)
        order = Order(item.number, action, item.version, item.key, data)
        done = perform(actor, order, lambda _who, number: case_stub(number))
    except Problem as problem:
        told = problem_body(problem, locale)
        kept = ("status", "code", "detail", "errors")
        return {"number": item.number} | {name: told[name] for name in kept if name in told}
    return {"number": item.number, "status": 200, "version": done.version}


def _checked(action: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        loaded: Mapping[str, Any] = action_schema(action).load(data)
    except ma.ValidationError as error:
        raise Problem("invalid", 422, fields=field_codes({"json": error.messages})) from error
    return loaded
