"""Whose tiles lie under the maps, and that nobody else's are fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.geography.basemaps import as_config, basemap, tile_origins
from server.geography.datum import Datum
from server.platform.http.headers import init_headers
from server.settings import Settings
from tests.support.databases import SECRET

NUMBER = "GS(2026)0000号"


def _settings(tmp_path: Path, **given: Any) -> Settings:
    return Settings.complete(data_dir=tmp_path, secret_key=SECRET, **given)


def test_without_a_provider_the_boundaries_are_the_map(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    assert as_config(settings) is None
    assert tile_origins(settings) == ()


@pytest.mark.parametrize(
    ("provider", "datum", "hosts", "name"),
    [
        ("tianditu", Datum.WGS84, [f"https://t{n}.tianditu.gov.cn" for n in range(8)], "天地图"),
        ("amap", Datum.GCJ02, [f"https://webrd0{n}.is.autonavi.com" for n in "1234"], "高德地图"),
        ("tencent", Datum.GCJ02, [f"https://rt{n}.map.gtimg.com" for n in "0123"], "腾讯地图"),
    ],
)
def test_each_provider_has_its_datum_hosts_and_number(
    tmp_path: Path, provider: str, datum: Datum, hosts: list[str], name: str
) -> None:
    settings = _settings(tmp_path, map_provider=provider, map_key="k3y", map_number=NUMBER)
    found = basemap(settings)
    assert found is not None
    assert (found.datum, found.attribution) == (datum, f"{name} {NUMBER}")
    assert list(tile_origins(settings)) == hosts
    for layer in found.layers:
        assert "{key}" not in layer
        assert "{z}" in layer
        assert "{x}" in layer
        assert ("tk=k3y" in layer) == (provider == "tianditu")


def test_an_address_of_one_s_own(tmp_path: Path) -> None:
    settings = _settings(
        tmp_path,
        map_provider="xyz",
        map_url="https://tiles.example.gov.cn:8443/{z}/{x}/{y}.png?k={key}",
        map_key="k3y",
        map_datum="gcj02",
        map_attribution="某市测绘院",
        map_number=NUMBER,
    )
    told = as_config(settings)
    assert told is not None
    assert told["layers"] == ("https://tiles.example.gov.cn:8443/{z}/{x}/{y}.png?k=k3y",)
    assert (told["datum"], told["attribution"]) == ("gcj02", f"某市测绘院 {NUMBER}")
    assert tile_origins(settings) == ("https://tiles.example.gov.cn:8443",)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"map_provider": "osm", "map_number": NUMBER}, "SSP_MAP_PROVIDER"),
        ({"map_provider": "amap"}, "SSP_MAP_NUMBER"),
        ({"map_provider": "xyz", "map_number": NUMBER}, "SSP_MAP_URL"),
        ({"map_provider": "tianditu", "map_number": NUMBER}, "SSP_MAP_KEY"),
        ({"map_provider": "amap", "map_number": NUMBER, "map_datum": "bd09"}, "SSP_MAP_DATUM"),
        ({"map_provider": "xyz", "map_number": NUMBER, "map_url": "//x/{z}"}, "SSP_MAP_URL"),
    ],
)
def test_what_is_missing_is_named_at_the_start(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        _settings(tmp_path, **given)


def test_pictures_come_from_the_named_hosts_only() -> None:
    def policy(*origins: str) -> str:
        bare = Flask("bare")
        init_headers(bare, origins)
        return bare.test_client().get("/").headers["Content-Security-Policy"]

    assert "img-src 'self' data: blob:;" in policy()
    assert "img-src 'self' data: blob: https://a.example;" in policy("https://a.example")
