"""How long each clock of a case runs."""

from __future__ import annotations

from dataclasses import dataclass

from server.cases.states import ClockKind
from server.catalog.service import catalogue
from server.city.policy import Policy
from server.city.service import policy

_HOUR_UNITS = ("working_hour", "urgent_hour")


@dataclass(frozen=True)
class Rule:
    """A limit of ``amount`` units, and the rule and version that said so."""

    amount: float
    unit: str
    rule: str


def limit_for(kind: ClockKind, *, condition_id: int | None, urgent: bool, number: int) -> Rule:
    """The limit of the ``number``-th clock of a kind on a case.

    Main rounds after the first have the city's share of the limit, and a least number of hours
    (lifecycle table: 50 %, at least 2 h).
    """
    city = policy()
    if kind is ClockKind.MAIN:
        return _main(city, condition_id, number)
    if kind is ClockKind.INFO:
        return Rule(city.info_hours, "urgent_hour", "policy.info")
    if kind is ClockKind.CONFIRM:
        return Rule(city.confirm_hours, "urgent_hour", "policy.confirm")
    if kind is ClockKind.ACK and urgent:
        return Rule(*city.ack_limit_urgent, "policy.ack_urgent")
    amount, unit = {
        ClockKind.INTAKE: city.intake_limit,
        ClockKind.DISPATCH: city.dispatch_limit,
        ClockKind.ACK: city.ack_limit,
        ClockKind.CHECK: city.check_limit,
        ClockKind.DECISION: city.decision_limit,
    }[kind]
    return Rule(amount, unit, f"policy.{kind.value}")


def _main(city: Policy, condition_id: int | None, number: int) -> Rule:
    amount, unit = city.fallback_main_limit
    rule = "policy.fallback_main"
    found = catalogue().condition(condition_id) if condition_id is not None else None
    if found is not None and found[1].limit is not None and found[1].unit is not None:
        category, condition = found
        amount, unit = found[1].limit, found[1].unit
        rule = f"{category.code_scheme}/{category.code}/{condition.no}@{condition.rule_version}"
    if number > 1:
        amount *= city.round_share
        if unit in _HOUR_UNITS:
            amount = max(amount, city.round_least_hours)
    return Rule(amount, unit, rule)
