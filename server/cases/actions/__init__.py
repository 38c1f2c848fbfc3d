"""What each action does beyond its row of the table.

An effect gets the ``Move`` and the validated data, changes columns and facts, and may choose one
of the row's alternative targets. It is found by the action's name.
"""

from server.cases.actions import (
    closeout,
    delays,
    intake,
    oversight,
    place,
    publicity,
    returns,
    splitting,
    whistle,
    work,
)
from server.cases.actions.registry import EFFECTS

__all__ = [
    "EFFECTS",
    "closeout",
    "delays",
    "intake",
    "oversight",
    "place",
    "publicity",
    "returns",
    "splitting",
    "whistle",
    "work",
]
