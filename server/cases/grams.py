"""An index of the words of cases, two characters at a time, that nobody can read.

Chinese has no blanks between words, and what an officer remembers is often two characters long.
So every pair of neighbouring letters or digits is kept, as a digest with a key that is not in the
database: the words of residents are copied nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case, CaseGram
from server.platform.db import ask, db, unit_of_work
from server.platform.runtime import current
from server.platform.upsert import insert_missing
from server.reports.models import Report

_RUN = re.compile(r"[^\W_]+")
_PURPOSE = "search"
LEAST = 2
"""So many characters a word must have to be looked for among what people wrote."""


def plain(text: str) -> str:
    """Text as it is compared: full-width and half-width, upper and lower case are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """The unbroken runs of letters and digits in a text, as they are compared."""
    return _RUN.findall(plain(text))


def grams(*texts: str) -> set[int]:
    """The digests of all neighbouring pairs in the runs of these texts."""
    key = current().keys.hmac(_PURPOSE, b"")
    return {
        _digest(key, run[at : at + LEAST])
        for text in texts
        for run in runs(text)
        for at in range(len(run) - LEAST + 1)
    }


@lru_cache(maxsize=1 << 15)
def _digest(key: bytes, pair: str) -> int:
    digest = blake2b(pair.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest, signed=True)


_SAID = (
    select(Case.number, Case.address, Report.words)
    .outerjoin(Report, or_(Report.root_case_id == Case.id, Report.case_id == Case.id))
    .where(Case.id == bindparam("case"))
)


def index_case(session: Session, case_id: int) -> None:
    """Make a case findable by its number, its address and the words of its reports."""
    said = ask(session, _SAID, case=case_id).all()
    texts = {text for _, address, words in said for text in (address, words) if text}
    found = grams(suffix_of(said[0].number), *texts)
    if found:
        rows = [{"gram": gram, "case_id": case_id} for gram in found]
        insert_missing(session, CaseGram, ("gram", "case_id"), rows)


def suffix_of(number: str) -> str:
    """The last part of a case number, which alone tells cases of a day apart."""
    return number.rpartition("-")[2]


def index_all(batch: int = 500) -> int:
    """Make every case findable that is there, and say how many; for an index that is missing.

    Each batch is a transaction of its own, so that offices go on working meanwhile.
    """
    ids = db.session.scalars(select(Case.id).order_by(Case.id)).all()
    for start in range(0, len(ids), batch):
        with unit_of_work() as session:
            for case_id in ids[start : start + batch]:
                index_case(session, case_id)
    return len(ids)
