"""The long-lived parts of one application: settings, keys, storage, decoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

from server.platform.keys import Keyring
from server.platform.storage import Storage
from server.settings import Settings

if TYPE_CHECKING:
    from server.photos.client import Decoder
    from server.photos.finder import Finder


@dataclass(frozen=True, eq=False)
class Runtime:
    """What ``create_app`` puts together once and everything else finds here.

    Without ``finder`` nobody looks for faces and number plates but clerks.
    """

    settings: Settings
    keys: Keyring
    storage: Storage
    decoder: Decoder
    finder: Finder | None = None


def current() -> Runtime:
    """The runtime of the application in context.

    Raises ``RuntimeError`` outside an application context.
    """
    runtime: Runtime = current_app.extensions["suishoupai"]
    return runtime
