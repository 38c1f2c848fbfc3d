"""Telephone, identity-card and bank-card numbers and car plates, taken out of people's words.

By rule, so that nobody has to think of it: full-width digits, 一三八…, blanks, dashes and dots
between the digits do not hide a number. What has no such shape (case numbers, dates, 12345, house
numbers, codes of areas) stays as it is. Shapes: GB 11643 (identity cards), ISO/IEC 7812 (bank
cards), GA 36 (plates), and the numbering plan of the mainland.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

MASK = "****"


class Kind(StrEnum):
    """What is looked for."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    CARD = "card"
    PLATE = "plate"


EVERYBODY = frozenset(Kind)
"""What the public does not read."""

OFFICES = EVERYBODY - {Kind.PLATE}
"""What who works a case does not read: an abandoned car is found by its plate."""

REPORTERS = EVERYBODY - {Kind.LANDLINE}
"""What a reporter does not read in the words of offices, which may say where to call them."""

_WIDE = {ord("０") + digit: str(digit) for digit in range(10)}
_WIDE |= {ord("①") + step: str(step + 1) for step in range(9)}
_WIDE |= {0x1D7CE + step: str(step % 10) for step in range(50)}  # mathematical digits
_WIDE |= {ord("Ａ") + step: chr(ord("A") + step) for step in range(26)}
_WIDE |= {ord("ａ") + step: chr(ord("A") + step) for step in range(26)}
_WIDE |= {ord("a") + step: chr(ord("A") + step) for step in range(26)}
_WIDE |= {ord("Х"): "X", ord("х"): "X", ord("×"): "X"}
_CHINESE = _WIDE | {
    ord(char): str(digit)
    for digit, chars in enumerate(
        ("〇零○", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_KOREAN = _WIDE | {
    ord(char): str(digit)
    for digit, chars in enumerate(("영공", "일", "이", "삼", "사", "오", "육륙", "칠", "팔", "구"))
    for char in chars
}
_SPELLINGS = (_WIDE, _CHINESE, _KOREAN)
"""Each keeps the length of a text. Spelt digits are looked for apart: the 一 of a sentence is no
part of the number behind it."""

_LEAST_DIGITS = 5
_BETWEEN = r"[\s\-‐-―−－_.．·•・()（）\u200b-\u200f\u2060\ufeff]{0,3}"
_CHAIN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9])*(?:{_BETWEEN}X(?![0-9A-Z]))?")
_OPENING = "+＋(（"
_GROUP = re.compile(r"[0-9]+X?|X")
_CASE = re.compile(r"(?<![0-9A-Z])[0-9]{6}-20(?:2[5-9]|[3-9][0-9])[0-9]{4}-[0-9A-Z]{4}(?![0-9A-Z])")

_COUNTRY = r"(?:00)?86"
_MOBILE = re.compile(rf"(?:{_COUNTRY}|0)?1[3-9][0-9]{{9}}")
_MOBILES = re.compile(r"(?:1[3-9][0-9]{9}){2,}")
_AREA = r"(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(rf"(?:0|{_COUNTRY}0?){_AREA}[2-8][0-9]{{6,7}}|010[0-9]{{8}}")
_AREA_FIRST = re.compile(rf"0{_AREA}|{_COUNTRY}|{_COUNTRY}0?{_AREA}")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_CALLED = re.compile(
    r"(?:电话|手机|座机|固话|联系|致电|来电|拨打|拨|号码|TEL|PHONE|CALL|전화|연락처|연락|핸드폰|휴대폰)"
    r"[^0-9。；;，,\n]{0,6}$"
)
_MOST_GROUPS, _LOOKED_BACK = 5, 16
_FEWEST_DIGITS, _MOST_DIGITS = 7, 19
"""Of a number in several groups: from a local one to a bank card. Without these bounds somebody who
writes digits only would let everybody wait who reads them."""
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)))
) | {*map(str, range(61, 66)), "71", "81", "82", "83", "91"}
_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))
_CHECKS = "10X98765432"
_FIRST_YEAR, _LAST_YEAR = 1900, 2099

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼길요료흑경]"
    r"[\s\u200b]{0,2}[A-HJ-NP-Z][\s\u200b]{0,2}[-·•・.．‧]?"
    r"(?P<rest>(?:[\s\u200b\-]{0,2}[0-9A-HJ-NP-Z]){4,6}(?:[\s\u200b]{0,2}[学警港澳挂领使])?)"
    r"(?![0-9A-Z])"
)
_PLATE_DIGITS = 2
_PLATE_LENGTHS = (5, 6)


def masked(text: str, kinds: frozenset[Kind] = EVERYBODY) -> str:
    """The text with ``****`` in the place of each number of these kinds; the same if done twice."""
    clean = None
    for spelling in _SPELLINGS:
        plain = text.translate(spelling)
        if plain == clean:  # most words look the same in every spelling
            continue
        found = _masked(text, plain, kinds)
        clean = plain if found == text else None
        text = found
    return text


