"""Whose tiles lie under the maps: none but the city's own boundaries, or those of a provider.

By the 地图管理条例 a map on the web is drawn from an approved one, by a provider inside China, and
shows its 审图号: a provider without that number is refused when the settings are read. Tiles are
fetched by the browser, from the hosts named here and from no other (``tile_origins`` is what the
Content-Security-Policy lets through).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from server.geography.datum import Datum
from server.settings import Settings
from server.settings_rules import MAP_PROVIDERS

_AMAP = (
    "https://webrd0{s}.is.autonavi.com/appmaptile"
    "?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
)
_TENCENT = "https://rt{s}.map.gtimg.com/realtimerender?z={z}&x={x}&y={-y}&type=vector&style=0"
_WMTS = (
    "https://t{s}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)


@dataclass(frozen=True)
class Basemap:
    """Tiles in Web Mercator, lowest layer first, under a plane in ``datum``.

    Addresses hold ``{z}``, ``{x}``, ``{y}`` (``{-y}``: rows counted from the south) and ``{s}``,
    which is each of ``subdomains`` in turn. ``attribution`` names the source and its 审图号.
    """

    layers: tuple[str, ...]
    subdomains: str
    datum: Datum
    max_zoom: int
    attribution: str


@dataclass(frozen=True)
class _Provider:
    name: str
    layers: tuple[str, ...]
    subdomains: str
    datum: Datum
    max_zoom: int


_KNOWN = {
    "tianditu": _Provider(
        "天地图",
        (_WMTS.replace("{layer}", "vec"), _WMTS.replace("{layer}", "cva")),
        "01234567",
        Datum.WGS84,  # CGCS2000, which differs by centimetres
        18,
    ),
    "amap": _Provider(
        "高德地图",
        (_AMAP,),
        "1234",
        Datum.GCJ02,
        18,
    ),
    "tencent": _Provider(
        "腾讯地图",
        ("https://rt{s}.map.gtimg.com/realtimerender?z={z}&x={x}&y={-y}&type=vector&style=0",),
        "0123",
        Datum.GCJ02,
        18,
    ),
    "xyz": _Provider("", (), "", Datum.WGS84, 19),
}
assert set(_KNOWN) == set(MAP_PROVIDERS)  # noqa: S101 -- a table of this file


def basemap(settings: Settings) -> Basemap | None:
    """The provider's tiles under this installation's maps; ``None``: the boundaries alone."""
    if not settings.map_provider:
        return None
    known = _KNOWN[settings.map_provider]
    layers = (settings.map_url,) if settings.map_url else known.layers
    source = " ".join((settings.map_attribution or known.name, settings.map_number)).strip()
    return Basemap(
        layers=tuple(layer.replace("{key}", settings.map_key) for layer in layers),
        subdomains=known.subdomains,
        datum=Datum(settings.map_datum) if settings.map_datum else known.datum,
        max_zoom=known.max_zoom,
        attribution=source,
    )


def as_config(settings: Settings) -> dict[str, Any] | None:
    """What the browser is told of it."""
    found = basemap(settings)
    return asdict(found) if found else None


def tile_origins(settings: Settings) -> tuple[str, ...]:
    """The origins that tiles come from, each once: scheme, host and port."""
    found = basemap(settings)
    if found is None:
        return ()
    addresses = (
        layer.replace("{s}", one) for layer in found.layers for one in found.subdomains or " "
    )
    parts = (urlsplit(address) for address in addresses)
    return tuple(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in parts))
