"""Effects of showing photos to the public, and of taking them back."""

from __future__ import annotations

from server.cases.actions.registry import Data, effect
from server.cases.engine import Move
from server.cases.policy import Situation
from server.photos import service as photos


@effect("publish")
def publish(move: Move, at: Situation, data: Data) -> None:
    photos.publish(move.session, move.case.id, data["photo_ids"], data["prepared"])
    move.facts["photo_ids"] = data["photo_ids"]


@effect("unpublish")
def unpublish(move: Move, at: Situation, data: Data) -> None:
    photos.unpublish(move.session, move.case.id, data["photo_ids"])
    move.facts["photo_ids"] = data["photo_ids"]


@effect("redact")
def redact(move: Move, at: Situation, data: Data) -> None:
    photos.publish(move.session, move.case.id, data["photo_id"], data["prepared"])
    move.facts["photo_ids"] = data["photo_id"]
    if left_out := sum(copy.left_out for copy in data["prepared"].values()):
        move.facts["left_out"] = left_out
