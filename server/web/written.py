"""Numbers and codes as people write them; ``static/app/follow/written.js`` reads them alike."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"([0-9OIL]{14})([0-9A-Z]{4})([0-9A-Z]{16})?")
_NO_SIGN = re.compile(r"[^0-9A-Z]")
_CODE_SIGNS = 16
_DISTRICT = 6
_DIGITS = str.maketrans("OIL", "011")
_LETTERS = str.maketrans("018", "OIB")  # a code has none of these digits


def read_written(number: str, code: str) -> tuple[str, str]:
    """Case number and query code as they were given out.

    Full-width signs, any dashes, small letters, words around them and look-alikes do not matter,
    nor whether the code was pasted behind the number. What is no number stays as it is.
    """
    found = _NUMBER.fullmatch(_squeezed(number))
    if found is None:
        return number.replace("\x00", "").strip().upper(), _code(_squeezed(code))
    digits = found[1].translate(_DIGITS)
    plain = f"{digits[:_DISTRICT]}-{digits[_DISTRICT:]}-{found[2]}"
    return plain, _code(_squeezed(code) or found[3] or "")


def _squeezed(written: str) -> str:
    return _NO_SIGN.sub("", unicodedata.normalize("NFKC", written).upper())


def _code(signs: str) -> str:
    return signs[-_CODE_SIGNS:].translate(_LETTERS)
