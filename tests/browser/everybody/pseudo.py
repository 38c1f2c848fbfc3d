"""A language that nobody speaks: every word of the catalogues between brackets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route
from sqlalchemy import select

from server.platform.db import Base, db
from server.platform.i18n import catalogue

LOCALE = "en"
"""The locale whose words are replaced."""

OPEN, CLOSE = "⟦", "⟧"
_SHOWN = """() => {
  const said = new Set();
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const box = node.parentElement;
    if (box.closest("script, style, kbd, noscript, template")) continue;
    const parts = box.matches(".whole") ? box.parentElement : box;
    const sentence = parts.querySelector(":scope > .whole") ? parts : node;
    if (seen(box) || box.closest("option, .visually-hidden")) said.add(sentence.textContent.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    for (const name of ["aria-label", "title", "alt", "placeholder"]) {
      if (one.hasAttribute(name)) said.add(one.getAttribute(name).trim());
    }
  }
  return [...said];
}"""
_LETTERS = re.compile(r"[^\W\d_]")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_BRACKETED = re.compile(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_NOT_WORDS = re.compile(
    r"""\d{6}-\d{8}-[A-Z0-9]{4}        # a case number
      | \b[A-Z0-9]{4}(?:[ ][A-Z0-9]{4}){3}\b # a query code
      | \b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ ](?:[A-Z][a-z]{2})[ ]\d+ # a day, as the server has it
      | \b(?:January|February|March|April|May|June|July)\b
      | \b(?:August|September|October|November|December)\b
      | \b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|[SMTWF])\b # as the browser has them
      | \b\d{2}:\d{2}\b | v?\d[\d.,:\-+@/()]*
    """,
    re.VERBOSE,
)


def _told(words: str) -> str:
    """A sentence of the language, with its placeholders and lines."""
    return "\n".join(f"{OPEN}{line}{CLOSE}" if line else "" for line in words.split("\n"))


@contextmanager
def spoken(context: BrowserContext) -> Iterator[None]:
    """Server and browser speak it instead of ``LOCALE``."""
    words = catalogue(LOCALE)
    real = dict(words)
    words.update({key: _told(sentence) for key, sentence in real.items()})

    def answer(route: Route) -> None:
        fetched = json.loads(route.fetch().body())
        route.fulfill(json={key: words.get(key, key) for key in fetched})

    context.route(f"**/static/i18n/**/{LOCALE}*.json", answer)
    try:
        yield
    finally:
        words.update(real)


def known_words(app: Flask) -> str:
    """Everything that the database says; what is shown of it needs no catalogue."""
    with app.app_context():
        said = [
            str(value)
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
            for value in row
            if isinstance(value, (str, dict, list))
        ]
        db.session.remove()
    return "\n".join(said)


def bare(page: Page, known: str) -> list[str]:
    """What the page says in no language of the catalogues, and no person has written."""
    found = []
    for said in page.evaluate(_SHOWN):
        rest = said
        while _BRACKETED.search(rest):
            rest = _BRACKETED.sub(" ", rest)
        rest = _NOT_WORDS.sub(" ", rest)
        pieces = [_AROUND.sub("", piece) for piece in re.split(r"[·›—|（）\s]+", rest)]
        found += [
            f"{piece!r} in {said[:60]!r}"
            for piece in pieces
            if _LETTERS.search(piece) and piece not in known
        ]
    return found
