"""From GeoJSON files of any maker to candidates for import, or the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from server.geography.boundary import Boundary, RefusalError, read_boundary
from server.geography.datum import Datum
from server.geography.levels import stem
from server.geography.properties import Properties

_FILE_LIMIT = 100_000_000
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_IN_DEGREES = frozenset({"CRS84", "CRS84H", "4326", "4490", "4979", "4480"})
"""Coordinate systems that are WGS-84 here: CGCS2000 differs from it by less than a metre."""


@dataclass(frozen=True)
class Candidate:
    """One feature: either a ``boundary`` or the ``refusal`` that says why there is none.

    ``number`` counts the features of ``source`` from 1; 0 stands for the file as a whole.
    """

    source: str
    number: int
    code: str = ""
    name: str = ""
    parent: str | None = None
    kind: str | None = None
    boundary: Boundary | None = None
    refusal: RefusalError | None = None


def read_path(path: Path, datum: Datum) -> list[Candidate]:
    """The candidates of a file, or of every ``.geojson`` and ``.json`` file in a folder, sorted.

    A code that comes twice is refused each time: which one is meant cannot be known.
    """
    files = [path]
    if path.is_dir():
        files = sorted(item for item in path.iterdir() if item.suffix in (".geojson", ".json"))
    found = [item for file in files for item in _read_file(file, datum)]
    return refuse_repeated(found or [_refused(path.name, 0, "no_features")])


def read_collection(source: str, collection: object, datum: Datum) -> Iterator[Candidate]:
    """The candidates of a parsed FeatureCollection, or of a single Feature."""
    if isinstance(collection, Mapping) and collection.get("type") == "Feature":
        collection = {"type": "FeatureCollection", "features": [collection]} | {
            key: value for key, value in collection.items() if key == "crs"
        }
    if not isinstance(collection, Mapping) or collection.get("type") != "FeatureCollection":
        yield _refused(source, 0, "not_a_feature_collection")
        return
    if system := _foreign_system(collection):
        yield _refused(source, 0, "crs_foreign", crs=system)
        return
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        yield _refused(source, 0, "no_features")
        return
    for number, feature in enumerate(features, start=1):
        yield _read_feature(source, number, feature, datum)


def refuse_repeated(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The same candidates, those refused whose code another one has too."""
    candidates = list(candidates)
    times = Counter(stem(item.code) for item in candidates if item.code)
    return [
        replace(item, boundary=None, refusal=RefusalError("code_repeated"))
        if item.refusal is None and times[stem(item.code)] > 1
        else item
        for item in candidates
    ]


def parents_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The same candidates, each after those above it in the same source."""
    candidates = list(candidates)
    by_stem = {stem(item.code): item for item in candidates if item.code}

    def depth(item: Candidate) -> int:
        seen: set[str] = set()
        while item.parent is not None and (above := by_stem.get(stem(item.parent))) is not None:
            if item.parent in seen:
                break
            seen.add(item.parent)
            item = above
        return len(seen)

    return sorted(candidates, key=depth)


def _read_file(path: Path, datum: Datum) -> list[Candidate]:
    try:
        if path.stat().st_size > _FILE_LIMIT:
            return [_refused(path.name, 0, "file_too_large")]
        collection = orjson.loads(_text(path.read_bytes()))
    except OSError:
        return [_refused(path.name, 0, "file_unreadable")]
    except (orjson.JSONDecodeError, UnicodeError):
        return [_refused(path.name, 0, "not_json")]
    return list(read_collection(path.name, collection, datum))


def _text(content: bytes) -> bytes | str:
    """UTF-8 as it is; else what else Chinese programs write: UTF-16 with its mark, or GB 18030."""
    if content.startswith(_UTF16_MARKS):
        return content.decode("utf-16")
    content = content.removeprefix(_UTF8_MARK)
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030")
    return content


def _foreign_system(collection: Mapping[str, object]) -> str | None:
    """The coordinate system that the file names, unless it is one of degrees in WGS-84."""
    crs = collection.get("crs")
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if not isinstance(name, str) or name.upper().rpartition(":")[2] in _IN_DEGREES:
        return None
    return name[:40]


def _read_feature(source: str, number: int, feature: object, datum: Datum) -> Candidate:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        return _refused(source, number, "not_a_feature")
    said = Properties(feature)
    candidate = Candidate(source, number, said.code(), said.name(), said.parent(), said.kind())
    try:
        said.check()
        return replace(candidate, boundary=read_boundary(feature.get("geometry"), datum))
    except RefusalError as refusal:
        return replace(candidate, refusal=refusal)


def _refused(source: str, number: int, code: str, **params: object) -> Candidate:
    return Candidate(source, number, refusal=RefusalError(code, **params))
