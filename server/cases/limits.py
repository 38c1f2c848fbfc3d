"""How long each clock of a case runs."""

from __future__ import annotations

from dataclasses import dataclass

from server.cases.states import ClockKind, RecordKind
from server.catalog.service import catalogue
from server.city.policy import Policy
from server.city.service import policy, policy_rule

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
        return Rule(city.info_hours, "urgent_hour", policy_rule("info"))
    if kind is ClockKind.CONFIRM:
        return Rule(city.confirm_hours, "urgent_hour", policy_rule("confirm"))
    if kind is ClockKind.ACK and urgent:
        return Rule(*city.ack_limit_urgent, policy_rule("ack_urgent"))
    amount, unit = {
        ClockKind.INTAKE: city.intake_limit,
        ClockKind.DISPATCH: city.dispatch_limit,
        ClockKind.ACK: city.ack_limit,
        ClockKind.CHECK: city.check_limit,
        ClockKind.DECISION: city.decision_limit,
        ClockKind.VERIFY: city.verify_limit,
        ClockKind.WHISTLE_ACK: city.whistle_ack_limit,
        ClockKind.CO_HANDLING: city.co_handling_limit,
        ClockKind.REVIEW: city.review_limit,
        ClockKind.SUPERVISION: city.supervision_limit,
    }[kind]
    return Rule(amount, unit, policy_rule(kind.value))


def decision_limit(about: RecordKind) -> Rule:
    """How long a request of an organisation may wait for its decision."""
    city = policy()
    amount, unit = {
        RecordKind.RETURN: city.return_limit,
        RecordKind.EXTENSION: city.extension_limit,
        RecordKind.SUSPENSION: city.suspension_limit,
    }[about]
    return Rule(amount, unit, policy_rule(about.value))


def extension_step(limit: float) -> float:
    """In what steps a clock of ``limit`` units is extended: whole ones, halves where it has one."""
    return 1 if float(limit).is_integer() else 0.5


def report_in_limit(level: str) -> Rule:
    """How long a department that heard a whistle has to report in."""
    city = policy()
    amount, unit = {
        "daily": city.whistle_daily_limit,
        "tackle": city.whistle_tackle_limit,
        "emergency": city.whistle_emergency_limit,
    }[level]
    return Rule(amount, unit, policy_rule(f"whistle_{level}"))


def _main(city: Policy, condition_id: int | None, number: int) -> Rule:
    amount, unit = city.fallback_main_limit
    rule = policy_rule("fallback_main")
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
