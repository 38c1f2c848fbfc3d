"""Problems of carriageway, pavement and lamp: each as it is, or put right."""

from __future__ import annotations

from math import pi

import numpy as np
from PIL import Image

from server.demo.scenes import sprites, texture
from server.demo.scenes.spot import CLOTHES, Spot
from server.demo.scenes.texture import Colour


def bikes_ground(spot: Spot) -> None:
    """Bicycles across the pavement, or in their bay."""
    if spot.solved:
        for n in range(6):
            x = 0.35 + n * 0.32
            spot.ground.stain(
                [(x - 0.25, 5.3), (x + 0.25, 5.3), (x + 0.25, 5.15), (x - 0.25, 5.15)],
                (24, 24, 26),
                0.35,
                0.08,
            )
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
            cut = sprites.scooter(spot.pick(CLOTHES))
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
        patch = [
            (x - a * 1.3, z - b * 1.25),
            (x + a * 1.3, z - b * 1.25),
            (x + a * 1.3, z + b * 1.3),
            (x - a * 1.3, z + b * 1.3),
        ]
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


def sewage_ground(spot: Spot) -> None:
    """Foul water from a drain, or a dry street."""
    seed = spot.place.seed
    grate = [(0.9, 4.4), (1.5, 4.4), (1.5, 4.0), (0.9, 4.0)]
    if not spot.solved:
        for scale, tone, share, soft in (
            (1.25, (62, 58, 50), 0.5, 0.15),
            (1.0, (46, 46, 40), 0.85, 0.05),
            (0.9, (74, 78, 70), 0.7, 0.04),
        ):
            flow = sprites.blob(seed, 0.1, 3.5, 2.0 * scale, 0.95 * scale, 0.35)
            spot.ground.stain(flow, tone, share, soft)
        for n in range(5):
            sheen = sprites.blob(
                seed + n, spot.near(-1.4, 1.4), spot.near(2.9, 4.0), spot.near(0.15, 0.5), 0.07, 0.3
            )
            spot.ground.stain(sheen, (168, 182, 188), 0.5, 0.05)
        for n in range(12):
            spot.ground.stain(
                sprites.blob(n, spot.near(-1.4, 1.4), spot.near(2.7, 4.2), 0.05, 0.03, 0.4),
                (190, 180, 150),
                0.8,
                0.01,
            )
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
