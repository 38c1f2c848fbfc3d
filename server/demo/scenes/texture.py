"""Surfaces: small pictures made of noise and joints, seen from straight above."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Grain = NDArray[np.float32]

SIZE = 768
_WRAP = 3


@cache
def grain(seed: int, *cells: int) -> Grain:
    """Noise around 0 with a deviation of 1, of features from coarse to fine; it can be tiled."""
    chance = np.random.default_rng([7, seed])
    total = np.zeros((SIZE, SIZE), np.float32)
    for weight, count in enumerate(cells, 1):
        coarse = np.pad(chance.standard_normal((count, count)), _WRAP, mode="wrap")
        layer = Image.fromarray(coarse.astype(np.float32)).resize(
            (SIZE, SIZE),
            Image.Resampling.BICUBIC,
            box=(_WRAP, _WRAP, _WRAP + count, _WRAP + count),
        )
        total += np.asarray(layer) / weight
    return total / float(total.std())


def coloured(noise: Grain, colour: Colour, depth: float) -> Image.Image:
    """Noise as light and dark of a colour; ``depth`` in steps of 255 a deviation."""
    pixels = np.array(colour, np.float32) + noise[:, :, None] * depth
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@cache
def asphalt(seed: int) -> Image.Image:
    """Grey with bright grit."""
    base = grain(seed, 6, 24, 384) * 5 + grain(seed + 1, 768) * 9
    return coloured(base, (96, 97, 99), 1.0)


@cache
def paving(seed: int, colour: Colour, joint: Colour, columns: int, rows: int) -> Image.Image:
    """Slabs in running bond, each a little different; the picture repeats."""
    surface = coloured(grain(seed, 5, 60, 512), colour, 6)
    chance = np.random.default_rng([11, seed])
    tint = Image.new("L", (SIZE, SIZE), 128)
    lines = Image.new("L", (SIZE, SIZE), 0)
    on_tint, on_lines = ImageDraw.Draw(tint), ImageDraw.Draw(lines)
    width, height = SIZE / columns, SIZE / rows
    for row in range(rows):
        shift = width / 2 if row % 2 else 0.0
        for column in range(-1, columns):
            box = (
                column * width + shift, row * height,
                (column + 1) * width + shift, (row + 1) * height,
            )  # fmt: skip
            shade = 128 + int(chance.normal(0, 7))
            on_tint.rectangle(box, fill=shade)
            on_lines.rectangle(box, outline=255, width=2)
    surface = ImageChops.overlay(surface, tint.convert("RGB"))
    surface.paste(joint, mask=lines.filter(ImageFilter.GaussianBlur(0.8)).point(_most_of))
    return surface


def _most_of(value: int) -> float:
    return value * 0.75


@cache
def brick(seed: int, colour: Colour) -> Image.Image:
    """A brick wall."""
    return paving(seed, colour, (150, 142, 132), 6, 18)


@cache
def plaster(seed: int, colour: Colour) -> Image.Image:
    """A rendered wall with the stains of a few winters."""
    stains = np.cumsum(grain(seed, 12, 90), axis=0)
    noise = grain(seed + 3, 4, 40, 500) + 0.7 * (stains / float(stains.std()))
    return coloured(noise, colour, 5)


@cache
def lawn(seed: int) -> Image.Image:
    """Short grass."""
    noise = grain(seed, 8, 50, 400)
    blades = grain(seed + 5, 768)
    pixels = np.stack([98 + noise * 8 + blades * 11, 116 + noise * 9 + blades * 13,
                       70 + noise * 6 + blades * 8], axis=2)  # fmt: skip
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


@cache
def snow(seed: int) -> Image.Image:
    """Snow of yesterday."""
    return coloured(grain(seed, 9, 70, 500), (226, 231, 237), 7)


@cache
def soil(seed: int, colour: Colour = (128, 104, 78)) -> Image.Image:
    """Earth, sand or rubble, by colour."""
    return coloured(grain(seed, 10, 70, 300, 768), colour, 13)


def filled(texture: Image.Image, size: tuple[int, int], scale: float = 1.0) -> Image.Image:
    """Repeat a texture, resized by ``scale``, over an area of ``size`` pixels."""
    if scale != 1.0:
        side = max(8, round(SIZE * scale))
        texture = texture.resize((side, side), Image.Resampling.BOX)
    area = Image.new("RGB", size)
    for top in range(0, size[1], texture.height):
        for left in range(0, size[0], texture.width):
            area.paste(texture, (left, top))
    return area
