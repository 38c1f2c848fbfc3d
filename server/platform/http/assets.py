"""The built front end: names with hashes from the manifest, bytes by WhiteNoise."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from server.platform.http.headers import HEADERS

DIST = Path(__file__).parents[3] / "static" / "dist"
MANIFEST = DIST / "manifest.json"
PREFIX = "/static/"
_HASHED = re.compile(r"-[0-9A-Za-z]{8}\.\w+$")


@dataclass(frozen=True)
class Manifest:
    """What the build wrote: ``files`` maps an entry to its file, ``preload`` to its chunks."""

    files: dict[str, str]
    preload: dict[str, list[str]]


@cache
def manifest() -> Manifest:
    """The manifest of the build that was there when the process first asked.

    Raises ``FileNotFoundError`` when the front end was never built.
    """
    data: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return Manifest(**data)


def asset_url(name: str) -> str:
    """The address of a built file, e.g. ``app/main.js``, ``icons.svg``, ``i18n/ko.json``.

    Raises ``KeyError`` for a name that the build does not have.
    """
    return PREFIX + manifest().files[name]


def asset_preloads(name: str) -> list[str]:
    """Addresses of the chunks that the entry ``name`` imports before it can run."""
    return [PREFIX + file for file in manifest().preload.get(name, [])]


def client_assets(*, office: bool = False) -> dict[str, object]:
    """Addresses that scripts ask for later; a page embeds them as JSON in ``#assets``.

    Words and icons of the office come only with ``office``, so that residents need not load them.
    Both have the words of their first screen at once and others ``later``.
    """
    folder = "office/" if office else ""
    return {
        "icons": asset_url(f"{folder}icons.svg"),
        "mapStyle": asset_url("css/map.css"),
        "words": _catalogues(f"i18n/{folder}"),
        "later": _catalogues(f"i18n/{folder}later/"),
    }


def _catalogues(folder: str) -> dict[str, str]:
    """Addresses of the catalogues directly in a folder, by locale."""
    return {
        name.removeprefix(folder).removesuffix(".json"): PREFIX + file
        for name, file in manifest().files.items()
        if name.startswith(folder) and "/" not in name.removeprefix(folder)
    }


def init_assets(app: Flask) -> None:
    """Serve ``static/dist`` below ``/static/``, and give the templates the functions above."""
    for function in (asset_url, asset_preloads, client_assets):
        app.jinja_env.globals[function.__name__] = function
    if MANIFEST.is_file():
        server = WhiteNoise(app.wsgi_app)
        server.files = _files(MANIFEST.stat().st_mtime_ns)
        app.wsgi_app = server  # type: ignore[method-assign]


@lru_cache(maxsize=1)
def _files(_built_ns: int) -> dict[str, Any]:
    """What is answered for each file of a build; found once for all applications of a process."""
    served: dict[str, Any] = WhiteNoise(
        None,
        root=DIST,
        prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=_is_immutable,
        add_headers_function=_add_headers,
    ).files
    return served


def _is_immutable(_path: str, url: str) -> bool:
    return _HASHED.search(url) is not None


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
