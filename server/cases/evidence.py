"""Photos that come with an action."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from server.cases.engine import Move
from server.photos import service as photos


def attach(
    move: Move,
    given: Sequence[Mapping[str, Any]],
    role: str,
    *,
    owners: Sequence[str] | None = None,
    report_id: uuid.UUID | None = None,
    fresh: bool = False,
) -> None:
    """Hang uploaded photos on the case, as part of the event being written.

    ``role`` is what they show by being part of this action, whatever the client calls them;
    ``owners`` whose uploads may be used, the actor's own if not given.
    ``fresh`` photos prove something that was just done: bytes that already hang anywhere are
    refused. Raises ``Problem``: ``photos_missing`` (409) names hashes the actor never uploaded,
    ``photo_reused`` (422) those attached before.
    """
    if not given:
        return
    photos.attach(
        move.session,
        owners=move.actor.owners if owners is None else owners,
        case_id=move.case.id,
        event_seq=move.seq,
        report_id=report_id,
        given=[{**photo, "role": role} for photo in given],
        fresh=fresh,
        now=move.now,
    )
    move.facts["photos"] = [photo["sha256"] for photo in given]
