"""All locales say the same things, and every refusal has its sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.platform.i18n import DEFAULT, LOCALES, catalogue

ROOT = Path(__file__).parents[2]


def placeholders(words: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)", words))


@pytest.mark.parametrize("locale", LOCALES)
def test_same_keys_and_placeholders(locale: str) -> None:
    first, other = catalogue(DEFAULT), catalogue(locale)
    assert sorted(first.keys() ^ other.keys()) == []
    differing = [key for key in first if placeholders(first[key]) != placeholders(other[key])]
    assert differing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_empty_words(locale: str) -> None:
    assert [key for key, words in catalogue(locale).items() if not words.strip()] == []


def raised_codes() -> Iterator[tuple[str, str]]:
    """Every literal code given to ``Problem(...)``, with the file that raises it."""
    for path in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Problem"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value), str(path.relative_to(ROOT))


def test_every_refusal_has_a_sentence() -> None:
    words = catalogue(DEFAULT)
    silent = {(code, path) for code, path in raised_codes() if f"problem.{code}" not in words}
    assert silent == set()


SOURCES = {"server": (".py", ".html", ".txt"), "static": (".js", ".json")}
PUT_TOGETHER = ("hint.", "label.")
"""Kinds of words that a form finds by the name of an action and of a field."""


def sources() -> Iterator[str]:
    """Every text that may name a word; the words themselves and what was built name none."""
    for root, endings in SOURCES.items():
        for path in (ROOT / root).rglob("*"):
            if path.suffix in endings and not {"dist", "i18n", "translations"} & set(path.parts):
                yield path.read_text(encoding="utf-8")


def named(source: str) -> Iterator[str]:
    """Patterns of the keys that a text names; ``${x}``, ``{x}`` and what follows a dot is any."""
    for _, literal in re.findall(r"""(["'`])([a-z]\w*\.(?:(?!\1).)*)\1""", source):
        parts = re.split(r"\$?\{[^{}]*\}", literal)
        ending = r"[\w.-]+" if literal.endswith(".") else ""
        yield r"[\w.-]+".join(re.escape(part) for part in parts) + ending


def test_no_word_is_left_that_nobody_says() -> None:
    patterns = {pattern for source in sources() for pattern in named(source)}
    said = re.compile("|".join(sorted(patterns)))
    words = [key for key in catalogue(DEFAULT) if not key.startswith(PUT_TOGETHER)]
    assert [key for key in words if not said.fullmatch(key)] == []
