"""The built front end keeps the syntax floor and is served compressed and immutable."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from flask import Flask

from server.platform.http.assets import (
    DIST,
    asset_preloads,
    asset_url,
    client_assets,
    init_assets,
    manifest,
)

ROOT = Path(__file__).parents[2]
# Not read by the browsers of the floor (frontend.md 2).
TOO_NEW_CSS = re.compile(r":has\(|@layer|@container|[{;}]\s*&")


def test_scripts_are_es2020() -> None:
    command = ["sh", "deploy/setup.sh", "npm", "exec", "--", "node", "tests/setup/syntax_floor.mjs"]
    done = subprocess.run(
        [*command, str(DIST)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_styles_keep_the_floor() -> None:
    for path in DIST.rglob("*.css"):
        found = TOO_NEW_CSS.search(path.read_text())
        assert not found, f"{path.name}: {found}"


def test_every_asset_is_there() -> None:
    for name in manifest().files:
        for url in (asset_url(name), *asset_preloads(name)):
            assert (DIST / url.removeprefix("/static/")).is_file()


def test_residents_do_not_load_the_words_of_the_office() -> None:
    resident, office = client_assets(), client_assets(office=True)
    assert resident["words"].keys() == office["words"].keys() == {"zh-CN", "ko", "en"}
    assert not set(resident["words"].values()) & set(office["words"].values())


@pytest.fixture
def static_app() -> Flask:
    app = Flask(__name__, static_folder=None)
    init_assets(app)
    return app


def test_served_compressed_and_immutable(static_app: Flask) -> None:
    url = asset_url("app/main.js")
    headers = {"Accept-Encoding": "gzip"}
    answer = static_app.test_client().get(url, headers=headers, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (DIST / url.removeprefix("/static/")).read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=315360000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_nothing_outside_is_served(static_app: Flask) -> None:
    for path in ("/static/../build.mjs", "/static/%2e%2e/build.mjs", "/static/nothing.js"):
        assert static_app.test_client().get(path).status_code == 404


def test_open_pages_keep_what_the_release_before_names(full: bool, tmp_path: Path) -> None:
    """However long it served: its server still runs while the next one is built, and an office's
    page stays open all day. What was before that goes."""
    if not full:
        pytest.skip("builds the front end: only at full size")
    site = tmp_path / "static"
    shutil.copytree(ROOT / "static", site, ignore=shutil.ignore_patterns("dist"))
    for name in ("node_modules", "package.json"):
        (tmp_path / name).symlink_to(ROOT / name)
    command = ["node", str(site / "build.mjs")]
    dist, style = site / "dist", site / "css" / "components" / "map.css"

    def release(hours_ago: int) -> None:
        """Build a changed front end, that many hours ago."""
        style.write_text(f"{style.read_text()}\n.release-{hours_ago} {{ color: red; }}\n")
        before = {path for path in dist.rglob("*") if path.name != "manifest.json"}
        subprocess.run(command, check=True, cwd=tmp_path)
        at = time.time() - hours_ago * 3600
        for path in set(dist.rglob("*")) - before:
            os.utime(path, (at, at))

    for hours_ago in (80, 40, 0):
        release(hours_ago)
    styles = [path.read_text() for path in dist.rglob("*.css")]
    kept = [ago for ago in (80, 40, 0) if any(_last_release(text) == ago for text in styles)]
    assert kept == [40, 0]


def _last_release(style: str) -> int | None:
    """The hours of the newest release in a style sheet, which names those before it too."""
    return min(map(int, re.findall(r"release-(\d+)", style)), default=None)
