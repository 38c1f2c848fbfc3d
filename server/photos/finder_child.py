"""The finder child: looks for faces and number plates on photos, a fork for each.

Its models hold no state, so they are loaded once, before the first fork; a fork that takes too
long, too much memory or too much processor time is killed alone.
"""

from __future__ import annotations

import io
import os
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from server.photos.confinement import narrow
from server.photos.decoding.refusal import damaged
from server.photos.detecting.boxes import look
from server.photos.detecting.faces import Faces
from server.photos.detecting.plates import Plates
from server.photos.forking import Trade, serve

WALL_SECONDS = 180
"""Long, since whoever is nice waits for others; the processor time is what is limited."""
_CPU_SECONDS = 30
_ADDRESS_SPACE = 2 * 1024**3
_NICE = 10


def main() -> None:
    """Serve until the web process closes standard input, only when nobody else wants the time."""
    os.nice(_NICE)
    cv2.setNumThreads(1)
    finder = _Finder()
    serve(Trade(finder.run, _narrow, WALL_SECONDS), finder.warm_up)


class _Finder:
    """The loaded models."""

    def __init__(self) -> None:
        self._faces = Faces()
        self._plates = Plates()

    def run(self, _header: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """The boxes of a rendition, as shares of its sides. Raises ``Refusal``."""
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
                picture: NDArray[np.uint8] = np.asarray(opened.convert("RGB"))
        except Exception as error:
            raise damaged() from error
        return {"boxes": look(self._faces, self._plates, picture)}, []

    def warm_up(self) -> None:
        """Load what is loaded late: the forks can open no file any more."""
        buffer = io.BytesIO()
        Image.new("RGB", (64, 64), "grey").save(buffer, "JPEG")
        self.run({}, buffer.getvalue())


def _narrow(_data: bytes) -> None:
    narrow(with_threads=False, cpu_seconds=_CPU_SECONDS, address_space=_ADDRESS_SPACE)
