"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'{scripts}",
        "img-src 'self' data: blob:{tiles}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_headers(
    app: Flask, tile_origins: Sequence[str] = (), script_origins: Sequence[str] = ()
) -> None:
    """Add the security headers; a route's own header of the same name wins.

    Pictures may come from ``tile_origins`` too: where the map under our own points comes from;
    scripts from ``script_origins``, which an operator has to switch on.
    """
    tiles = "".join(f" {origin}" for origin in tile_origins)
    scripts = "".join(f" {origin}" for origin in script_origins)
    policy = _POLICY.format(tiles=tiles, scripts=scripts)
    headers = _HEADERS | {"Content-Security-Policy": policy}

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault(
                "Strict-Transport-Security", "max-age=31536000; includeSubDomains"
            )
        return response
