"""The privacy notice that a person accepts before the first collection."""

from __future__ import annotations

from server.platform.errors import Problem
from server.platform.i18n import t

VERSION = "2026-11"


def text(locale: str) -> str:
    """The notice in plain words."""
    return t("consent.text", locale)


def check(version: str | None) -> None:
    """Refuse a report that was sent without the present notice.

    Raises ``Problem("consent_required", 422)``.
    """
    if version != VERSION:
        raise Problem(
            "consent_required", 422, fields={"consent": ["required"]}, extra={"version": VERSION}
        )
