"""Words of people, from catalogues: flat JSON fragments, one folder a locale."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LOCALES = ("zh-CN", "ko", "en")
DEFAULT = LOCALES[0]
_SERVER = Path(__file__).parents[1] / "translations"
_BROWSER = Path(__file__).parents[2] / "static" / "i18n"


@cache
def catalogue(locale: str) -> dict[str, str]:
    """Every word of a locale, those of the browser included.

    Raises ``ValueError`` when two fragments define the same key.
    """
    words: dict[str, str] = {}
    for root in (_BROWSER, _SERVER):
        for path in sorted((root / locale).glob("*.json")):
            fragment: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            twice = words.keys() & fragment.keys()
            if twice:
                raise ValueError(f"{path}: defined twice: {sorted(twice)}")
            words |= fragment
    return words


def t(key: str, locale: str = DEFAULT, **params: object) -> str:
    """The words for ``key`` with its placeholders filled.

    Raises ``KeyError`` for a key that no catalogue has: a missing word is a defect, not a blank.
    """
    return catalogue(locale)[key].format(**params)


def best_locale(accepted: list[tuple[str, float]]) -> str:
    """The locale that fits best, from the languages of an ``Accept-Language`` header in order."""
    for tag, _quality in accepted:
        short = tag.split("-")[0].lower()
        for locale in LOCALES:
            if locale.split("-")[0] == short:
                return locale
    return DEFAULT
