"""What of a column was sealed with an older data key."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func

from server.platform.keys import PREFIX_BYTES
from server.platform.runtime import current


def sealed_before(column: object) -> ColumnElement[bool]:
    """The condition that a column was sealed with another key than the newest."""
    return func.substr(column, 1, PREFIX_BYTES) != current().keys.prefix
