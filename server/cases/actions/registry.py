"""Where effects register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from server.cases.engine import Move
from server.cases.policy import Situation
from server.cases.timeline import words_of

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


def tell_grounds(move: Move, key: str) -> None:
    """Let the reporter read why an approved request was made."""
    grounds = words_of(move.case.id, "grounds", move.records.columns(key)["seq"])
    if grounds:
        move.say("words", grounds, "public")
