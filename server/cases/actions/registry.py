"""Where effects register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from server.cases.engine import Move
from server.cases.policy import Situation

Data = Mapping[str, Any]
Effect = Callable[[Move, Situation, Data], None]

EFFECTS: dict[str, Effect] = {}


def effect(*actions: str) -> Callable[[Effect], Effect]:
    """Register what ``actions`` do."""

    def register(function: Effect) -> Effect:
        for action in actions:
            EFFECTS[action] = function
        return function

    return register
