"""What the rest of the program asks of photos."""

from __future__ import annotations

from server.photos.alike import Fingerprint, Shot, cases_alike, cases_with_like, shots
from server.photos.attaching import attach
from server.photos.intake import Accepted, accept_upload
from server.photos.keeping import hand_on, keep, kept_picture
from server.photos.parting import belong_to, leave_for
from server.photos.prints import keep_missing
from server.photos.publishing import (
    Prepared,
    boxes_of,
    lose_copies,
    prepare_public,
    publish,
    unpublish,
)
from server.photos.searching import keep_boxes, search_waiting
from server.photos.sweeping import sweep

__all__ = [
    "Accepted",
    "Fingerprint",
    "Prepared",
    "Shot",
    "accept_upload",
    "attach",
    "belong_to",
    "boxes_of",
    "cases_alike",
    "cases_with_like",
    "hand_on",
    "keep",
    "keep_boxes",
    "keep_missing",
    "kept_picture",
    "leave_for",
    "lose_copies",
    "prepare_public",
    "publish",
    "search_waiting",
    "shots",
    "sweep",
    "unpublish",
]
