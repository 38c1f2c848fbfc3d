"""Changing the rule of a condition: its next version, and what the one before said."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.catalog.models import CategoryCondition, SupersededRule
from server.platform import clock


def set_rule(
    session: Session,
    condition: CategoryCondition,
    limit_value: float | None,
    limit_unit: str | None,
    close_standard: str,
) -> bool:
    """Give a condition another limit or close-out standard; says whether anything changed.

    Clocks that run keep due time and version of the rule they were started under.
    """
    old = (condition.limit_value, condition.limit_unit, condition.close_standard)
    if old == (limit_value, limit_unit, close_standard):
        return False
    session.add(
        SupersededRule(
            condition_id=condition.id,
            rule_version=condition.rule_version,
            limit_value=condition.limit_value,
            limit_unit=condition.limit_unit,
            close_standard=condition.close_standard,
            until=clock.now(),
        )
    )
    condition.limit_value, condition.limit_unit = limit_value, limit_unit
    condition.close_standard = close_standard
    condition.rule_version += 1
    return True
