"""Drawn photographs: repeatable, clean, and told apart by a perceptual hash."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from server.demo.scenes import KINDS, draw_scene


def dhash(jpeg: bytes) -> int:
    """64 bits: whether each cell of 9 × 8 is darker than its right neighbour."""
    small = Image.open(BytesIO(jpeg)).convert("L").resize((9, 8), Image.Resampling.BOX)
    cells = small.tobytes()
    bits = [cells[y * 9 + x] < cells[y * 9 + x + 1] for y in range(8) for x in range(8)]
    return sum(bit << n for n, bit in enumerate(bits))


def distance(one: bytes, other: bytes) -> int:
    return (dhash(one) ^ dhash(other)).bit_count()


def test_a_scene_is_a_photograph_without_metadata() -> None:
    picture = Image.open(BytesIO(draw_scene("pothole", 1, solved=False)))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (1280, 960), "RGB")
    assert not picture.getexif()


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert draw_scene("bins", 2, solved=True) == draw_scene("bins", 2, solved=True)


def test_kinds_and_variants_differ() -> None:
    shots = [draw_scene(kind, 0, solved=False) for kind in KINDS]
    shots += [draw_scene("bins", variant, solved=False) for variant in (1, 2)]
    assert min(distance(one, other) for one, other in combinations(shots, 2)) > 5


@pytest.mark.parametrize("kind", ["bins", "posters", "manhole", "lamp"])
def test_a_place_put_right_is_another_photograph(kind: str) -> None:
    before, after = (draw_scene(kind, 0, solved=solved) for solved in (False, True))
    assert distance(before, after) > 5
