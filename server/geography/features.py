"""From GeoJSON files of any maker to candidates for import, or the reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from server.geography.boundary import Boundary, RefusalError, read_boundary
from server.geography.datum import Datum
from server.geography.levels import clean_code, stem

_FILE_LIMIT = 100_000_000
_NAME_LIMIT = 60
_CODE_KEYS = ("code", "adcode")
_OFFICIAL_DIGITS = 6
_NAME_KEYS = ("name", "fullname")
_KIND_KEYS = ("kind", "grid_kind")
_PARENT_KEYS = ("parentcode", "parent_code", "parent")


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
        collection = {"type": "FeatureCollection", "features": [collection]}
    if not isinstance(collection, Mapping) or collection.get("type") != "FeatureCollection":
        yield _refused(source, 0, "not_a_feature_collection")
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
        collection = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        return [_refused(path.name, 0, "file_unreadable")]
    except orjson.JSONDecodeError:
        return [_refused(path.name, 0, "not_json")]
    return list(read_collection(path.name, collection, datum))


def _read_feature(source: str, number: int, feature: object, datum: Datum) -> Candidate:
    if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
        return _refused(source, number, "not_a_feature")
    values = _values(feature)
    code = _first(clean_code(values.get(key)) for key in _CODE_KEYS) or _id_code(feature)
    name = _first(_clean_name(values.get(key)) for key in _NAME_KEYS)
    parent = _first(_parent_code(values.get(key)) for key in _PARENT_KEYS) or None
    kind = _first(clean_code(values.get(key)) for key in _KIND_KEYS) or None
    candidate = Candidate(source, number, code, name, parent, kind)
    try:
        if not code:
            raise RefusalError("code_missing")
        if not name:
            raise RefusalError("name_missing")
        return replace(candidate, boundary=read_boundary(feature.get("geometry"), datum))
    except RefusalError as refusal:
        return replace(candidate, refusal=refusal)


def _first(found: Iterable[str | None]) -> str:
    return next(filter(None, found), "")


def _values(feature: Mapping[str, object]) -> dict[str, object]:
    """The properties, their names in lower case."""
    properties = feature.get("properties")
    pairs = properties.items() if isinstance(properties, Mapping) else ()
    return {str(key).lower(): value for key, value in pairs}


def _id_code(feature: Mapping[str, object]) -> str:
    """The ``id`` of a feature where it is an official code and not a running number."""
    code = clean_code(feature.get("id")) or ""
    return code if code.isdecimal() and len(code) >= _OFFICIAL_DIGITS else ""


def _parent_code(value: object) -> str | None:
    """A code, or the code in an object as the files of DataV have it: ``{"adcode": 220400}``."""
    return clean_code(value.get("adcode") if isinstance(value, Mapping) else value)


def _clean_name(value: object) -> str:
    name = " ".join(value.split()) if isinstance(value, str) else ""
    return name if name.isprintable() and len(name) <= _NAME_LIMIT else ""


def _refused(source: str, number: int, code: str) -> Candidate:
    return Candidate(source, number, refusal=RefusalError(code))
