"""What only some categories ask besides, such as where an advertisement is stuck (A44).

Choices are columns of the case row. A telephone number is kept like words, so that it can be
erased, for an audience of its own: no timeline, no resident and no public page reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from server.cases.engine import Move
from server.cases.models import Case
from server.cases.timeline import words_of
from server.catalog.service import catalogue
from server.catalog.values import DETAILS
from server.platform.errors import Problem

AUDIENCE = "detail"
_PHONE = re.compile(r"[0-9+() -]{5,20}")


def take_details(move: Move, given: Mapping[str, str] | None) -> None:
    """Add what was answered; of what the category does not ask any more nothing is kept.

    Raises ``Problem("invalid", 422)`` for what the category does not ask, or an answer that is
    none of its choices or no telephone number.
    """
    asked = _asked(move.value("category_id"))
    before = move.value("details") or {}
    kept = {code: choice for code, choice in before.items() if code in asked}
    for code, answer in (given or {}).items():
        if code not in asked or not _fits(code, answer):
            raise Problem("invalid", 422, fields={"details": ["invalid"]})
        if DETAILS[code]:
            kept[code] = answer
        else:
            move.say(code, answer, AUDIENCE)
    if kept != before:
        move.set(details=kept)


def _asked(category_id: int | None) -> tuple[str, ...]:
    category = catalogue().category(category_id) if category_id else None
    return category.details if category else ()


def _fits(code: str, answer: str) -> bool:
    return answer in DETAILS[code] if DETAILS[code] else bool(_PHONE.fullmatch(answer))


def details_view(case: Case) -> list[dict[str, Any]]:
    """What the category asks and what was answered last; one query for each telephone number."""
    return [
        {
            "code": code,
            "value": (case.details or {}).get(code) if DETAILS[code] else words_of(case.id, code),
        }
        for code in _asked(case.category_id)
    ]
