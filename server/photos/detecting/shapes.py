"""What a detector says, in pixels."""

from __future__ import annotations

from typing import NamedTuple


class Find(NamedTuple):
    """A rectangle on a picture, in its pixels from the top left; ``score`` is 0 to 1."""

    x: float
    y: float
    w: float
    h: float
    score: float

    def grown(self, share_x: float, share_y: float) -> Find:
        """With a margin on each side of these shares of its width and height."""
        return Find(
            self.x - self.w * share_x,
            self.y - self.h * share_y,
            self.w * (1 + 2 * share_x),
            self.h * (1 + 2 * share_y),
            self.score,
        )


def overlap(first: Find, second: Find) -> float:
    """Intersection over union, 0 to 1."""
    width = min(first.x + first.w, second.x + second.w) - max(first.x, second.x)
    height = min(first.y + first.h, second.y + second.h) - max(first.y, second.y)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (first.w * first.h + second.w * second.h - shared)


def strongest(finds: list[Find], limit: float) -> list[Find]:
    """Without those that overlap a stronger one by ``limit`` or more; the strongest first."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: -find.score):
        if all(overlap(find, other) < limit for other in kept):
            kept.append(find)
    return kept
