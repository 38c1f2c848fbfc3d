"""The problems: each paints what is wrong, or the same spot put right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from server.demo.scenes import sprites, texture
from server.demo.scenes.backdrop import Place
from server.demo.scenes.canvas import Canvas, Ground
from server.demo.scenes.texture import Colour


@dataclass
class Spot:
    """A place being drawn: ``chance`` is the place's own, the same for every photograph."""

    place: Place
    ground: Ground
    canvas: Canvas
    chance: np.random.Generator
    solved: bool

    def near(self, low: float, high: float) -> float:
        """A number of this place between two bounds."""
        return float(self.chance.uniform(low, high))

    def pick(self, colours: tuple[Colour, ...]) -> Colour:
        """A colour of this place."""
        return colours[int(self.chance.integers(len(colours)))]

    def stand(
        self, sprite: Image.Image, x: float, z: float, height: float, width: float = 0.6,
        turn: float = 0.0,
    ) -> None:  # fmt: skip
        """Put a cut-out on the ground; its shadow has to be painted by ``shade`` before."""
        self.canvas.sprite(sprite, (x, 0.0, z), height, turn)


Paint = Callable[[Spot], None]
_BAGS: tuple[Colour, ...] = ((40, 40, 44), (196, 200, 204), (176, 58, 52), (58, 92, 140))
_CLOTHES: tuple[Colour, ...] = ((206, 72, 66), (60, 108, 176), (238, 200, 84), (72, 140, 96))


def bins_ground(spot: Spot) -> None:
    """Overflowing bins: what lies around them."""
    for n in range(3):
        spot.ground.shadow(-0.9 + n * 0.85, 4.25, 0.8, 0.6)
    if spot.solved:
        return
    for x, z in ((-1.5, 3.7), (-0.4, 3.5), (0.5, 3.6), (1.35, 3.9)):
        spot.ground.shadow(x, z, 0.6, 0.4)
    blot = sprites.blob(spot.place.seed, 0.1, 3.2, 1.3, 0.5, 0.3)
    spot.ground.stain(blot, (58, 50, 40), 0.45, 0.1)


def bins(spot: Spot) -> None:
    """Overflowing bins, bags beside them, litter before them."""
    colours: tuple[Colour, ...] = ((44, 110, 74), (64, 82, 110), (120, 124, 126))
    for n, colour in enumerate(colours):
        is_open = not spot.solved and n != 1
        cut = sprites.wheelie_bin(colour, is_open=is_open)
        spot.stand(cut, -0.9 + n * 0.85, 4.3, 1.45)
    if spot.solved:
        return
    for x, z, size in (
        (-1.5, 3.75, 0.62),
        (-0.4, 3.55, 0.55),
        (0.5, 3.65, 0.6),
        (1.35, 3.95, 0.66),
    ):
        bag = sprites.rubbish_bag(int(spot.near(0, 6)), spot.pick(_BAGS))
        spot.stand(bag, x + spot.near(-0.1, 0.1), z, size)
    for n in range(16):
        spot.stand(sprites.litter(n % 7), spot.near(-1.7, 1.7), spot.near(2.5, 3.5), 0.13)


def piled_ground(spot: Spot) -> None:
    """Materials piled on the pavement: the dust of it, or the sweeping after."""
    if spot.solved:
        outline = sprites.blob(spot.place.seed, -0.2, 4.4, 1.9, 0.9, 0.2)
        spot.ground.stain(outline, (186, 178, 164), 0.18, 0.25)
        return
    outline = sprites.blob(spot.place.seed, -0.2, 4.2, 2.2, 1.1, 0.25)
    spot.ground.stain(outline, texture.soil(1, (178, 152, 112)), 0.85, 0.14)
    spot.ground.shadow(-0.9, 4.6, 2.4, 1.0)
    spot.ground.shadow(1.2, 4.4, 1.6, 0.9)