def holds(text: str, kinds: frozenset[Kind] = EVERYBODY) -> bool:
    """Whether there is anything to mask."""
    return masked(text, kinds) != text


def _masked(text: str, plain: str, kinds: frozenset[Kind]) -> str:
    """``plain`` is the text as digits and capital letters, character for character."""
    if sum(map(str.isdigit, plain)) < _LEAST_DIGITS - 1:
        return text
    found = sorted({*_numbers(plain, kinds), *(_plates(plain) if Kind.PLATE in kinds else ())})
    kept, end = [], 0
    for begin, stop in found:
        if begin >= end:
            kept += [text[end:begin], MASK]
        end = max(end, stop)
    return "".join((*kept, text[end:]))


def _numbers(plain: str, kinds: frozenset[Kind]) -> Iterator[tuple[int, int]]:
    cases = [match.span() for match in _CASE.finditer(plain)]
    for chain in _CHAIN.finditer(plain):
        groups = [
            (chain.start() + group.start(), chain.start() + group.end(), group[0])
            for group in _GROUP.finditer(chain[0])
        ]
        at = 0
        while at < len(groups):
            begin = groups[at][0]
            length = 0
            if not any(start <= begin < stop for start, stop in cases):
                length = _longest(plain, groups, at, kinds)
            if length:
                opened = begin - (plain[begin - 1 : begin] in tuple(_OPENING))
                yield opened, groups[at + length - 1][1]
            at += length or 1


def _longest(
    plain: str, groups: list[tuple[int, int, str]], at: int, kinds: frozenset[Kind]
) -> int:
    """How many groups from ``at`` are a number together, at most; 0: none."""
    digits, found = "", 0
    for length in range(1, len(groups) - at + 1):
        digits += groups[at + length - 1][2]
        if length > 1 and len(digits) > _MOST_DIGITS:
            break
        if len(digits) < _FEWEST_DIGITS:
            continue
        here = groups[at : at + length]
        parts = [group[2] for group in here]
        fraction = length == 2 and plain[here[0][1] : here[1][0]] == "."
        if not fraction and _kind_of(digits, parts, plain[: here[0][0]]) in kinds:
            found = length
    return found


def _kind_of(digits: str, parts: list[str], before: str) -> Kind | None:
    """What digits are that are written as ``parts`` behind ``before``."""
    alone = len(parts) == 1 or _evenly(parts)
    if _MOBILE.fullmatch(digits) or (len(parts) == 1 and _MOBILES.fullmatch(digits)):
        return Kind.MOBILE if alone or _as_mobiles_are_grouped(parts) else None
    if _LANDLINE.fullmatch(digits):
        return Kind.LANDLINE if alone or _AREA_FIRST.fullmatch(parts[0]) else None
    if _LOCAL.fullmatch(digits):
        return Kind.LANDLINE if _CALLED.search(before[-_LOOKED_BACK:]) else None
    if not (alone or len(parts) <= _MOST_GROUPS):
        return None
    if _is_identity(digits):
        return Kind.IDENTITY
    return Kind.CARD if _is_card(digits, parts) else None


def _evenly(parts: list[str]) -> bool:
    """Written digit by digit or in pairs."""
    return len(parts) > _MOST_GROUPS and all(len(part) <= 2 for part in parts)


def _as_mobiles_are_grouped(parts: list[str]) -> bool:
    """As in 138 1234 5678, and no day with a number behind it."""
    own = parts[1:] if parts[0] in ("0", "86", "0086") else parts
    is_day = len(own[0]) == 4 and len(own) > 3 and all(len(part) <= 2 for part in own[1:3])
    return len(own) <= _MOST_GROUPS and len(own[0]) >= 3 and not is_day


def _is_identity(digits: str) -> bool:
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == 18 and digits[:17].isdigit():
        total = sum(int(char) * weight for char, weight in zip(digits, _WEIGHTS, strict=False))
        return digits[17] == _CHECKS[total % 11] and _is_day(digits[6:14])
    return len(digits) == 15 and digits.isdigit() and _is_day(f"19{digits[6:12]}")


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def _is_card(digits: str, parts: list[str]) -> bool:
    if not (digits.isdigit() and 13 <= len(digits) <= 19 and digits[0] in "3456"):
        return False
    grouped = len(parts) == 1 or _evenly(parts) or min(map(len, parts[:-1])) >= 4
    doubled = "0246813579"
    total = sum(
        int(char) if place % 2 == 0 else int(doubled[int(char)])
        for place, char in enumerate(reversed(digits))
    )
    return grouped and total % 10 == 0


def _plates(plain: str) -> Iterator[tuple[int, int]]:
    for found in _PLATE.finditer(plain):
        marks = re.sub(r"[\s\u200b\-]", "", found["rest"])
        if len(marks) in _PLATE_LENGTHS and sum(map(str.isdigit, marks)) >= _PLATE_DIGITS:
            yield found.span()
