"""Cut-outs that stand in a scene: each an RGBA picture whose lower edge is its foot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import cos, pi, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from server.demo.scenes.camera import Pixel
from server.demo.scenes.texture import Colour, Grain, grain

METRE = 260


class Sketch:
    """A transparent sheet with metres from its lower left corner, drawn at double size."""

    def __init__(self, width: float, height: float) -> None:
        """Take a sheet of ``width`` × ``height`` metres."""
        self.size = round(width * METRE * 2), round(height * METRE * 2)
        self.picture = Image.new("RGBA", self.size)
        self._pen = ImageDraw.Draw(self.picture)

    def _at(self, points: Sequence[Pixel]) -> list[Pixel]:
        return [(x * METRE * 2, self.size[1] - y * METRE * 2) for x, y in points]

    def fill(self, points: Sequence[Pixel], colour: Colour) -> None:
        """Fill a polygon."""
        self._pen.polygon(self._at(points), fill=colour)

    def disc(self, x: float, y: float, a: float, b: float, colour: Colour) -> None:
        """Fill an ellipse with half axes ``a`` and ``b``."""
        (left, top), (right, bottom) = self._at([(x - a, y + b), (x + a, y - b)])
        self._pen.ellipse((left, top, right, bottom), fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: Colour, width: float) -> None:
        """Draw a circle's line."""
        (left, top), (right, bottom) = self._at(
            [(x - radius, y + radius), (x + radius, y - radius)]
        )
        self._pen.ellipse((left, top, right, bottom), outline=colour, width=_stroke(width))

    def stroke(self, points: Sequence[Pixel], colour: Colour, width: float) -> None:
        """Draw a line through points."""
        self._pen.line(self._at(points), fill=colour, width=_stroke(width), joint="curve")

    def done(
        self, *, round_x: float = 0.0, light_y: float = 0.0, rough: float = 0.0
    ) -> Image.Image:
        """Shade the sheet: darker at both sides, lighter at the top, with a grain."""
        picture = self.picture.reduce(2)
        width, height = picture.size
        across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
        upward = np.linspace(1, -1, height, dtype=np.float32)[:, None]
        light = 1 - round_x * (across + 0.35) ** 2 + light_y * upward
        if rough:
            light = light + rough * _sized(grain(3, 40, 200, 700), height, width)
        pixels = np.asarray(picture, dtype=np.float32).copy()
        pixels[:, :, :3] *= light[:, :, None]
        return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGBA")


def _stroke(width: float) -> int:
    return max(1, round(width * METRE * 2))


