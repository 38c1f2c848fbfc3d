"""Choices that a city makes; the defaults are those of the lifecycle table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

Limit = tuple[float, str]


@dataclass(frozen=True)
class Policy:
    """Settings of a city, not forks.

    A limit is ``(amount, unit)`` with the units of the categories; ``working_hours`` are local
    wall-clock spans ``("08:00", "12:00")`` in ``time_zone``, and a morning check begins within
    ``patrol_window``; distances are metres. ``password_change_days`` 0 is never, and
    ``password_history`` how many former passwords are refused.
    """

    time_zone: str = "Asia/Shanghai"
    working_hours: tuple[tuple[str, str], ...] = (("08:00", "12:00"), ("14:00", "18:00"))
    intake_mode: str = "street"
    confirm: bool = True
    similar_radius_m: float = 50.0
    similar_hours: int = 72
    patrol_window: tuple[str, str] = ("05:30", "09:00")
    hotspot_people: int = 3
    hotspot_radius_m: float = 50.0
    hotspot_days: int = 30
    recurrence_radius_m: float = 50.0
    recurrence_days: int = 30
    gap_radius_m: float = 100.0
    round_share: float = 0.5
    round_least_hours: float = 2.0
    confirm_hours: int = 72
    info_hours: int = 72
    appeal_days: int = 7
    rate_days: int = 7
    reopen_days: int = 15
    unmerge_hours: int = 24
    recall_dispatch_minutes: int = 10
    recall_finish_seconds: int = 60
    transfers_before_district: int = 2
    intake_limit: Limit = (4, "working_hour")
    dispatch_limit: Limit = (2, "working_hour")
    ack_limit: Limit = (1, "working_hour")
    ack_limit_urgent: Limit = (0.25, "urgent_hour")
    check_limit: Limit = (1, "working_day")
    decision_limit: Limit = (1, "working_day")
    fallback_main_limit: Limit = (2, "working_day")
    verify_limit: Limit = (4, "working_hour")
    return_limit: Limit = (2, "working_hour")
    extension_limit: Limit = (4, "working_hour")
    suspension_limit: Limit = (1, "working_day")
    supervision_limit: Limit = (1, "working_day")
    co_handling_limit: Limit = (3, "working_day")
    review_limit: Limit = (30, "urgent_day")
    whistle_ack_limit: Limit = (1, "working_hour")
    whistle_daily_limit: Limit = (5, "working_day")
    whistle_tackle_limit: Limit = (3, "working_day")
    whistle_emergency_limit: Limit = (3, "working_day")
    return_window: Limit = (4, "working_hour")
    late_appeal_window: Limit = (5, "working_day")
    returns_max: int = 3
    extension_max: int = 2
    suspension_days_max: int = 366
    warn_share: float = 0.75
    complaints_for_level_3: int = 3
    proof_radius_m: float = 100.0
    proof_accuracy_m: float = 50.0
    proof_live_minutes: int = 15
    proof_fast_minutes: int = 10
    proof_sample_share: float = 0.1
    proof_sample_least: int = 5
    proof_full_check: int = 20
    keep_reporter_months: int = 24
    keep_original_months: int = 36
    keep_notice_months: int = 12
    keep_account_months: int = 24
    keep_audit_months: int = 36
    clue_late_hours: int = 24
    clue_late_cases: int = 3
    clue_returns: int = 3
    clue_rework: int = 2
    clue_spot_checks: int = 1
    whistle_rate_low_share: float = 0.05
    whistle_rate_high_share: float = 0.4
    second_factor_required: bool = True
    staff_idle_minutes: int = 30
    staff_session_hours: int = 12
    password_least: int = 12
    password_classes: int = 1
    password_change_days: int = 0
    password_history: int = 0

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read a stored policy document; what it does not name keeps its default.

        Raises ``ValueError`` naming entries that no policy has.
        """
        names = {item.name for item in fields(cls)}
        unknown = sorted(document.keys() - names)
        if unknown:
            raise ValueError(f"unknown policy entries: {unknown}")
        return cls(**{name: _frozen(value) for name, value in document.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
