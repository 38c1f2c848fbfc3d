"""Numbers of people go out of words however they are written; every other number stays."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.cases.numbers import new_number
from server.platform import masking
from server.platform.clock import now
from server.platform.masking import MASK, OFFICES, REPORTERS, Kind, masked

PHONES = [
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "138－1234－5678",
    "1381234 5678",
    "138.1234.5678",
    "1 3 8 1 2 3 4 5 6 7 8",
    "13 81 23 45 67 8",
    "１３８１２３４５６７８",
    "一三八一二三四五六七八",
    "幺三八 一二三四 五六七八",
    "壹叁捌壹贰叁肆伍陆柒捌",
    "１3８一二三四5678",
    "일삼팔 일이삼사 오육칠팔",
    "①③⑧①②③④⑤⑥⑦⑧",
    "138\u200b1234\u200b5678",
    "（138）1234 5678",
    "+86 138 1234 5678",
    "+8613812345678",
    "008613812345678",
    "013812345678",
    "1381234567813987654321",
]
LANDLINES = ["0437-3223344", "(0437)3223344", "0437 322 3344", "010-88887777", "+86 437 322 3344"]
LANDLINES += ["０４３７－３２２３３４４", "零四三七三二二三三四四", "010-1234-5678"]
CALLED = ["电话3223344", "联系电话：3223344", "座机 3223-344", "전화 3223344", "Tel. 88887777"]
IDENTITIES = ["11010519491231002X", "11010519491231002x", "110105 19491231 002X"]
IDENTITIES += ["110105-19491231-002X", "110105491231002", "１１０１０５１９４９１２３１００２Ｘ"]
CARDS = ["6222021234567890128", "6222 0212 3456 7890 128", "4111-1111-1111-1111"]
PLATES = ["吉A12345", "吉A·12345", "吉A 12345", "吉 A·1 2 3 4 5", "吉ａ１２３４５", "吉AD12345"]
PLATES += ["吉A-D12345", "吉A12345D", "粤B1234学", "京A1234警", "沪AF12345", "길H12345"]
PLATES += ["吉H-1Z345", "粤Z1234港"]

STAY = [
    "请拨打12345或者12319，紧急情况打110、119、120。",
    "案件 220402-20261122-4F7K 与 220402-20261122-4223、510104-20261122-2345 相同",
    "2026-11-22 13:05 收到，2026年11月22日 1305 号",
    "1958-11-12 345号",
    "东吉街道龙山社区3号楼2单元1501室，18-2-1501",
    "行政区划代码 220402001001，街道 220402001，2026-11-19 220402001",
    "坐标 42.906812, 129.513144，又 130.36123456, 42.86123456，139.71234567",
    "400-800-1234 或 95598，邮编 136200",
    "面积 1200 平方米，约 3.5 吨，编号 G202-1350+200",
    "第三1381 个、十三亿八千一百二十三万",
    "一二三四五，上山打老虎；二〇二六年十一月",
    "이 일은 삼사일 이내에 처리됩니다. 3동 201호",
    "京A座 12345，云B区，川C12 号楼，辽A栋3层",
    "13、15、17、19、21、23号楼，1,3,8,12,34,56,78",
    "垃圾 3223344 袋",
    "订单 2026112213051234，流水 1234567890123",
    "版本 1.3.9.12.345，IP 192.168.100.200",
    "C53-6-14，E01-10/1@2",
]


FRAMES = ["{}", "我是王芳{}，请联系", "주민 {}입니다", "tel:{};", "3号楼 {}。"]


@pytest.mark.parametrize("number", [*PHONES, *LANDLINES, *IDENTITIES, *CARDS, *PLATES])
def test_numbers_of_people_go(number: str) -> None:
    for frame in FRAMES:
        assert masked(frame.format(number)) == frame.format(MASK)


@pytest.mark.parametrize("words", CALLED)
def test_a_number_of_the_town_goes_behind_a_word_for_calling(words: str) -> None:
    assert masked(words).endswith(MASK)
    assert not re.search("[0-9]{3}", masked(words))


@pytest.mark.parametrize("words", STAY)
def test_other_numbers_stay(words: str) -> None:
    assert masked(words) == words


def test_offices_read_plates_and_reporters_what_number_to_call() -> None:
    words = "吉A12345挡道，打0437-3223344或13812345678"
    assert masked(words, OFFICES) == f"吉A12345挡道，打{MASK}或{MASK}"
    assert masked(words, REPORTERS) == f"{MASK}挡道，打0437-3223344或{MASK}"
    assert masking.holds(words)
    assert not masking.holds("没有号码")


# --- whatever stands around them -----------------------------------------------------------------


def identity(seed: random.Random) -> str:
    """With the check digit of GB 11643, worked out here by the sum and not by the table."""
    day = date.fromordinal(seed.randint(date(1930, 1, 1).toordinal(), date(2012, 1, 1).toordinal()))
    body = f"2204{seed.randint(2, 22):02}{day:%Y%m%d}{seed.randint(0, 999):03}"
    for last in "0123456789X":
        value = 10 if last == "X" else int(last)
        if (sum(int(d) * pow(2, 17 - i) for i, d in enumerate(body)) + value) % 11 == 1:
            return body + last
    raise AssertionError(body)


def card(seed: random.Random) -> str:
    body = "622202" + "".join(seed.choice("0123456789") for _ in range(12))
    for last in "0123456789":
        digits = [int(char) for char in reversed(body + last)]
        odd, even = digits[::2], digits[1::2]
        if (sum(odd) + sum(sum(divmod(2 * digit, 10)) for digit in even)) % 10 == 0:
            return body + last
    raise AssertionError(body)


def plate(seed: random.Random) -> str:
    tail = seed.choice(["{}", "D{}", "F{}", "{}D"]).format(seed.randint(10000, 99999))
    return seed.choice("吉辽黑京沪粤") + seed.choice("ABCDEFGH") + tail


def mobile(seed: random.Random) -> str:
    return f"1{seed.randint(3, 9)}{seed.randint(0, 999_999_999):09}"


def landline(seed: random.Random) -> str:
    return seed.choice(["0437{}", "0433{}", "010{}1"]).format(seed.randint(2_000_000, 8_999_999))


def written(seed: random.Random, number: str) -> str:
    """As people write numbers."""
    if seed.random() < 0.3:
        number = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in number)
    mark = seed.choice(["", "", " ", "-", " "])
    size = 1 if mark == " " and seed.random() < 0.3 else 4
    if mark and size == 4 and number[0] in "01１０":
        first = 4 if number[0] in "0０" else 3
        first = 3 if unicodedata.normalize("NFKC", number).startswith("010") else first
        return number[:first] + mark + written_in(number[first:], mark, 4)
    return written_in(number, mark, size)


def written_in(number: str, mark: str, size: int) -> str:
    return mark.join(number[at : at + size] for at in range(0, len(number), size))


def bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z\u4e00-\u9fff]", "", unicodedata.normalize("NFKC", text).upper())


_CHATTER = st.text("这里有垃圾，堆了三天。号楼请处理！쓰레기가 있습니다 abc", max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(_CHATTER, min_size=2, max_size=4))
def test_whatever_stands_around(seed: random.Random, chatter: list[str]) -> None:
    makers = (identity, card, plate, mobile, landline)
    numbers = [seed.choice(makers)(seed) for _ in chatter[1:]]
    ways = [n if n[0] in "吉辽黑京沪粤" else written(seed, n) for n in numbers]
    pieces = [part for pair in zip(chatter, [*ways, ""], strict=True) for part in (*pair, "。")]
    text = "".join(pieces)
    told = masked(text)
    for number in numbers:
        assert number not in bare(told), (text, told)
    assert masked(told) == told
    for part in chatter:
        assert part in told


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(_CHATTER, min_size=1, max_size=3))
def test_ordinary_numbers_among_words(seed: random.Random, chatter: list[str]) -> None:
    """Case numbers, days, hours, hot lines, house numbers and codes of areas."""
    day = date.fromordinal(date(2026, 1, 1).toordinal() + seed.randint(0, 3000))
    makers = (
        lambda: new_number(seed.choice(["220402", "510104", "371002"]), now(), "Asia/Shanghai"),
        lambda: f"{day:%Y-%m-%d} {seed.randint(0, 23):02}:{seed.randint(0, 59):02}",
        lambda: f"{day.year}年{day.month}月{day.day}日",
        lambda: seed.choice(["12345", "12319", "110", "95598", "96110"]),
        lambda: f"{seed.randint(1, 99)}号楼{seed.randint(1, 6)}单元{seed.randint(101, 2504)}",
        lambda: f"{seed.randint(1, 30)}-{seed.randint(1, 6)}-{seed.randint(101, 2504)}",
        lambda: f"220402{seed.randint(1, 20):03}{seed.choice(['', '001', '012'])}",
        lambda: f"{seed.uniform(73, 135):.6f}",
        lambda: f"{seed.randint(1, 99999)} 平方米",
    )
    pieces = [part + "，" + seed.choice(makers)() + "。" for part in chatter]
    text = "".join(pieces)
    assert masked(text) == text


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789一二三이삼 -.X×吉AD()（）０１２\u200b", max_size=500))
def test_any_text_at_all(text: str) -> None:
    """No error, no end of its own making, and nothing left to mask."""
    told = masked(text)
    assert masked(told) == told


def test_the_kinds_are_told_apart() -> None:
    samples = {
        Kind.MOBILE: "13812345678",
        Kind.LANDLINE: "0437-3223344",
        Kind.IDENTITY: "11010519491231002X",
        Kind.CARD: "4111111111111111",
        Kind.PLATE: "吉A12345",
    }
    for kind, number in samples.items():
        assert masked(number, frozenset({kind})) == MASK
        assert masked(number, frozenset(Kind) - {kind}) == number


@pytest.mark.parametrize("piece", ["3 ", "12.34.", "138 ", "60 ", "吉A1", "(1"])
def test_nobody_makes_others_wait_for_their_words(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked at grows with the words, not with their square: an office that searches reads
    hundreds of them."""
    looked: list[int] = []
    kind_of = masking._kind_of

    def counted(digits: str, *rest: Any) -> Kind | None:
        looked.append(len(digits))
        return kind_of(digits, *rest)

    monkeypatch.setattr(masking, "_kind_of", counted)
    masked((piece * 500)[:500])
    assert len(looked) <= 13 * 250, "each beginning, and thirteen lengths from there"
