"""Files that somebody asked for, to be kept by nobody else; the audit log keeps who took which."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from flask import Response, request, send_file

from server.platform import audit
from server.platform.db import unit_of_work
from server.platform.http.auth import actor

_LONGEST = 200


def download(source: Path | IO[bytes], name: str, media_type: str) -> Response:
    """A file to save under ``name``, noted in the audit log; no cache on the way may keep it."""
    note_taken()
    sent = send_file(source, mimetype=media_type, as_attachment=True, download_name=name)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


def note_taken() -> None:
    """Note that the asker takes data away: by the present route, and narrowed by what."""
    asked = {**(request.view_args or {}), **request.args.to_dict()}
    told = {name: str(value)[:_LONGEST] for name, value in asked.items()}
    with unit_of_work() as session:
        audit.record(session, actor(), "file_taken", f"file:{request.endpoint}", told)
