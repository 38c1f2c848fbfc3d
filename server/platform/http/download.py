"""Files that somebody asked for, to be kept by nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from flask import Response, send_file


def download(source: Path | IO[bytes], name: str, media_type: str) -> Response:
    """A file to save under ``name``; no cache on the way may keep it."""
    sent = send_file(source, mimetype=media_type, as_attachment=True, download_name=name)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
