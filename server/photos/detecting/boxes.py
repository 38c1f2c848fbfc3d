"""All detectors on one picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.photos.detecting.faces import Faces
from server.photos.detecting.plates import Plates
from server.photos.detecting.shapes import Find

_HEAD = (0.2, 0.2)
_PLATE = (0.1, 0.25)
_MOST = 60


def look(faces: Faces, plates: Plates, picture: NDArray[np.uint8]) -> list[dict[str, Any]]:
    """What is to be hidden on an upright RGB picture: kind, sides as shares of its sides, score.

    Each box has a margin: hair, ears and chin belong to a face, and the text that was found on a
    plate is smaller than the plate. The surest 60 of each kind are given.
    """
    height, width = picture.shape[:2]
    found = [("face", find.grown(*_HEAD)) for find in faces.find(picture)[:_MOST]]
    found += [("plate", find.grown(*_PLATE)) for find in plates.find(picture)[:_MOST]]
    return [
        {"kind": kind, **sides, "score": round(min(1.0, find.score), 3)}
        for kind, find in found
        if (sides := _shares(find, width, height))
    ]


def _shares(find: Find, width: int, height: int) -> dict[str, float] | None:
    """The part of a box on the picture; ``None`` when there is none."""
    left, top = max(0.0, find.x / width), max(0.0, find.y / height)
    right, bottom = min(1.0, (find.x + find.w) / width), min(1.0, (find.y + find.h) / height)
    if right <= left or bottom <= top:
        return None
    return {
        name: round(float(side), 5)
        for name, side in zip("xywh", (left, top, right - left, bottom - top), strict=True)
    }