def piled(spot: Spot) -> None:
    """Sand, bricks and boards before a house."""
    if spot.solved:
        return
    sand: Colour = ((186, 156, 110), (150, 146, 140), (134, 104, 78))[spot.place.seed % 3]
    spot.stand(sprites.heap(spot.place.seed % 3, sand, spot.near(0.5, 1)), -0.9, 4.7, 1.1)
    bricks = texture.brick(1, (156, 84, 64))
    for n in range(3):
        spot.canvas.box(
            1.15 + n * 0.04, 4.5 - n * 0.02, (1.1 - n * 0.16, 0.26, 0.6), bricks, n * 0.26
        )
    boards = texture.coloured(texture.grain(2, 3, 300), (176, 138, 92), 12)
    for n in range(4):
        start = (-2.0 + n * 0.1, 0.06 + n * 0.05, 3.7 + n * 0.1)
        spot.canvas.line([start, (start[0] + 1.7, start[1] + 0.02, 3.3)], (184, 146, 98), 0.09)
    spot.canvas.box(0.25, 3.9, (0.5, 0.36, 0.4), boards)


def furniture_ground(spot: Spot) -> None:
    """An abandoned sofa and a mattress."""
    if not spot.solved:
        spot.ground.shadow(-0.5, 4.3, 2.1, 0.9)
        spot.ground.shadow(1.3, 4.4, 1.2, 0.7)


def furniture(spot: Spot) -> None:
    """Things somebody did not take along when moving."""
    if spot.solved:
        return
    colour = spot.pick(((128, 82, 60), (92, 104, 124), (140, 124, 88)))
    spot.stand(sprites.sofa(colour), -0.5, 4.3, 0.98)
    ticking = texture.coloured(texture.grain(1, 2, 60), (216, 208, 194), 7)
    spot.canvas.box(1.35, 4.5, (0.95, 1.5, 0.22), ticking)
    card = texture.coloured(texture.grain(3, 4, 90), (188, 150, 104), 6)
    spot.canvas.box(0.75, 3.6, (0.5, 0.4, 0.4), card)
    for n in range(6):
        spot.stand(sprites.litter(n), spot.near(-1.5, 1.6), spot.near(2.7, 3.4), 0.12)


def posters(spot: Spot) -> None:
    """Advertising glued to a wall, or the wall washed and painted over."""
    end = spot.place.end_z or 5.0
    scale = 150
    sheet = Image.new("RGBA", (round(5.4 * scale), round(2.1 * scale)))
    pen = ImageDraw.Draw(sheet)
    papers: tuple[Colour, ...] = (
        (244, 240, 226), (250, 226, 96), (238, 120, 110), (150, 206, 150), (146, 190, 232)
    )  # fmt: skip
    for _ in range(34):
        x, y = spot.near(0.1, 4.6) * scale, spot.near(0.1, 1.5) * scale
        wide, tall = spot.near(0.24, 0.62) * scale, spot.near(0.3, 0.55) * scale
        paper = spot.pick(papers)
        ink: Colour = ((170, 30, 30), (30, 30, 34), (24, 60, 140))[int(spot.near(0, 3))]
        if spot.solved:
            fresh = sprites.darker(spot.place.facade, spot.near(0.95, 1.08))
            pen.rectangle((x - 4, y - 4, x + wide + 6, y + tall + 6), fill=(*fresh, 90))
            spot.chance.uniform(size=9)
            continue
        pen.rectangle((x + 4, y + 5, x + wide + 4, y + tall + 5), fill=(40, 36, 34, 90))
        pen.rectangle(
            (x, y, x + wide, y + tall), fill=(*sprites.darker(paper, spot.near(0.9, 1)), 255)
        )
        pen.rectangle((x + 5, y + 6, x + wide - 5, y + tall * 0.32), fill=(*ink, 255))
        for row in range(4):
            level = y + tall * (0.42 + row * 0.13)
            pen.line(
                (x + 7, level, x + wide * spot.near(0.6, 0.93), level), fill=(*ink, 200), width=4
            )
        spot.chance.uniform(size=3)
    sheet = sheet.filter(ImageFilter.GaussianBlur(0.5))
    spot.canvas.plane(sheet, (-2.7, 2.35, end - 0.01), (1, 0, 0), (0, -1, 0), scale, feather=0.5)


