"""What may be odd about a finish. A mark is a reason to look, never a verdict."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """Why a finish, or for ``UNPLACED`` its check, is looked at more closely (domain: E1 to E8)."""

    REUSED = "suspect_reuse"
    ALBUM = "album"
    FAR = "far"
    NO_POSITION = "no_position"
    EARLY = "early"
    FAST = "fast"
    UNMOVED = "unmoved"
    BULK = "bulk"
    FULL_CHECK = "full_check"
    UNPLACED = "unplaced"


ON_SITE = frozenset(
    {Mark.REUSED, Mark.ALBUM, Mark.FAR, Mark.NO_POSITION, Mark.EARLY, Mark.FULL_CHECK}
)
"""Somebody has to go there: judging from the photos is refused."""

REASON = frozenset({Mark.REUSED, Mark.FAR, Mark.NO_POSITION, Mark.EARLY})
"""Who finishes has to say why."""

ALARMING = frozenset({Mark.REUSED, Mark.EARLY, Mark.UNMOVED, Mark.BULK, Mark.UNPLACED})
"""Listed for the supervisors at once, whatever the check says."""
