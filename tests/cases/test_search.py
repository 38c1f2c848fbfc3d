"""Finding cases by what officers remember of them; exactly, and only one's own."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from server.cases.grams import grams, runs
from server.cases.models import CaseGram
from server.platform.db import db, unit_of_work
from tests.support.world import WEST, Person, World

_TOLD = (
    ("东市场北门对面", "垃圾桶满了两天，没有人清"),
    ("人民路 12 号", "路灯不亮，井盖松动"),
    ("시장 앞 골목", "쓰레기가 쌓여 있어요"),
    ("ＡＢ座 3 单元", "Manhole cover is LOOSE"),
)


def _found(who: Person, words: str, **query: Any) -> list[str]:
    answer = who.get("cases", query_string={"queue": "all", "q": words, **query})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.get_json()["items"]]


def _told(world: World) -> list[str]:
    numbers = [
        world.resident().report(address=address, words=words).get_json()["case_number"]
        for address, words in _TOLD
    ]
    world.drain()
    return numbers


def test_words_addresses_names_and_numbers(world: World) -> None:
    market, road, korean, latin = _told(world)
    clerk = world.staff("east_clerk")
    for words, expected in (
        ("市场", {market}),  # two characters, of the address
        ("垃圾桶", {market}),  # of the words
        ("井盖", {road}),
        ("圾桶满", {market}),  # across what a dictionary calls words
        ("场垃", set()),  # not across two fields
        ("쓰레", {korean}),
        ("골목", {korean}),
        ("loose", {latin}),
        ("ab座", {latin}),  # full-width letters are letters
        ("人民路 井盖", {road}),  # both
        ("人民路 垃圾桶", set()),
        ("12", {road}),
        ("灯亮", set()),  # both characters are there, not together
        ("路灯，不亮", {road}),  # punctuation divides
        (market, {market}),
        (market.lower(), {market}),
        (market[-4:], {market}),
        ("20261123", {market, road, korean, latin}),
        ("东街道", {market, road, korean, latin}),
        ("东一社区", {market, road, korean, latin}),
        ("西街道", set()),
        *((words, set()) for words in ("%", "%%", "——", "00010101", "99991231", "20261301")),
    ):
        assert set(_found(clerk, words)) == expected, words


@pytest.mark.one_database
def test_names_follow_the_case(world: World) -> None:
    number, *others = _told(world)
    clerk = world.staff("supervisor")
    assert _found(clerk, "环卫处") == []
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    assert _found(clerk, "环卫处") == [number]
    assert set(_found(clerk, "垃圾")) == {number}, "the category and the words are one case"
    assert not set(_found(clerk, "环卫 井盖")) & {number, *others}


@pytest.mark.one_database
def test_only_through_what_one_may_see(world: World) -> None:
    _told(world)
    west = world.resident().report(
        words="垃圾桶满了", place={**WEST, "accuracy_m": 5, "source": "fix"}
    )
    world.drain()
    assert _found(world.staff("west_clerk"), "垃圾桶") == [west.get_json()["case_number"]]
    assert _found(world.staff("sanitation_handler"), "垃圾桶") == []


@pytest.mark.one_database
def test_words_that_left_the_case_are_not_found(world: World) -> None:
    """A withdrawn report leaves its digests behind, but nothing is found by them."""
    reporter = world.resident()
    number = reporter.report(words="井盖松动了").get_json()["case_number"]
    world.drain()
    assert _found(world.staff("supervisor"), "松动") == [number]
    reporter.do(number, "withdraw")
    world.drain()
    assert _found(world.staff("supervisor"), "松动") == []


@pytest.mark.one_database
def test_a_master_is_found_by_the_words_of_what_was_merged_into_it(world: World) -> None:
    market, road, *_ = _told(world)
    world.staff("east_clerk").do(road, "merge", master=market)
    world.drain()
    assert market in _found(world.staff("east_clerk"), "井盖松动")


def test_many_cases_with_common_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number of cases that are named, each case of the list is asked."""
    monkeypatch.setattr(importlib.import_module("server.cases.search"), "_FEW", 2)
    numbers = _told(world)
    more = [
        world.resident().report(words=f"垃圾桶第{n}个").get_json()["case_number"] for n in range(4)
    ]
    world.drain()
    clerk = world.staff("east_clerk")
    assert set(_found(clerk, "垃圾桶")) == {numbers[0], *more}
    first = clerk.get("cases?queue=all&q=垃圾桶&limit=2").get_json()
    rest = _found(clerk, "垃圾桶", cursor=first["next"])
    assert {item["number"] for item in first["items"]} | set(rest) == {numbers[0], *more}
    assert _found(clerk, "垃圾桶第2个") == [more[2]]


@pytest.mark.one_database
def test_cases_older_than_the_index_can_be_added(world: World) -> None:
    number, *_ = _told(world)
    with world.app.app_context(), unit_of_work() as session:
        session.execute(delete(CaseGram))
    assert _found(world.staff("east_clerk"), "垃圾桶") == []
    done = world.app.test_cli_runner().invoke(args=["search", "index"])
    assert done.output == "4 case(s) can be found\n"
    assert _found(world.staff("east_clerk"), "垃圾桶") == [number]


@pytest.mark.one_database
def test_nothing_readable_is_kept(world: World) -> None:
    _told(world)
    with world.app.app_context():
        kept = set(db.session.scalars(select(CaseGram.gram)))
        assert db.session.scalar(select(func.count()).select_from(CaseGram)) > 40
        db.session.remove()
    plain = {int.from_bytes(pair.encode(), signed=True) for pair in ("垃圾", "市场", "路灯")}
    assert not kept & plain
    with world.app.app_context():
        assert grams("垃圾桶") <= kept


@pytest.mark.one_database
def test_a_piece_has_no_digest_that_its_text_lacks(world: World) -> None:
    """What the index promises: it never misses a text that contains the piece."""

    @settings(max_examples=80, deadline=None)
    @given(st.text(st.sampled_from("东市场ab12，。 路ＡＢ가나"), max_size=12), st.data())
    def check(text: str, data: st.DataObject) -> None:
        begin = data.draw(st.integers(0, len(text)))
        piece = text[begin : data.draw(st.integers(begin, len(text)))]
        assert grams(piece) <= grams(text)
        assert bool(grams(piece)) == any(len(run) >= 2 for run in runs(piece))

    with world.app.app_context():
        check()
