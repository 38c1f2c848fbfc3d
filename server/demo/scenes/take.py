"""One photograph: a place, what is wrong there, and where somebody stood that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from server.demo.scenes import backdrop, by_walls, on_streets
from server.demo.scenes.backdrop import LIGHTS, Place
from server.demo.scenes.camera import Camera
from server.demo.scenes.canvas import Canvas
from server.demo.scenes.finish import developed
from server.demo.scenes.spot import Paint, Spot
from server.demo.scenes.texture import Colour

_WALL_FILLS = 5.4
"""Up to how many metres ahead a wall leaves nothing else to see."""


@dataclass(frozen=True)
class Kind:
    """How a kind of problem is painted on the ground and above it, and where it happens."""

    below: Paint
    above: Paint
    place: dict[str, Any]
    pitch: float = 0.2


_WALL: dict[str, Any] = {"end_z": 5.2, "kerb_x": 20.0, "trees": False}
_SHOPS: dict[str, Any] = {"end_z": 6.2, "kerb_x": 20.0, "trees": False, "shops": True}
_ROAD: dict[str, Any] = {"floor": "road", "wall_x": -4.4, "kerb_x": 20.0, "shops": True}
_LAWN: dict[str, Any] = {
    "floor": "lawn",
    "kerb_x": 20.0,
    "wall_x": -12.0,
    "trees": False,
    "end_z": 12.0,
}

KINDS: dict[str, Kind] = {
    "bins": Kind(by_walls.bins_ground, by_walls.bins, _WALL | {"end_z": 5.0}),
    "piled": Kind(by_walls.piled_ground, by_walls.piled, _WALL | {"end_z": 6.0}),
    "furniture": Kind(by_walls.furniture_ground, by_walls.furniture, _WALL | {"end_z": 5.4}),
    "posters": Kind(
        by_walls.posters_ground, by_walls.posters, _WALL | {"end_z": 4.2, "bare": True}, 0.08
    ),
    "goods": Kind(by_walls.goods_ground, by_walls.goods, _SHOPS, 0.14),
    "bikes": Kind(on_streets.bikes_ground, on_streets.bikes, {"shops": True}),
    "shed": Kind(by_walls.shed_ground, by_walls.shed, _WALL | {"end_z": 6.8}, 0.1),
    "wires": Kind(on_streets.wires_ground, on_streets.wires, {"trees": True}, 0.02),
    "pothole": Kind(on_streets.pothole_ground, on_streets.pothole, _ROAD, 0.36),
    "manhole": Kind(on_streets.manhole_ground, on_streets.manhole, {"trees": True}, 0.36),
    "lamp": Kind(on_streets.lamp_ground, on_streets.lamp, {"light": "dusk", "trees": False}, -0.1),
    "green": Kind(by_walls.green_ground, by_walls.green, _LAWN, 0.2),
    "sewage": Kind(on_streets.sewage_ground, on_streets.sewage, _ROAD, 0.26),
    "kerbside": Kind(by_walls.kerbside_ground, by_walls.kerbside, _SHOPS, 0.16),
    "snow": Kind(
        on_streets.snow_ground,
        on_streets.snow,
        {"light": "overcast", "trees": False, "floor": "snow"},
        0.18,
    ),
}

_FACADES: tuple[Colour, ...] = (
    (202, 190, 168), (188, 172, 150), (206, 198, 186), (190, 158, 134), (176, 184, 186),
    (212, 186, 148),
)  # fmt: skip
_SLABS: tuple[Colour, ...] = ((166, 160, 152), (178, 160, 140), (150, 150, 152), (170, 132, 116))
_DAYS = ("clear", "morning", "overcast")


def draw_scene(kind: str, variant: int, *, solved: bool, take: int = 0) -> bytes:
    """Draw a JPEG of 1280 × 960 pixels; the same arguments give the same bytes.

    ``kind`` is a key of ``KINDS``; ``variant`` chooses the place; ``solved`` shows it put right;
    every ``take`` stands a little elsewhere in another light.
    """
    recipe = KINDS[kind]
    number = list(KINDS).index(kind)
    place = _place(number, variant, recipe)
    standing = np.random.default_rng([71, number, variant, take, int(solved)])
    lights = LIGHTS[place.light if "light" in recipe.place else _DAYS[int(standing.integers(3))]]
    camera = Camera(
        x=float(standing.uniform(-0.35, 0.35)),
        height=float(standing.uniform(1.45, 1.68)),
        yaw=float(standing.uniform(-0.07, 0.07)),
        pitch=recipe.pitch + float(standing.uniform(-0.025, 0.025)),
        focal=float(standing.uniform(900, 990)),
    )
    canvas = Canvas(camera)
    ground = backdrop.floor(place)
    chance = np.random.default_rng([73, number, variant])
    spot = Spot(place, ground, canvas, chance, solved)
    backdrop.front_edge(ground, place)
    recipe.below(spot)
    if place.end_z is None or place.end_z > _WALL_FILLS:
        backdrop.sky(canvas, place)
        backdrop.far_floor(canvas, place)
    canvas.ground(ground)
    backdrop.houses(canvas, place)
    backdrop.street_furniture(canvas, place)
    recipe.above(spot)
    return developed(canvas.picture, lights, int(standing.integers(1 << 30)))


def _place(number: int, variant: int, recipe: Kind) -> Place:
    chance = np.random.default_rng([79, number, variant])
    fixed: dict[str, Any] = {
        "seed": int(chance.integers(1 << 16)),
        "light": _DAYS[int(chance.integers(3))],
        "facade": _FACADES[int(chance.integers(len(_FACADES)))],
        "slabs": _SLABS[int(chance.integers(len(_SLABS)))],
        "autumn": (0.0, 0.45, 0.85)[int(chance.integers(3))],
    }
    return Place(**(fixed | recipe.place))
