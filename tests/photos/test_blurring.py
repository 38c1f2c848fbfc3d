"""That nothing can be computed back from a public copy."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from PIL import Image

from server.photos.decoding.render import redact
from server.photos.decoding.shapes import Box
from tests.photos.pictures import encode, noise, opened

SIDE = 1200
STREET = noise(SIDE, SIDE)


def with_pattern(box: Box, seed: int) -> bytes:
    """A street with something under the box: black and white, the same amount of each in every
    cell of it, in an order that only ``seed`` knows."""
    dice = random.Random(seed)
    image = STREET.copy()
    left, top, width, height = (round(side * SIDE) for side in box)
    for column, row in product(range(3), range(3)):
        cell = [
            (x, y)
            for x in range(left + column * width // 3, left + (column + 1) * width // 3, 4)
            for y in range(top + row * height // 3, top + (row + 1) * height // 3, 4)
        ]
        dice.shuffle(cell)
        for at, (x, y) in enumerate(cell):
            shade = (235,) * 3 if at < len(cell) // 2 else (20,) * 3
            image.paste(shade, (x, y, x + 4, y + 4))
    return encode(image, quality=95)


def inside(picture: Image.Image, box: Box) -> np.ndarray:
    """The grey pixels under a box."""
    left, top = round(box.x * picture.width), round(box.y * picture.height)
    right, bottom = round((box.x + box.w) * picture.width), round((box.y + box.h) * picture.height)
    return np.asarray(picture.convert("L").crop((left, top, right, bottom)), float)


@pytest.mark.parametrize("box", [Box(0.1, 0.1, 0.02, 0.02), Box(0.3, 0.4, 0.05, 0.02)])
def test_two_things_under_a_box_leave_the_same_picture(box: Box) -> None:
    first, second = with_pattern(box, 1), with_pattern(box, 2)
    assert np.abs(inside(opened(first), box) - inside(opened(second), box)).mean() > 60
    for mine, theirs in zip(redact(first, [box]), redact(second, [box]), strict=True):
        assert mine is not None
        assert theirs is not None
        one, other = opened(mine), opened(theirs)
        difference = np.abs(np.asarray(one, float) - np.asarray(other, float))
        assert difference.max() <= 24
        assert np.abs(inside(one, box) - inside(other, box)).mean() < 4


def test_what_is_under_a_box_does_not_resemble_what_was_there() -> None:
    box = Box(0.2, 0.2, 0.3, 0.3)
    before = with_pattern(box, 3)
    hidden, was = inside(opened(redact(before, [box]).full), box), inside(opened(before), box)
    edge = 12
    for column, row in product(range(3), range(3)):
        third = len(was) // 3
        cell = np.s_[
            row * third + edge : (row + 1) * third - edge,
            column * third + edge : (column + 1) * third - edge,
        ]
        assert hidden[cell].std() < 1
        assert was[cell].std() > 80