def _sized(noise: Grain, height: int, width: int) -> Grain:
    rows, columns = -(-height // noise.shape[0]), -(-width // noise.shape[1])
    return np.tile(noise, (rows, columns))[:height, :width]


def darker(colour: Colour, share: float) -> Colour:
    """The same colour with less (or, above 1, more) light."""
    red, green, blue = (min(255, round(part * share)) for part in colour)
    return red, green, blue


def blob(seed: int, x: float, y: float, a: float, b: float, wobble: float = 0.12) -> list[Pixel]:
    """An uneven oval around a point."""
    chance = np.random.default_rng([19, seed])
    angles = np.linspace(0, 2 * pi, 40, endpoint=False)
    reach = np.ones(angles.size)
    for n in range(2, 7):
        size, phase = chance.uniform(-wobble, wobble) / n, chance.uniform(0, 2 * pi)
        reach += size * np.sin(n * angles + phase)
    return [
        (x + a * float(r) * cos(angle), y + b * float(r) * sin(angle))
        for angle, r in zip(angles, reach, strict=True)
    ]


@cache
def wheelie_bin(colour: Colour, *, is_open: bool) -> Image.Image:
    """A two-wheeled bin, 1.05 m tall closed; open, with its lid thrown back and things on top."""
    sheet = Sketch(0.9, 1.45)
    if is_open:
        sheet.fill([(0.16, 0.98), (0.74, 0.98), (0.82, 1.38), (0.1, 1.38)], darker(colour, 0.55))
        for n, (x, y, r) in enumerate(
            [(0.3, 1.0, 0.15), (0.5, 1.06, 0.17), (0.64, 1.0, 0.12), (0.4, 1.14, 0.11)]
        ):
            shade: Colour = [(52, 52, 56), (226, 222, 214), (182, 60, 52), (214, 198, 150)][n]
            sheet.fill(blob(n + 40, x, y, r, r * 0.8, 0.3), shade)
            sheet.fill(blob(n + 50, x - r / 4, y + r / 4, r / 3, r / 5, 0.3), darker(shade, 1.25))
    sheet.fill([(0.22, 0.05), (0.68, 0.05), (0.78, 0.98), (0.12, 0.98)], colour)
    for x in (0.3, 0.45, 0.6):
        sheet.stroke([(x, 0.14), (x + (x - 0.45) * 0.2, 0.86)], darker(colour, 0.84), 0.012)
    sheet.fill([(0.1, 0.93), (0.8, 0.93), (0.82, 1.0), (0.08, 1.0)], darker(colour, 0.82))
    if not is_open:
        sheet.fill([(0.06, 0.99), (0.84, 0.99), (0.74, 1.1), (0.16, 1.1)], darker(colour, 1.18))
    sheet.fill([(0.36, 0.5), (0.54, 0.5), (0.54, 0.68), (0.36, 0.68)], (232, 236, 232))
    for x in (0.24, 0.66):
        sheet.disc(x, 0.07, 0.06, 0.07, (28, 28, 30))
    return sheet.done(round_x=0.3, light_y=0.12, rough=0.03)


@cache
def rubbish_bag(seed: int, colour: Colour) -> Image.Image:
    """A knotted bag, about 0.55 m."""
    sheet = Sketch(0.7, 0.62)
    sheet.fill(blob(seed, 0.35, 0.24, 0.28, 0.24, 0.16), colour)
    sheet.fill([(0.29, 0.42), (0.41, 0.42), (0.45, 0.57), (0.36, 0.5), (0.26, 0.58)], colour)
    chance = np.random.default_rng([23, seed])
    for _ in range(14):
        x, y = chance.uniform(0.15, 0.55), chance.uniform(0.08, 0.42)
        tilt, size = chance.uniform(-0.08, 0.08), chance.uniform(0.03, 0.09)
        shine = darker(colour, 1.7 if chance.random() < 0.6 else 0.6)
        sheet.stroke([(x, y), (x + tilt, y + size)], shine, 0.008)
    return sheet.done(round_x=0.35, light_y=0.28, rough=0.03)


@cache
def litter(seed: int) -> Image.Image:
    """Paper, peel and plastic lying flat, about 0.3 m."""
    sheet = Sketch(0.36, 0.14)
    palette: list[Colour] = [
        (236, 234, 228), (212, 70, 58), (74, 132, 190), (222, 190, 90), (120, 160, 90)
    ]  # fmt: skip
    chance = np.random.default_rng([29, seed])
    for n in range(3):
        colour = palette[int(chance.integers(len(palette)))]
        x, size = chance.uniform(0.1, 0.26), chance.uniform(0.04, 0.09)
        sheet.fill(blob(seed * 7 + n, x, 0.05, size, 0.035, 0.4), darker(colour, 0.7))
        sheet.fill(blob(seed * 7 + n, x, 0.062, size * 0.9, 0.03, 0.4), colour)
    return sheet.done(light_y=0.1)


@cache
def heap(seed: int, colour: Colour, steep: float) -> Image.Image:
    """A mound of sand, rubble or soil, 2.2 m wide."""
    height = 0.55 + 0.6 * steep
    sheet = Sketch(2.3, height + 0.1)
    chance = np.random.default_rng([31, seed])
    xs = np.linspace(0.05, 2.25, 40)
    ridge = np.sin((xs - 0.05) / 2.2 * pi) ** 0.8 * height
    ridge *= 1 + chance.normal(0, 0.035, xs.size)
    top = [(float(x), float(max(y, 0.02))) for x, y in zip(xs, ridge, strict=True)]
    sheet.fill([(0.05, 0.0), *top, (2.25, 0.0)], colour)
    for _ in range(160):
        x = float(chance.uniform(0.2, 2.1))
        y = float(chance.uniform(0, 1) * np.interp(x, xs, ridge) * 0.95)
        size = float(chance.uniform(0.01, 0.05))
        shade = darker(colour, float(chance.uniform(0.72, 1.2)))
        sheet.fill(blob(int(chance.integers(999)), x, y, size, size * 0.7, 0.35), shade)
    return sheet.done(round_x=0.22, light_y=0.2, rough=0.08)


@cache
def bicycle(frame: Colour, basket: Colour) -> Image.Image:
    """A city bicycle from the side, 1.75 m long."""
    sheet = Sketch(1.8, 1.12)
    tyre, metal = (30, 30, 32), (168, 170, 172)
    for x in (0.36, 1.42):
        sheet.ring(x, 0.34, 0.335, tyre, 0.045)
        sheet.ring(x, 0.34, 0.292, metal, 0.014)
        for n in range(14):
            angle = n * pi / 7
            sheet.stroke(
                [(x, 0.34), (x + 0.29 * cos(angle), 0.34 + 0.29 * sin(angle))], (150, 150, 150),
                0.004,
            )  # fmt: skip
    crank, seat, head, rear, front = (
        (0.84, 0.34),
        (0.68, 0.8),
        (1.26, 0.82),
        (0.36, 0.34),
        (1.42, 0.34),
    )
    for a, b in ((crank, seat), (crank, head), (seat, head), (rear, crank), (rear, seat)):
        sheet.stroke([a, b], frame, 0.035)
    sheet.stroke([front, head, (1.22, 0.98)], darker(frame, 0.85), 0.035)
    sheet.stroke([(1.22, 0.98), (1.08, 1.03)], tyre, 0.035)
    sheet.stroke([seat, (0.66, 0.9)], metal, 0.028)
    sheet.fill([(0.52, 0.9), (0.8, 0.9), (0.78, 0.96), (0.54, 0.98)], tyre)
    sheet.fill([(1.3, 0.74), (1.62, 0.74), (1.66, 0.98), (1.26, 0.98)], basket)
    for x in (1.36, 1.44, 1.52, 1.6):
        sheet.stroke([(x, 0.75), (x, 0.97)], darker(basket, 0.6), 0.008)
    sheet.stroke([(0.18, 0.55), (0.36, 0.71), (0.56, 0.58)], darker(frame, 0.8), 0.04)
    sheet.ring(0.84, 0.34, 0.09, metal, 0.02)
    sheet.stroke([(0.84, 0.34), (0.92, 0.2)], metal, 0.022)
    return sheet.done(light_y=0.12)


@cache
def scooter(colour: Colour) -> Image.Image:
    """An electric scooter from the side, 1.7 m long."""
    sheet = Sketch(1.8, 1.2)
    tyre = (30, 30, 32)
    for x in (0.34, 1.46):
        sheet.disc(x, 0.25, 0.25, 0.25, tyre)
        sheet.disc(x, 0.25, 0.13, 0.13, (158, 160, 164))
    sheet.fill([(0.16, 0.42), (0.8, 0.42), (0.86, 0.62), (0.78, 0.74), (0.14, 0.66)], colour)
    sheet.fill([(0.62, 0.26), (1.2, 0.26), (1.24, 0.36), (0.7, 0.44)], darker(colour, 0.6))
    sheet.fill([(1.14, 0.28), (1.26, 0.28), (1.44, 0.84), (1.3, 0.94), (1.22, 0.9)], colour)
    sheet.stroke([(1.46, 0.25), (1.34, 0.78)], (90, 92, 96), 0.05)
    sheet.fill([(0.2, 0.68), (0.88, 0.72), (0.84, 0.82), (0.24, 0.8)], (38, 36, 38))
    sheet.stroke([(1.32, 0.88), (1.22, 1.06), (1.1, 1.08)], tyre, 0.035)
    sheet.disc(1.4, 0.84, 0.06, 0.07, (240, 236, 214))
    sheet.stroke([(1.24, 1.04), (1.2, 1.17)], (60, 60, 64), 0.016)
    return sheet.done(light_y=0.18, rough=0.015)


@cache
def tree(seed: int, autumn: float) -> Image.Image:
    """A street tree, 6 m; ``autumn`` from 0 (green) to 1 (gold)."""
    sheet = Sketch(3.6, 6.2)
    bark: Colour = (92, 80, 68)
    chance = np.random.default_rng([37, seed])
    sheet.fill([(1.68, 0), (1.92, 0), (1.86, 2.6), (1.74, 2.6)], bark)
    for tilt in (-0.8, -0.35, 0.3, 0.75):
        sheet.stroke([(1.8, 2.2), (1.8 + tilt, 3.6)], bark, 0.07)
    green, gold = np.array([74, 108, 52]), np.array([190, 148, 52])
    base = green + (gold - green) * autumn
    for layer, share in enumerate((0.6, 0.8, 1.0, 1.22)):
        for _ in range(70):
            angle, reach = chance.uniform(0, 2 * pi), chance.uniform(0, 1) ** 0.6
            x = 1.8 + 1.35 * reach * cos(angle)
            y = 4.1 + 1.6 * reach * sin(angle) + 0.12 * layer
            size = chance.uniform(0.09, 0.26)
            tone = base * share * chance.uniform(0.86, 1.14)
            colour = darker((int(tone[0]), int(tone[1]), int(tone[2])), 1.0)
            sheet.fill(blob(int(chance.integers(9999)), x, y, size, size * 0.75, 0.3), colour)
    return sheet.done(round_x=0.12, light_y=0.12, rough=0.06)


@cache
def shrub(seed: int, bloom: Colour | None) -> Image.Image:
    """A clipped shrub, about 0.8 m, perhaps in flower."""
    sheet = Sketch(1.3, 0.85)
    chance = np.random.default_rng([41, seed])
    for share in (0.6, 0.85, 1.1):
        for _ in range(60):
            angle, reach = chance.uniform(0, 2 * pi), chance.uniform(0, 1) ** 0.5
            x, y = 0.65 + 0.5 * reach * cos(angle), 0.4 + 0.33 * reach * sin(angle)
            size = chance.uniform(0.03, 0.09)
            tone = darker((66, 104, 52), share * float(chance.uniform(0.85, 1.15)))
            sheet.fill(blob(int(chance.integers(9999)), x, y, size, size, 0.3), tone)
    if bloom is not None:
        for _ in range(34):
            x, y = chance.uniform(0.25, 1.05), chance.uniform(0.3, 0.72)
            sheet.disc(float(x), float(y), 0.022, 0.02, bloom)
    return sheet.done(round_x=0.2, light_y=0.22, rough=0.05)


@cache
def lamp_post(*, is_lit: bool) -> Image.Image:
    """A street lamp, 6 m, with an arm to the right."""
    sheet = Sketch(2.4, 6.3)
    metal = (74, 80, 86)
    sheet.fill([(0.5, 0), (0.74, 0), (0.7, 0.5), (0.54, 0.5)], darker(metal, 0.8))
    sheet.fill([(0.57, 0.4), (0.67, 0.4), (0.65, 5.6), (0.59, 5.6)], metal)
    sheet.stroke([(0.62, 5.5), (0.78, 5.95), (1.3, 6.1), (1.7, 6.08)], metal, 0.07)
    sheet.fill([(1.45, 6.0), (2.15, 5.94), (2.2, 6.04), (1.5, 6.16)], darker(metal, 1.2))
    glass = (255, 240, 196) if is_lit else (58, 60, 64)
    sheet.fill([(1.52, 5.97), (2.1, 5.91), (2.1, 5.96), (1.54, 6.03)], glass)
    return sheet.done(light_y=0.05)


@cache
def crate(seed: int, fruit: Colour) -> Image.Image:
    """A box of fruit on display, 0.6 m."""
    sheet = Sketch(0.66, 0.5)
    wood = (196, 158, 108)
    chance = np.random.default_rng([43, seed])
    for row in range(4):
        for column in range(8):
            x, y = 0.07 + column * 0.075, 0.24 + row * 0.055
            tone = darker(fruit, float(chance.uniform(0.78, 1.15)))
            sheet.disc(x, y, 0.045, 0.045, tone)
            sheet.disc(x - 0.012, y + 0.014, 0.011, 0.011, darker(tone, 1.35))
    sheet.fill([(0.02, 0.0), (0.64, 0.0), (0.65, 0.24), (0.01, 0.24)], wood)
    for y in (0.08, 0.16):
        sheet.stroke([(0.02, y), (0.64, y)], darker(wood, 0.6), 0.012)
    return sheet.done(light_y=0.12, rough=0.05)


@cache
def parasol(colour: Colour) -> Image.Image:
    """A trader's umbrella, 2.3 m."""
    sheet = Sketch(2.6, 2.4)
    sheet.stroke([(1.3, 0.0), (1.3, 2.2)], (150, 150, 152), 0.04)
    edge = [(0.05 + 0.25 * n, 1.62 + 0.05 * (n % 2)) for n in range(11)]
    for n in range(10):
        tone = colour if n % 2 else (238, 234, 226)
        sheet.fill([edge[n], edge[n + 1], (1.3, 2.32)], darker(tone, 1.05 - 0.04 * abs(n - 4)))
    return sheet.done(light_y=0.1)


@cache
def sofa(colour: Colour) -> Image.Image:
    """A worn sofa somebody left, 1.8 m."""
    sheet = Sketch(1.9, 0.95)
    sheet.fill([(0.12, 0.3), (1.78, 0.3), (1.72, 0.9), (0.18, 0.88)], darker(colour, 0.85))
    sheet.fill([(0.05, 0.08), (0.36, 0.08), (0.36, 0.62), (0.08, 0.6)], colour)
    sheet.fill([(1.54, 0.08), (1.85, 0.08), (1.82, 0.6), (1.54, 0.62)], colour)
    for x in (0.36, 0.95):
        sheet.fill(
            [(x, 0.1), (x + 0.59, 0.1), (x + 0.58, 0.42), (x + 0.02, 0.44)], darker(colour, 1.1)
        )
        sheet.fill([(x, 0.1), (x + 0.59, 0.1), (x + 0.59, 0.22), (x, 0.22)], darker(colour, 0.8))
    sheet.fill(blob(5, 1.25, 0.66, 0.16, 0.1, 0.4), (206, 196, 170))
    for x in (0.12, 1.78):
        sheet.stroke([(x, 0.0), (x, 0.1)], (60, 48, 40), 0.05)
    return sheet.done(light_y=0.15, rough=0.05)


@cache
def cone() -> Image.Image:
    """A traffic cone, 0.7 m."""
    sheet = Sketch(0.5, 0.74)
    sheet.fill([(0.02, 0), (0.48, 0), (0.46, 0.06), (0.04, 0.06)], (40, 40, 42))
    sheet.fill([(0.08, 0.05), (0.42, 0.05), (0.28, 0.72), (0.22, 0.72)], (226, 88, 40))
    for low, high in ((0.2, 0.32), (0.44, 0.54)):
        left, right = 0.08 + low * 0.2, 0.42 - low * 0.2
        sheet.fill(
            [(left, low), (right, low), (right - (high - low) * 0.2, high),
             (left + (high - low) * 0.2, high)], (240, 240, 238))  # fmt: skip
    return sheet.done(round_x=0.25, light_y=0.05)


@cache
def soft_glow(colour: Colour) -> Image.Image:
    """Light around a lamp."""
    size = 256
    reach = np.linspace(-1, 1, size, dtype=np.float32)
    distance = np.hypot(reach[None, :], reach[:, None])
    alpha = np.clip(1 - distance, 0, 1) ** 2.2 * 235
    picture = Image.new("RGBA", (size, size), (*colour, 0))
    picture.putalpha(Image.fromarray(alpha.astype(np.uint8)).filter(ImageFilter.GaussianBlur(3)))
    return picture
