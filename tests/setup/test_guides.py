"""The guides say what the pages say, and every link in the documents leads somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.databases import ROOT

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_LINK = re.compile(r"\]\(([^)#\s]+)")
_IMAGE_BYTES_MOST = 200_000


def _named(path: Path) -> set[str]:
    """What a guide tells people to look for or to press: it stands in bold type."""
    found = _BOLD.findall(path.read_text("utf-8"))
    return {part for words in found for part in re.split(" → |、", words)}


def _words() -> set[str]:
    """Every whole sentence and label of the pages, in the language of the guides."""
    paths = ROOT.glob("static/i18n/zh-CN/*.json")
    return {words for path in paths for words in json.loads(path.read_text("utf-8")).values()}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_names_is_on_the_pages(guide: Path) -> None:
    assert _named(guide) - _words() == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_task_says_what_it_needs(guide: Path) -> None:
    text = guide.read_text("utf-8")
    assert text.startswith("> Guide for ")
    assert "需要的权限：" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert all(picture.stat().st_size <= _IMAGE_BYTES_MOST for picture in pictures)
