"""What the rest of the program asks of photos."""

from __future__ import annotations

from server.photos.alike import cases_alike
from server.photos.attaching import attach
from server.photos.intake import Accepted, accept_upload
from server.photos.publishing import Prepared, prepare_public, publish, unpublish
from server.photos.sweeping import sweep

__all__ = [
    "Accepted",
    "Prepared",
    "accept_upload",
    "attach",
    "cases_alike",
    "prepare_public",
    "publish",
    "sweep",
    "unpublish",
]
