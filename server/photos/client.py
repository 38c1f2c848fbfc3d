"""The web process's end of the decode child."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from server.photos.children import Keeper, Lost, talk
from server.photos.decoded import Decoded, decoded, renditions
from server.photos.decoding.limits import (
    MAX_BYTES,
    MAX_RATIO,
    MAX_SCANS,
    MAX_SIDE,
    MEGAPIXELS,
    MIN_SIDE,
    WALL_SECONDS,
)
from server.photos.decoding.shapes import Box, Renditions
from server.platform.errors import Problem

_PATIENCE = WALL_SECONDS + 3
_WAIT_SECONDS = 10
_RETRY_AFTER = 3
_ATTEMPTS = 3
_REFUSALS: dict[str, tuple[int, dict[str, Any]]] = {
    "photo_animated": (422, {}),
    "photo_damaged": (422, {}),
    "photo_scans": (422, {"limit": MAX_SCANS}),
    "photo_shape": (422, {"ratio": MAX_RATIO}),
    "photo_too_complex": (422, {}),
    "photo_too_large": (413, {"megabytes": MAX_BYTES // 1_000_000}),
    "photo_too_long": (422, {"pixels": MAX_SIDE}),
    "photo_too_many_pixels": (422, {"megapixels": MEGAPIXELS["jpeg"]}),
    "photo_too_small": (422, {"pixels": MIN_SIDE}),
    "photo_type": (415, {}),
}


class Decoder:
    """Decodes and redacts photos outside this process; may be used by many threads.

    The child is started when first needed and again whenever it has died. At most ``slots``
    photos are in work and ``queue`` more may wait; beyond that ``photo_busy`` (503).
    """

    def __init__(self, *, slots: int = 2, queue: int = 16) -> None:
        self._slots = threading.BoundedSemaphore(slots)
        self._room = threading.BoundedSemaphore(slots + queue)
        self._keeper = Keeper("decoder", _PATIENCE)

    def decode(self, data: bytes) -> Decoded:
        """The renditions of a photo and what was read from it.

        Raises ``Problem``: a 4xx whose code says what is wrong with the file, or ``photo_busy``.
        """
        header, files = self._ask({"job": "decode"}, data)
        try:
            return decoded(header, files)
        except (KeyError, TypeError, ValueError) as error:
            raise refusal("photo_damaged") from error

    def redact(self, full: bytes, boxes: Sequence[Box]) -> Renditions:
        """Copies of a 1600 px rendition with nothing recognisable left under the boxes.

        Raises ``Problem`` as ``decode`` does.
        """
        _header, files = self._ask({"job": "redact", "boxes": [list(box) for box in boxes]}, full)
        try:
            return renditions(files)
        except ValueError as error:
            raise refusal("photo_damaged") from error

    def start(self) -> int:
        """Start the child if it does not run; its process id."""
        return self._keeper.child().process.pid

    def close(self) -> None:
        """End the child; the next use starts another."""
        self._keeper.close()

    def _ask(self, question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        if len(data) > MAX_BYTES:
            raise refusal("photo_too_large")
        with self._turn():
            for _attempt in range(_ATTEMPTS):
                child = self._keeper.child()
                try:
                    header, files = talk(child, question, data)
                    break
                except TimeoutError:
                    raise _busy() from None
                except Lost:
                    child.settle()
            else:
                raise _busy()
        if "refused" in header:
            raise refusal(header["refused"], header.get("params"))
        return header, files

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            if not self._slots.acquire(timeout=_WAIT_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._slots.release()
        finally:
            self._room.release()


def _busy() -> Problem:
    return Problem("photo_busy", 503, retry_after=_RETRY_AFTER)


def refusal(code: object, numbers: object = None) -> Problem:
    """The problem for a code of the child, with its numbers; ``photo_damaged`` for an unknown."""
    name = code if isinstance(code, str) and code in _REFUSALS else "photo_damaged"
    status, params = _REFUSALS[name]
    problem = Problem(name, status, **params)
    given = numbers if isinstance(numbers, dict) else {}
    problem.params |= {key: given[key] for key in params if type(given.get(key)) is int}
    return problem
