"""A place being drawn, and its own chances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

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
        self, sprite: Image.Image, x: float, z: float, height: float, turn: float = 0.0
    ) -> None:
        """Put a cut-out on the ground, where its shadow has been painted before."""
        self.canvas.sprite(sprite, (x, 0.0, z), height, turn)


Paint = Callable[[Spot], None]

BAGS: tuple[Colour, ...] = ((40, 40, 44), (196, 200, 204), (176, 58, 52), (58, 92, 140))
CLOTHES: tuple[Colour, ...] = ((206, 72, 66), (60, 108, 176), (238, 200, 84), (72, 140, 96))
