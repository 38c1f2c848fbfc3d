"""One measured figure and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_TITLES = ("what", "wall", "CPU", "rate", "share", "queries", "aim", "")
_WIDTHS = (34, 8, 8, 7, 5, 7, 13, 6)


@dataclass(frozen=True)
class Figure:
    """What one kind of work costs: medians in milliseconds, wall and CPU.

    ``rate`` is answers a second, ``share`` the part of the machine that the server had meanwhile,
    ``queries`` statements a request, ``aim`` what was promised in words and ``met`` whether it
    holds; ``None`` or empty where it does not apply.
    """

    name: str
    wall_ms: float
    cpu_ms: float
    rate: float | None = None
    share: float | None = None
    queries: int | None = None
    aim: str = ""
    met: bool | None = None

    def line(self) -> str:
        """The figure as a line of the table."""
        return _row(
            (
                self.name,
                _time(self.wall_ms),
                _time(self.cpu_ms),
                "" if self.rate is None else f"{self.rate:,.0f}/s",
                "" if self.share is None else f"{self.share:.0%}",
                "" if self.queries is None else str(self.queries),
                self.aim,
                {None: "", True: "met", False: "MISSED"}[self.met],
            )
        )


def header() -> str:
    """The first two lines of the table, in Markdown."""
    return "\n".join((_row(_TITLES), _row([("-" * width) for width in _WIDTHS])))


def _row(cells: Sequence[str]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return "| " + " | ".join(padded) + " |"


def _time(milliseconds: float) -> str:
    if milliseconds < 0.1:
        return f"{milliseconds * 1000:.1f} µs"
    return f"{milliseconds:.{2 if milliseconds < 100 else 0}f} ms"
