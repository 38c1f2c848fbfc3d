"""Whatever the server may say has words in every language."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import server
from server.notifications.rules import LIST_RULES, RULES
from server.platform.i18n import LOCALES, catalogue

SOURCE = Path(server.__file__).parent
FIELD_SOURCES = ("field_codes", "fields", "error", "required", "null")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def problem_codes() -> set[str]:
    """The first argument of every ``Problem(…)``, and codes from tables beside it."""
    found: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in ("Problem", "refusal"):
                found |= {arg.value for arg in node.args[:1] if _is_text(arg)}
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if {_name(target) for target in targets} & {"_STATUS_CODES", "_REFUSALS"}:
                    found |= _table_codes(node.value)
    return found


def _table_codes(node: ast.expr) -> set[str]:
    assert isinstance(node, ast.Dict)
    texts = [*filter(None, node.keys), *node.values]
    return {str(item.value) for item in texts if _is_text(item)}


def field_codes() -> set[str]:
    """Codes in ``fields={…: […]}``, ``error="…"``, and ``ValidationError("…")``."""
    found: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "fields":
                found |= {
                    str(leaf.value)
                    for value in (node.value.values if isinstance(node.value, ast.Dict) else ())
                    for leaf in ast.walk(value)
                    if _is_text(leaf)
                }
            if isinstance(node, ast.keyword) and node.arg == "error" and _is_text(node.value):
                found.add(node.value.value)
            if isinstance(node, ast.Call) and _name(node.func) == "ValidationError":
                found |= {arg.value for arg in node.args[:1] if _is_text(arg)}
    return found


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_problem_has_a_sentence(locale: str) -> None:
    codes = problem_codes()
    assert {"not_found", "stale_version", "photo_type", "invalid"} <= codes
    assert sorted(code for code in codes if f"problem.{code}" not in catalogue(locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_code_has_a_sentence(locale: str) -> None:
    codes = field_codes()
    assert {"required", "choice", "too_long", "phone"} <= codes
    assert sorted(code for code in codes if f"field.{code}" not in catalogue(locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_notice_has_words_that_name_the_case_and_nothing_else(locale: str) -> None:
    words = catalogue(locale)
    for rule in (*RULES, *LIST_RULES):
        assert words[f"notice.{rule.template}.title"].strip()
        body = words[f"notice.{rule.template}.body"]
        names = [name for _, name, _, _ in string.Formatter().parse(body) if name is not None]
        assert names == ["number"], rule.template


def test_sentences_take_the_same_parameters_in_every_language() -> None:
    first, *others = (catalogue(locale) for locale in LOCALES)
    for key, sentence in first.items():
        expected = _parameters(sentence)
        for other in others:
            assert _parameters(other[key]) == expected, key


def _parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
