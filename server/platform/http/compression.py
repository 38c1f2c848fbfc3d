"""Compressed answers; the tag of a compressed answer stays the version that If-Match names.

Flask-Compress appends the coding to every ETag, and a client would send that back as a version.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
from flask import Flask, Response, request

_SHORTEST = 1000  # bytes; below it the headers weigh more than what is saved
_TYPES = frozenset(
    {
        "text/html",
        "text/javascript",
        "application/json",
        "application/geo+json",
        "application/problem+json",
    }
)
_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=3),
    "gzip": lambda data: gzip.compress(data, compresslevel=4),
}


def init_compression(app: Flask) -> None:
    """Compress pages and JSON for whoever accepts it."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.is_streamed or response.mimetype not in _TYPES:
            return response
        response.vary.add("Accept-Encoding")
        coding = request.accept_encodings.best_match(_CODINGS)
        data = response.get_data()
        if coding is None or len(data) < _SHORTEST or "Content-Encoding" in response.headers:
            return response
        response.set_data(_CODINGS[coding](data))
        response.headers["Content-Encoding"] = coding
        return response
