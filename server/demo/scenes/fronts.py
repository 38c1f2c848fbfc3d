"""House fronts, drawn flat."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from server.demo.scenes import texture
from server.demo.scenes.sprites import darker
from server.demo.scenes.texture import Colour

WALL_SCALE = 110
"""Pixels a metre."""


@dataclass(frozen=True)
class Look:
    """What the houses of a place have in common; ``bare`` walls have no ground floor windows."""

    seed: int
    facade: Colour
    shops: bool = False
    bare: bool = False


@lru_cache(maxsize=8)
def facade(look: Look, length: float, offset: int) -> Image.Image:
    """A house front: windows in rows above, shops or a plain base below; 9 m tall."""
    size = round(length * WALL_SCALE), round(9.0 * WALL_SCALE)
    wall = texture.filled(texture.plaster((look.seed + offset) % 4, look.facade), size)
    pen = ImageDraw.Draw(wall)
    chance = np.random.default_rng([59, look.seed, offset])
    base = size[1] - round(3.3 * WALL_SCALE)
    pen.rectangle((0, base - 16, size[0], base), fill=darker(look.facade, 0.78))
    bay = round(3.0 * WALL_SCALE)
    for column in range(-(-size[0] // bay)):
        left = column * bay + round(0.55 * WALL_SCALE)
        for storey in range(2):
            _window(pen, left, base - round((2.45 + 2.8 * storey) * WALL_SCALE), chance)
        if look.shops:
            _shop(pen, column * bay, base, bay, size[1], chance)
    if not look.shops:
        height = round(0.6 * WALL_SCALE)
        skirting = darker(look.facade, 0.66)
        pen.rectangle((0, size[1] - height, size[0], size[1]), fill=skirting)
        pen.line((0, size[1] - height, size[0], size[1] - height), fill=(90, 86, 80), width=4)
        for column in range(0 if look.bare else -(-size[0] // bay)):
            _ground_floor(pen, column * bay, size[1], chance)
    grime = Image.linear_gradient("L").resize(size).point(lambda value: max(0, value - 170) * 0.9)
    wall.paste((70, 64, 58), mask=grime)
    return wall


def _window(pen: ImageDraw.ImageDraw, left: int, top: int, chance: np.random.Generator) -> None:
    wide, tall = round(1.7 * WALL_SCALE), round(1.5 * WALL_SCALE)
    glass = int(chance.uniform(58, 120))
    pen.rectangle((left - 7, top - 7, left + wide + 7, top + tall + 7), fill=(226, 224, 218))
    pen.rectangle((left, top, left + wide, top + tall), fill=(glass, glass + 12, glass + 22))
    if chance.random() < 0.6:
        side = left if chance.random() < 0.5 else left + wide // 2
        tone = int(chance.uniform(150, 214))
        pen.rectangle((side, top, side + wide // 2, top + tall), fill=(tone, tone - 10, tone - 26))
    pen.polygon(
        [(left, top), (left + wide * 0.4, top), (left, top + tall * 0.6)],
        fill=(glass + 46, glass + 60, glass + 72),
    )
    pen.rectangle(
        (left + wide // 2 - 4, top, left + wide // 2 + 4, top + tall), fill=(232, 230, 224)
    )
    pen.rectangle(
        (left - 12, top + tall + 7, left + wide + 12, top + tall + 18), fill=(172, 168, 160)
    )
    if chance.random() < 0.35:
        box = (left + wide + 20, top + tall - 60, left + wide + 92, top + tall)
        pen.rectangle(box, fill=(220, 220, 216), outline=(150, 150, 148), width=3)
        pen.ellipse((box[0] + 12, box[1] + 8, box[0] + 56, box[1] + 52), outline=(140, 140, 140),
                    width=4)  # fmt: skip


def _ground_floor(
    pen: ImageDraw.ImageDraw, left: int, bottom: int, chance: np.random.Generator
) -> None:
    """A barred window or a door, a pipe, a meter box."""
    pipe = left + round(0.12 * WALL_SCALE)
    if chance.random() < 0.6:
        pen.rectangle((pipe, bottom - 380, pipe + 11, bottom), fill=(196, 196, 190))
        pen.line((pipe + 11, bottom - 380, pipe + 11, bottom), fill=(120, 118, 112), width=3)
    start = left + round(0.75 * WALL_SCALE)
    if chance.random() < 0.35:
        tone = int(chance.uniform(62, 104))
        pen.rectangle((start - 8, bottom - 246, start + 128, bottom), fill=(214, 212, 206))
        pen.rectangle((start, bottom - 238, start + 120, bottom), fill=(tone, tone - 18, tone - 26))
        for y in (bottom - 220, bottom - 120):
            pen.rectangle(
                (start + 14, y, start + 106, y + 84), outline=(tone + 26, tone, tone - 6), width=4
            )
        pen.ellipse((start + 100, bottom - 124, start + 112, bottom - 112), fill=(206, 190, 130))
        return
    top, wide, tall = bottom - 270, 168, 138
    glass = int(chance.uniform(52, 96))
    pen.rectangle((start - 8, top - 8, start + wide + 8, top + tall + 8), fill=(222, 222, 216))
    pen.rectangle((start, top, start + wide, top + tall), fill=(glass, glass + 10, glass + 18))
    curtain = int(chance.uniform(140, 200))
    pen.rectangle((start, top, start + 40, top + tall), fill=(curtain, curtain - 8, curtain - 20))
    pen.polygon([(start + 50, top), (start + 120, top), (start + 60, top + tall)],
                fill=(glass + 34, glass + 46, glass + 56))  # fmt: skip
    for n in range(9):
        x = start + 4 + n * 20
        pen.line((x, top - 6, x, top + tall + 6), fill=(182, 184, 186), width=4)
    for y in (top + 6, top + tall // 2, top + tall - 6):
        pen.line((start - 6, y, start + wide + 6, y), fill=(186, 188, 190), width=4)
    pen.rectangle(
        (start - 14, top + tall + 8, start + wide + 14, top + tall + 20), fill=(168, 164, 156)
    )
    if chance.random() < 0.5:
        box = (start + wide + 36, bottom - 200, start + wide + 86, bottom - 130)
        pen.rectangle(box, fill=(150, 156, 158), outline=(100, 104, 106), width=3)


_SIGNS: tuple[Colour, ...] = (
    (176, 44, 40), (34, 96, 150), (38, 118, 74), (206, 150, 40), (98, 56, 120), (40, 44, 52),
)  # fmt: skip


def _shop(
    pen: ImageDraw.ImageDraw,
    left: int,
    top: int,
    wide: int,
    bottom: int,
    chance: np.random.Generator,
) -> None:
    sign = _SIGNS[int(chance.integers(len(_SIGNS)))]
    high = round(0.8 * WALL_SCALE)
    pen.rectangle((left + 8, top + 4, left + wide - 8, top + high), fill=sign)
    pen.rectangle((left + 8, top + high - 8, left + wide - 8, top + high), fill=darker(sign, 0.6))
    count = int(chance.integers(3, 6))
    ink: Colour = (244, 240, 228)
    step = 58
    start = left + wide / 2 - count * step / 2
    for n in range(count):
        _mark(pen, start + n * step, top + 20, 42, ink, chance)
    glass = int(chance.uniform(64, 104))
    pen.rectangle((left + 18, top + high + 12, left + wide - 18, bottom - 30),
                  fill=(glass, glass + 8, glass + 12))  # fmt: skip
    for n in range(3):
        warm = int(chance.uniform(120, 190))
        x = left + 30 + n * (wide - 60) / 3
        pen.rectangle(
            (x, top + high + 90, x + wide / 4, bottom - 60), fill=(warm, warm - 26, warm - 60)
        )
        for row in range(3):
            y = top + high + 120 + row * 60
            pen.rectangle((x + 4, y, x + wide / 4 - 6, y + 6), fill=(90, 74, 60))
    for x in (left + 18, left + wide // 3, left + 2 * wide // 3, left + wide - 24):
        pen.rectangle((x, top + high + 12, x + 8, bottom - 24), fill=(208, 208, 204))


def _mark(
    pen: ImageDraw.ImageDraw,
    x: float,
    y: float,
    size: float,
    ink: Colour,
    chance: np.random.Generator,
) -> None:
    """Strokes that read as writing from afar and as nothing from near."""
    for _ in range(3):
        level = y + size * float(chance.uniform(0.05, 0.95))
        pen.line((x + 3, level, x + size - 3, level), fill=ink, width=5)
    for _ in range(2):
        upright = x + size * float(chance.uniform(0.15, 0.85))
        pen.line((upright, y + 2, upright, y + size - 2), fill=ink, width=5)
