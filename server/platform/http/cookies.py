"""Cookies that say who somebody is: never readable by scripts, never sent by foreign pages.

Behind TLS their names begin with ``__Host-`` (for the whole site) or ``__Secure-``: browsers then
take them only from this very host over TLS, so that neither a neighbour below the same domain nor
a network without encryption can slip one in (cookie tossing).
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

SESSION_COOKIE = "ssp_session"


def read_cookie(name: str, path: str = "/") -> str | None:
    """The value of a cookie that ``set_cookie`` set, by the same name and path."""
    return request.cookies.get(_full_name(name, path))


def set_cookie(
    response: Response, name: str, value: str, lifetime: timedelta, path: str = "/"
) -> None:
    """Give the browser a cookie for a while."""
    response.set_cookie(
        _full_name(name, path),
        value,
        max_age=lifetime,
        path=path,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str, path: str = "/") -> None:
    """Take a cookie away again."""
    response.delete_cookie(
        _full_name(name, path), path=path, secure=request.is_secure, httponly=True, samesite="Lax"
    )


def _full_name(name: str, path: str) -> str:
    if not request.is_secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"
