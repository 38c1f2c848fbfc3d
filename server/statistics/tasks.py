"""Starting the writer of exports in a process of its own, and looking after them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import fields
from pathlib import Path

from server.platform import outbox
from server.platform.runtime import current
from server.statistics.service import TOPIC, revive

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "exports", "write")


@outbox.outside(TOPIC)
def start_writer(_payload: outbox.Payload, _row_id: int) -> None:
    """Start a writer; one that finds another at work ends at once."""
    writer = subprocess.Popen(  # noqa: S603 -- our own command, nothing of a request in it
        _COMMAND,
        cwd=_ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=writer.wait, name="export-writer", daemon=True).start()


def revive_exports() -> None:
    """Start a writer when one was killed or never came."""
    if revive():
        start_writer({}, 0)


def environment() -> dict[str, str]:
    """This application's settings as the writer reads them; nothing else runs beside it."""
    settings = current().settings
    own = {item.metadata["env"]: _text(getattr(settings, item.name)) for item in fields(settings)}
    return {**os.environ, **own, "SSP_BACKGROUND": "0"}


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
