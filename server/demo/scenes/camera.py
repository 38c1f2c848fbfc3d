"""A pinhole camera over flat ground.

World coordinates are metres: x to the right, y up, z ahead of the photographer. Pictures are
1280 × 960 pixels, v downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 960
_NEAR = 0.25

Vector = tuple[float, float, float]
Pixel = tuple[float, float]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """Where the photographer stands and looks; angles in radians, to the right and down."""

    x: float = 0.0
    height: float = 1.55
    yaw: float = 0.0
    pitch: float = 0.16
    focal: float = 940.0

    @property
    def matrix(self) -> Matrix:
        """The projection: 3 × 4, from the world to homogeneous pixels."""
        yaw = np.array(
            [[cos(self.yaw), 0, -sin(self.yaw)], [0, 1, 0], [sin(self.yaw), 0, cos(self.yaw)]]
        )
        pitch = np.array(
            [
                [1, 0, 0],
                [0, cos(self.pitch), sin(self.pitch)],
                [0, -sin(self.pitch), cos(self.pitch)],
            ]
        )
        lens = np.array([[self.focal, 0, WIDTH / 2], [0, -self.focal, HEIGHT / 2], [0, 0, 1.0]])
        turn = pitch @ yaw
        place = np.array([self.x, self.height, 0.0])
        return np.asarray(lens @ np.column_stack([turn, -turn @ place]))

    def project(self, point: Vector) -> Pixel:
        """Where a point ahead of the camera appears."""
        u, v, depth = self.matrix @ np.array([*point, 1.0])
        return float(u / depth), float(v / depth)

    def scale_at(self, point: Vector) -> float:
        """Pixels a metre at a point."""
        return float(self.focal / (self.matrix @ np.array([*point, 1.0]))[2])

    def outline(self, corners: Sequence[Vector]) -> list[Pixel]:
        """A flat polygon on the picture, cut off where it passes behind the camera."""
        seen = [self.matrix @ np.array([*corner, 1.0]) for corner in corners]
        kept: list[Matrix] = []
        for here, there in zip(seen, [*seen[1:], seen[0]], strict=True):
            if here[2] >= _NEAR:
                kept.append(here)
            if (here[2] >= _NEAR) != (there[2] >= _NEAR):
                share = (_NEAR - here[2]) / (there[2] - here[2])
                kept.append(here + (there - here) * share)
        return [(float(u / depth), float(v / depth)) for u, v, depth in kept]

    def plane(self, origin: Vector, right: Vector, down: Vector, pixels_a_metre: float) -> Matrix:
        """From pixels of a texture to pixels of the picture: 3 × 3.

        The texture's upper left corner lies at ``origin``; ``right`` and ``down`` are unit
        vectors of its axes in the world.
        """
        frame = np.zeros((4, 3))
        frame[:3, 0], frame[:3, 1], frame[:3, 2] = right, down, origin
        frame[3, 2] = 1.0
        return np.asarray(self.matrix @ frame @ np.diag([1 / pixels_a_metre] * 2 + [1.0]))
