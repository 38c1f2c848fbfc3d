"""How answers become JSON: moments as ISO 8601 in UTC with ``Z``."""

from __future__ import annotations

import orjson


def rendered(data: object) -> bytes:
    """``data`` as JSON; aware moments in any zone come out in UTC."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)
