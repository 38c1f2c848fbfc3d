"""Photographs for the cases, drawn ahead of their use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import NamedTuple, Self

from server.demo.scenes import draw_scene

_ARTISTS = 2
_SHEETS_AHEAD = 12


class Shot(NamedTuple):
    """What a photograph shows: the arguments of ``draw_scene``."""

    kind: str
    variant: int
    solved: bool
    take: int


class Album:
    """Draws shots in their order, some ahead of who asks for them, none twice."""

    def __init__(self, shots: Iterable[Shot]) -> None:
        """Prepare to draw ``shots``."""
        self._waiting = list(dict.fromkeys(shots))
        self._drawn: dict[Shot, Future[bytes]] = {}
        self._artists = ThreadPoolExecutor(_ARTISTS, thread_name_prefix="scenes")

    def __enter__(self) -> Self:
        self._draw_ahead()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._artists.shutdown(wait=True, cancel_futures=True)

    def jpeg(self, shot: Shot) -> tuple[str, bytes]:
        """The SHA-256 and the bytes of a shot, which is forgotten afterwards."""
        while shot not in self._drawn:
            self._draw_next()
        data = self._drawn.pop(shot).result()
        self._draw_ahead()
        return hashlib.sha256(data).hexdigest(), data

    def _draw_ahead(self) -> None:
        while self._waiting and len(self._drawn) < _SHEETS_AHEAD:
            self._draw_next()

    def _draw_next(self) -> None:
        shot = self._waiting.pop(0)
        drawing = self._artists.submit(
            draw_scene, shot.kind, shot.variant, solved=shot.solved, take=shot.take
        )
        self._drawn[shot] = drawing
