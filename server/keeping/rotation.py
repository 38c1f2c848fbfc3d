"""Exchanging the data key: everything that lies sealed is sealed anew, in batches.

What is sealed names its key, so a killed run is simply run again: it goes on with what is left.
While it runs, the server reads old and new. Codes on their way, queued messages and remembered
answers are not touched: they are gone within a week, and the old key has to stay that long.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from server.identity.resealing import reseal_links, reseal_phones, reseal_second_factors
from server.notifications.resealing import reseal_preferences
from server.photos.resealing import reseal_originals
from server.platform import audit
from server.platform.actor import SYSTEM
from server.platform.db import unit_of_work
from server.platform.runtime import current
from server.platform.storage import sync_folder
from server.reports.resealing import reseal_contacts
from server.settings import DATA_KEYS

_BATCH = 100
_KINDS: dict[str, Callable[[Session, int], int]] = {
    "phones": reseal_phones,
    "wechat_links": reseal_links,
    "second_factors": reseal_second_factors,
    "preferences": reseal_preferences,
    "contacts": reseal_contacts,
}


def rotate() -> Iterator[tuple[str, int]]:
    """Seal everything that is not sealed with the newest key anew; kinds and how many there were.

    Raises ``cryptography.exceptions.InvalidTag`` when an old key is not set any more.
    """
    total = 0
    for kind, reseal in _KINDS.items():
        count = 0
        while batch := _batch(reseal):
            count += batch
        total += count
        yield kind, count
    originals = reseal_originals()
    yield "originals", originals
    with unit_of_work() as session:
        newest = current().keys.sealing_ids[0]
        audit.record(session, SYSTEM, "keys.rotated", f"key:{newest}", {"n": total + originals})


def _batch(reseal: Callable[[Session, int], int]) -> int:
    with unit_of_work() as session:
        return reseal(session, _BATCH)


def add_key() -> str:
    """Put a new data key first in the file of the data folder; its path.

    The server has to be started again before it is used.
    """
    path = current().settings.data_dir / DATA_KEYS
    known = path.read_text().split() if path.exists() else []
    draft = path.with_name(f".{DATA_KEYS}-{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text("\n".join([secrets.token_urlsafe(48), *known]) + "\n")
    draft.replace(path)
    sync_folder(path.parent)
    return str(path)
