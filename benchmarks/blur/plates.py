"""Number plates drawn for measuring, and what street, weather and hand do to them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter, ImageFont

_PROVINCES = "京津沪冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤川"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "0123456789"
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
_HEIGHT = 140
TROUBLES = ("clean", "dirt", "blur", "night", "slant")


@dataclass(frozen=True)
class _Kind:
    """Colours of a kind of plate, its width in millimetres (all are 140 high), its characters."""

    paper: tuple[int, int, int]
    ink: tuple[int, int, int]
    width: int
    characters: int


_KINDS = (
    _Kind((20, 60, 165), (245, 245, 245), 440, 7),
    _Kind((20, 60, 165), (245, 245, 245), 440, 7),
    _Kind((120, 200, 140), (20, 20, 20), 480, 8),
    _Kind((235, 180, 30), (20, 20, 20), 440, 7),
    _Kind((240, 240, 240), (20, 20, 20), 440, 7),
)


def draw(dice: random.Random, width: int, trouble: str) -> Image.Image:
    """A plate of a random kind and number, ``width`` px wide, with transparency around it."""
    kind = dice.choice(_KINDS)
    plate = _plain(dice, kind)
    if trouble == "dirt":
        plate = _dirty(dice, plate)
    plate = plate.convert("RGBA")
    if trouble == "slant":
        plate = _slanted(dice, plate)
    else:
        plate = plate.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True)
    height = max(1, round(plate.height * width / plate.width))
    plate = plate.resize((width, height), Image.Resampling.LANCZOS)
    if trouble == "blur":
        plate = plate.filter(ImageFilter.GaussianBlur(width / dice.uniform(45, 70)))
    if trouble == "night":
        dark = plate.convert("RGB").point(lambda level: level * 0.35)
        plate = Image.merge("RGBA", (*dark.split(), plate.getchannel("A")))
    return plate


def _plain(dice: random.Random, kind: _Kind) -> Image.Image:
    plate = Image.new("RGB", (kind.width, _HEIGHT), kind.paper)
    pen = ImageDraw.Draw(plate)
    pen.rounded_rectangle((4, 4, kind.width - 5, _HEIGHT - 5), 12, outline=kind.ink, width=4)
    number = dice.choice(_PROVINCES) + dice.choice(_LETTERS)
    number += "".join(dice.choice(_DIGITS * 3 + _LETTERS) for _ in range(kind.characters - 2))
    font = ImageFont.truetype(_FONT, 84)
    step = (kind.width - 40) / (kind.characters + 0.4)
    for at, character in enumerate(number):
        left = 20 + step * (at + 0.5 + (0.4 if at > 1 else 0))
        pen.text((left, _HEIGHT / 2), character, kind.ink, font, anchor="mm")
    pen.ellipse((20 + step * 2.1, 64, 32 + step * 2.1, 76), kind.ink)
    return plate


def _dirty(dice: random.Random, plate: Image.Image) -> Image.Image:
    layer = Image.new("L", plate.size)
    pen = ImageDraw.Draw(layer)
    for _ in range(dice.randint(12, 30)):
        x, y = dice.uniform(0, plate.width), dice.uniform(0, plate.height)
        size = dice.uniform(4, 34)
        pen.ellipse((x - size, y - size, x + size, y + size), dice.randint(90, 230))
    layer = layer.filter(ImageFilter.GaussianBlur(5))
    return Image.composite(Image.new("RGB", plate.size, (96, 80, 62)), plate, layer)


def _slanted(dice: random.Random, plate: Image.Image) -> Image.Image:
    """Seen from the side by 20 to 55 degrees and from above: one edge is nearer and longer."""
    turn = math.radians(dice.uniform(20, 55)) * dice.choice((-1, 1))
    width, height = plate.size
    near = 1 + 0.25 * abs(math.sin(turn))
    narrow = width * math.cos(turn)
    tall, rise = height * near, dice.uniform(-0.12, 0.12) * narrow
    sides = (tall, height) if turn > 0 else (height, tall)
    top = abs(rise) + tall
    corners = [
        (0, top - sides[0] / 2),
        (narrow, top + rise - sides[1] / 2),
        (narrow, top + rise + sides[1] / 2),
        (0, top + sides[0] / 2),
    ]
    size = (math.ceil(narrow), math.ceil(2 * top + 1))
    source = [(0, 0), (width, 0), (width, height), (0, height)]
    turned = plate.transform(
        size,
        Image.Transform.PERSPECTIVE,
        _perspective(corners, source),
        Image.Resampling.BICUBIC,
    )
    return turned.crop(turned.getbbox())


def _perspective(
    seen: list[tuple[float, float]], source: list[tuple[float, float]]
) -> tuple[float, ...]:
    """The eight numbers by which Pillow finds for each point seen the one it comes from."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                share = rows[other][at]
                rows[other] = [
                    mine - share * theirs
                    for mine, theirs in zip(rows[other], rows[at], strict=True)
                ]
    return tuple(row[8] for row in rows)