def posters_ground(spot: Spot) -> None:
    """Torn paper at the foot of the wall."""
    if not spot.solved:
        end = spot.place.end_z or 5.0
        for n in range(12):
            x, z = spot.near(-2.4, 2.4), end - spot.near(0.15, 0.9)
            spot.ground.stain(sprites.blob(n, x, z, 0.09, 0.06, 0.4), (226, 220, 206), 0.95, 0.008)


def goods_ground(spot: Spot) -> None:
    """A shop that grew onto the pavement."""
    if not spot.solved:
        for n in range(5):
            spot.ground.shadow(-1.7 + 0.72 * (n % 3), 3.6 + 0.8 * (n // 3), 0.8, 0.7)
        spot.ground.shadow(1.1, 5.4, 1.6, 0.7, 0.4)


def goods(spot: Spot) -> None:
    """Crates, a rack and an umbrella where people should walk."""
    if spot.solved:
        return
    fruit: tuple[Colour, ...] = ((206, 60, 48), (232, 150, 44), (110, 158, 60), (226, 196, 74))
    spot.stand(sprites.parasol(spot.pick(_CLOTHES)), 0.9, 5.6, 2.5)
    table = texture.coloured(texture.grain(2, 3, 200), (150, 118, 84), 8)
    for row, z in enumerate((4.6, 3.8)):
        spot.canvas.box(-1.05, z, (2.2, 0.5, 0.6), table)
        for n in range(3):
            cut = sprites.crate(n + row, fruit[(n + row + spot.place.seed) % 4])
            u = -1.75 + n * 0.7
            spot.canvas.sprite(cut, (u, 0.48, z + 0.12), 0.46)
    for n, x in enumerate((0.7, 1.2)):
        spot.canvas.box(x, 4.3, (0.45, 0.5 + n * 0.25, 0.4), texture.coloured(
            texture.grain(4, 3, 90), (190, 152, 106), 6))  # fmt: skip


def bikes_ground(spot: Spot) -> None:
    """Bicycles across the pavement, or in their bay."""
    if spot.solved:
        for n in range(6):
            x = 0.35 + n * 0.32
            spot.ground.stain([(x - 0.25, 5.3), (x + 0.25, 5.3), (x + 0.25, 5.15), (x - 0.25, 5.15)],
                              (24, 24, 26), 0.35, 0.08)  # fmt: skip
        return
    for x, z in ((-1.2, 3.4), (0.4, 3.0), (-0.2, 4.4), (1.1, 4.2), (-1.1, 5.4)):
        spot.ground.shadow(x, z, 1.7, 0.35, 0.42)


def bikes(spot: Spot) -> None:
    """Shared bicycles and scooters: strewn, or side by side."""
    frames: tuple[Colour, ...] = ((60, 150, 208), (236, 196, 52), (66, 160, 92))
    frame = frames[spot.place.seed % 3]
    if spot.solved:
        for n in range(5):
            cut = sprites.bicycle(frame, (70, 74, 78))
            narrow = cut.resize((round(cut.width * 0.52), cut.height))
            spot.stand(narrow, 1.75 - n * 0.34, 6.4 - n * 0.25, 1.1)
        return
    order = (
        (-1.1, 5.4, 0.0),
        (1.1, 4.2, -4.0),
        (-0.2, 4.4, 8.0),
        (-1.0, 3.6, 6.0),
        (0.5, 3.0, 3.0),
    )
    for n, (x, z, turn) in enumerate(order):
        if n % 3 == 2:
            cut = sprites.scooter(spot.pick(_CLOTHES))
        else:
            cut = sprites.bicycle(frame if n % 2 else frames[n % 3], (70, 74, 78))
        if n % 2:
            cut = cut.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if n == 3:
            cut = cut.resize((cut.width, round(cut.height * 0.5)))
        spot.stand(cut, x, z, 0.6 if n == 3 else 1.15, turn=turn)


def pothole_ground(spot: Spot) -> None:
    """A hole in the carriageway with cracks around it, or a fresh patch."""
    seed = spot.place.seed
    x, z, a, b = (
        spot.near(-0.3, 0.3),
        spot.near(2.9, 3.5),
        spot.near(0.65, 0.9),
        spot.near(0.4, 0.6),
    )
    if spot.solved:
        patch = [(x - a * 1.3, z - b * 1.25), (x + a * 1.3, z - b * 1.25), (x + a * 1.3, z + b * 1.3),
                 (x - a * 1.3, z + b * 1.3)]  # fmt: skip
        spot.ground.stain(patch, (36, 36, 38), 0.9, 0.03)
        spot.ground.stain(
            patch, texture.coloured(texture.grain(6, 300, 768), (62, 62, 64), 7), 0.9, 0.008
        )
        return
    for n in range(9):
        crack = _crack(seed * 11 + n, x, z, n * 2 * pi / 9, a * 1.1, spot.near(0.5, 1.5))
        spot.ground.stain(crack, (40, 39, 38), 0.85, 0.006)
    spot.ground.stain(sprites.blob(seed, x, z, a * 1.35, b * 1.4, 0.3), (70, 67, 63), 0.6, 0.08)
    spot.ground.stain(
        sprites.blob(seed + 1, x, z, a, b, 0.28), texture.soil(2, (98, 86, 72)), 1.0, 0.01
    )
    spot.ground.stain(
        sprites.blob(seed + 1, x, z + 0.07, a * 0.95, b * 0.82, 0.28), (34, 31, 28), 0.7, 0.06
    )
    spot.ground.stain(
        sprites.blob(seed + 2, x + 0.06, z - 0.05, a * 0.6, b * 0.45, 0.25),
        (118, 132, 142),
        0.75,
        0.02,
    )
    for n in range(40):
        px, pz = x + spot.near(-1.5, 1.5) * a, z + spot.near(-1.6, 1.4) * b
        spot.ground.stain(sprites.blob(n, px, pz, 0.03, 0.022, 0.3), (70, 68, 64), 0.9, 0.004)


def _crack(
    seed: int, x: float, z: float, angle: float, start: float, length: float
) -> list[tuple[float, float]]:
    chance = np.random.default_rng([67, seed])
    steps = np.linspace(0, 1, 9)
    bend = np.cumsum(chance.normal(0, 0.09, steps.size))
    along = start * 0.8 + steps * length
    left = [(x + r * float(np.cos(angle + b)), z + 0.62 * r * float(np.sin(angle + b)))
            for r, b in zip(along, bend, strict=True)]  # fmt: skip
    width = [0.022 * (1 - s) + 0.004 for s in steps]
    right = [(px + w, pz + w) for (px, pz), w in zip(left, width, strict=True)]
    return [*left, *reversed(right)]


def pothole(spot: Spot) -> None:
    """Nothing stands above the hole."""


def manhole_ground(spot: Spot) -> None:
    """A manhole without its cover, or with it."""
    x, z, radius = spot.near(-0.25, 0.25), spot.near(2.8, 3.3), 0.42
    concrete = texture.coloured(texture.grain(9, 20, 200, 768), (150, 148, 144), 7)
    spot.ground.stain(
        sprites.blob(1, x, z, radius * 1.45, radius * 1.45, 0.02), concrete, 1.0, 0.012
    )
    spot.ground.stain(
        sprites.blob(1, x, z, radius * 1.1, radius * 1.1, 0.0), (64, 62, 60), 1.0, 0.008
    )
    if not spot.solved:
        spot.ground.stain(sprites.blob(1, x, z, radius, radius, 0.0), (66, 58, 50), 1.0, 0.006)
        spot.ground.stain(
            sprites.blob(1, x, z - 0.09, radius * 0.95, radius * 0.86, 0.0), (8, 8, 9), 1.0, 0.04
        )
        for n in range(14):
            px, pz = x + spot.near(-1, 1), z + spot.near(-0.8, 0.8)
            spot.ground.stain(sprites.blob(n, px, pz, 0.04, 0.03, 0.3), (120, 114, 106), 0.9, 0.004)
        return
    spot.ground.stain(sprites.blob(1, x, z, radius, radius, 0.0), (86, 86, 88), 1.0, 0.006)
    for ring, tone in ((0.86, 112), (0.78, 78), (0.5, 108), (0.44, 80)):
        spot.ground.stain(
            sprites.blob(1, x, z, radius * ring, radius * ring, 0.0),
            (tone, tone, tone + 2),
            1.0,
            0.004,
        )
    for n in range(12):
        angle = n * pi / 6
        px, pz = x + 0.64 * radius * np.cos(angle), z + 0.64 * radius * np.sin(angle)
        spot.ground.stain(
            sprites.blob(1, float(px), float(pz), 0.035, 0.035, 0.0), (118, 118, 120), 1.0, 0.004
        )


def manhole(spot: Spot) -> None:
    """A branch that a neighbour stuck into the hole, so that nobody falls in."""
    if not spot.solved and spot.place.seed % 2:
        spot.canvas.sprite(sprites.cone(), (0.75, 0.0, 3.5), 0.7)


def lamp(spot: Spot) -> None:
    """Street lamps at dusk: one dark and leaning, or all lit."""
    x = spot.place.kerb_x - 0.55
    for n, z in enumerate((26.0, 16.5, 6.8)):
        is_lit = spot.solved or n < 2
        turn = 0.0 if spot.solved or n < 2 else spot.near(5, 9)
        if is_lit:
            reach = spot.canvas.camera.scale_at((x, 5.4, z)) * 1.5
            glow = sprites.soft_glow((255, 222, 158)).resize((round(reach * 2), round(reach * 2)))
            u, v = spot.canvas.camera.project((x + 1.15, 5.35, z))
            spot.canvas.picture.paste(glow, (round(u - reach), round(v - reach)), glow)
        spot.canvas.sprite(sprites.lamp_post(is_lit=is_lit), (x + 0.5, 0.0, z), 5.7, turn)


def lamp_ground(spot: Spot) -> None:
    """Pools of light under the lamps that burn."""
    if spot.solved:
        pool = sprites.blob(3, spot.place.kerb_x - 0.2, 6.6, 3.4, 2.4, 0.05)
        spot.ground.stain(pool, (255, 214, 150), 0.55, 0.8)


def green_ground(spot: Spot) -> None:
    """A trampled lawn with bare earth, or a mown one."""
    path = [(-4.6, 1.0), (-2.0, 1.0), (-1.2, 9.5), (-2.4, 9.5), (-4.6, 5.0)]
    spot.ground.stain(path, texture.paving(2, (176, 166, 152), (120, 112, 104), 9, 18), 1.0, 0.02)
    if spot.solved:
        for n in range(7):
            left = -1.9 + n * 0.95
            spot.ground.stain([(left, 1), (left + 0.47, 1), (left + 0.3, 9), (left, 9)],
                              (150, 178, 98), 0.14, 0.1)  # fmt: skip
        return
    bare = texture.soil(4, (126, 102, 76))
    spot.ground.stain(sprites.blob(spot.place.seed, 0.5, 3.6, 1.5, 0.8, 0.35), bare, 0.92, 0.1)
    spot.ground.stain(sprites.blob(spot.place.seed + 4, 1.9, 5.6, 1.3, 0.9, 0.35), bare, 0.9, 0.12)
    for x, z in ((0.2, 3.8), (1.2, 3.5), (2.0, 4.6)):
        spot.ground.shadow(x, z, 0.6, 0.4)


def green(spot: Spot) -> None:
    """Shrubs behind, rubbish before or flowers instead."""
    blossoms: tuple[Colour, ...] = ((226, 96, 128), (240, 214, 96), (214, 214, 240))
    bloom = blossoms[spot.place.seed % 3] if spot.solved else None
    for n in range(9):
        spot.canvas.sprite(
            sprites.shrub(n % 4, bloom), (-1.0 + n * 0.85, 0.0, 7.2 + (n % 2) * 0.5), 0.85
        )
    if spot.solved:
        return
    for x, z in ((0.2, 3.8), (1.2, 3.5), (2.0, 4.6)):
        spot.stand(sprites.rubbish_bag(int(spot.near(0, 6)), spot.pick(_BAGS)), x, z, 0.55)
    for n in range(18):
        spot.stand(sprites.litter(n % 7), spot.near(-1.2, 2.4), spot.near(2.5, 5.0), 0.13)


def sewage_ground(spot: Spot) -> None:
    """Foul water from a drain, or a dry street."""
    seed = spot.place.seed
    grate = [(0.9, 4.4), (1.5, 4.4), (1.5, 4.0), (0.9, 4.0)]
    if not spot.solved:
        for scale, tone, share, soft in (
            (1.25, (62, 58, 50), 0.5, 0.15), (1.0, (46, 46, 40), 0.85, 0.05), (0.9, (74, 78, 70), 0.7, 0.04),
        ):  # fmt: skip
            flow = sprites.blob(seed, 0.1, 3.5, 2.0 * scale, 0.95 * scale, 0.35)
            spot.ground.stain(flow, tone, share, soft)
        for n in range(5):
            sheen = sprites.blob(
                seed + n, spot.near(-1.4, 1.4), spot.near(2.9, 4.0), spot.near(0.15, 0.5), 0.07, 0.3
            )
            spot.ground.stain(sheen, (168, 182, 188), 0.5, 0.05)
        for n in range(12):
            spot.ground.stain(sprites.blob(n, spot.near(-1.4, 1.4), spot.near(2.7, 4.2), 0.05, 0.03, 0.4),
                              (190, 180, 150), 0.8, 0.01)  # fmt: skip
    spot.ground.stain(grate, (70, 70, 72), 1.0, 0.008)
    for n in range(5):
        x = 0.97 + n * 0.115
        spot.ground.stain(
            [(x, 4.36), (x + 0.05, 4.36), (x + 0.05, 4.04), (x, 4.04)], (14, 14, 15), 1.0, 0.005
        )


def sewage(spot: Spot) -> None:
    """A cone beside the drain once somebody has been there."""
    if spot.solved:
        spot.canvas.sprite(sprites.cone(), (1.9, 0.0, 4.9), 0.7)


def wires(spot: Spot) -> None:
    """Cables that hang across the pavement, or are bundled high along the wall."""
    wall = spot.place.wall_x + 0.05
    dark: Colour = (26, 26, 28)
    if spot.solved:
        for n in range(3):
            spot.canvas.line([(wall, 3.4 + n * 0.05, 2.4), (wall, 3.4 + n * 0.05, 18)], dark, 0.03)
        return
    for n in range(9):
        start, end, sag = spot.near(2.8, 3.6), spot.near(2.5, 3.6), spot.near(0.6, 1.9)
        near_z, far_z = spot.near(2.6, 5.0), spot.near(6, 10)
        points = [
            (
                wall + (spot.place.kerb_x - wall) * s,
                start + (end - start) * s - sag * 4 * s * (1 - s) * 0.55,
                near_z + (far_z - near_z) * s,
            )
            for s in (k / 16 for k in range(17))
        ]
        spot.canvas.line(points, sprites.darker(dark, 1 + 0.3 * (n % 3)), 0.022 + 0.008 * (n % 3))
    for n in range(2):
        x = spot.near(-0.6, 0.5)
        drop = [(x + 0.25 * (k / 9) ** 2 * (1 - 2 * n), 2.7 - k * 0.29, 4.3) for k in range(10)]
        spot.canvas.line([(a, max(0.05, b), c) for a, b, c in drop], dark, 0.022)


def wires_ground(spot: Spot) -> None:
    """The end of a cable on the ground."""
    if not spot.solved:
        spot.ground.shadow(-0.1, 4.2, 0.9, 0.3, 0.3)


def shed_ground(spot: Spot) -> None:
    """A lean-to of steel sheet, or the traces of it."""
    if spot.solved:
        spot.ground.stain(
            [(-2.4, 4.4), (0.9, 4.4), (0.9, 6.6), (-2.4, 6.6)], (190, 186, 178), 0.3, 0.08
        )
    else:
        spot.ground.stain(
            [(-2.5, 4.1), (1.05, 4.1), (1.15, 6.8), (-2.5, 6.8)], (20, 20, 22), 0.5, 0.15
        )


def shed(spot: Spot) -> None:
    """Blue steel sheets against a house front."""
    if spot.solved:
        return
    colour = ((58, 108, 168), (150, 62, 54), (92, 128, 104))[spot.place.seed % 3]
    ribs = texture.coloured(texture.grain(1, 3, 40), colour, 5)
    pen = ImageDraw.Draw(ribs)
    for x in range(0, ribs.width, 32):
        pen.line((x, 0, x, ribs.height), fill=sprites.darker(colour, 0.7), width=7)
        pen.line((x + 9, 0, x + 9, ribs.height), fill=sprites.darker(colour, 1.2), width=4)
    spot.canvas.box(-0.8, 4.5, (3.2, 2.25, 2.1), ribs)
    spot.canvas.plane(texture.filled(ribs, (560, 400)), (-2.5, 2.75, 6.7), (1, 0, 0), (0, -0.2, -0.98), 160,
                      shade=1.15)  # fmt: skip
    door = texture.coloured(texture.grain(5, 3, 60), (196, 194, 188), 5).resize((150, 330))
    spot.canvas.plane(door, (-0.35, 1.95, 4.48), (1, 0, 0), (0, -1, 0), 170)
    glass = texture.coloured(texture.grain(6, 3, 8), (84, 104, 116), 14).resize((160, 120))
    spot.canvas.plane(glass, (-2.0, 1.75, 4.48), (1, 0, 0), (0, -1, 0), 160)


def snow_ground(spot: Spot) -> None:
    """Trodden snow and ice, or a cleared way through it."""
    if spot.solved:
        floor = texture.paving(spot.place.seed % 4, spot.place.slabs, (104, 98, 92), 9, 18)
        way = [(-1.3, 0.5), (1.2, 0.5), (1.15, 10), (-1.2, 10)]
        spot.ground.stain(way, floor, 0.96, 0.06)
        spot.ground.stain(way, (60, 62, 68), 0.25, 0.1)
        return
    for n in range(46):
        x, z = spot.near(-1.8, 1.8), spot.near(1.4, 8)
        spot.ground.stain(sprites.blob(n, x, z, 0.06, 0.13, 0.2), (176, 186, 198), 0.7, 0.02)
    ice = sprites.blob(spot.place.seed, 0.2, 3.3, 1.4, 0.7, 0.3)
    spot.ground.stain(ice, (170, 190, 208), 0.75, 0.08)


def snow(spot: Spot) -> None:
    """Snow thrown to the side stands in heaps."""
    if spot.solved:
        for n, (x, z) in enumerate(((-2.1, 5.6), (2.0, 5.2), (-2.0, 4.0), (2.0, 3.7))):
            spot.canvas.sprite(sprites.heap(n % 3, (226, 231, 238), 0.2), (x, 0.0, z), 0.55)


def kerbside_ground(spot: Spot) -> None:
    """A shop front with litter before its door, or swept."""
    if not spot.solved:
        blot = sprites.blob(spot.place.seed, -0.6, 4.0, 1.4, 0.7, 0.3)
        spot.ground.stain(blot, (70, 60, 48), 0.4, 0.12)
        spot.ground.shadow(0.7, 4.6, 0.7, 0.5)


def kerbside(spot: Spot) -> None:
    """Boxes and litter a shop put before its own door."""
    if spot.solved:
        for x in (-1.9, 1.9):
            spot.canvas.sprite(sprites.shrub(1, (226, 110, 120)), (x, 0.0, 5.6), 0.7)
        return
    card = texture.coloured(texture.grain(3, 4, 90), (188, 150, 104), 6)
    spot.canvas.box(0.7, 4.7, (0.6, 0.45, 0.5), card)
    spot.canvas.box(0.75, 4.72, (0.45, 0.35, 0.4), card, 0.45)
    spot.canvas.box(1.4, 4.5, (0.4, 0.3, 0.4), card)
    spot.stand(sprites.rubbish_bag(2, (40, 40, 44)), -0.2, 4.4, 0.6)
    for n in range(22):
        spot.stand(sprites.litter(n % 7), spot.near(-1.9, 1.6), spot.near(2.8, 4.4), 0.13)
