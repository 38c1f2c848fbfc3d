"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask, Response, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'{scripts}",
        "style-src 'self'",
        "img-src 'self' data: blob:{tiles}",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_INERT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_RUNNING = frozenset({"text/html", "text/javascript"})
_NOT_ASKED_FOR = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "display-capture",
    "encrypted-media",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        ("camera=(self)", "geolocation=(self)", *(f"{name}=()" for name in _NOT_ASKED_FOR))
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": _INERT,
}
"""What every answer carries; those that a browser runs have a policy of their own."""

_HSTS = "max-age=31536000; includeSubDomains"
_UNLESS_SAID = "private, no-store"


def init_headers(
    app: Flask, tile_origins: Sequence[str] = (), script_sources: Sequence[str] = ()
) -> None:
    """Add the security headers; a route's own header of the same name wins.

    Pictures may come from ``tile_origins`` too: where the map under our own points comes from;
    scripts from ``script_sources``, which an operator has to switch on. No cache keeps an answer
    that does not say otherwise.
    """
    tiles = "".join(f" {origin}" for origin in tile_origins)
    scripts = "".join(f" {source}" for source in script_sources)
    policy = _POLICY.format(tiles=tiles, scripts=scripts)

    @app.after_request
    def _add(response: Response) -> Response:
        if response.mimetype in _RUNNING:
            response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _UNLESS_SAID)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", _HSTS)
        return response
