"""Reading category tables: ours, the briefing's shape, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.catalog.table import TableError, read_table
from server.catalog.values import KINDS, LEAD_TYPES, NOBODY

CITIES = Path(__file__).parents[2] / "server" / "demo" / "cities"
HEAD = (
    "code_scheme,code,name,tile,condition_no,condition,lead,co_leads,limit,limit_unit,"
    "close_standard\n"
)
GOOD = "local,E01,垃圾,T1,1,散落,sanitation,street,4,working_hour,清理\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "categories.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_demo_table_is_whole() -> None:
    table = read_table(CITIES / "liaoyuan" / "categories.csv")
    assert len(table) == 77
    assert sum(len(conditions) for _, conditions in table) == 108
    assert {category.kind for category, _ in table} == set(KINDS)
    assert {category.lead_type for category, _ in table} <= LEAD_TYPES | {NOBODY}
    assert all(category.name_ko and category.name_en for category, _ in table)
    assert {category.label for category, _ in table} == {"示例标准"}


def test_columns_of_our_own_may_be_missing(tmp_path: Path) -> None:
    ((category, (condition,)),) = read_table(written(tmp_path, HEAD + GOOD))
    assert (category.kind, category.co_leads, category.units) == ("event", ["street"], [])
    assert (condition.limit_value, condition.limit_unit) == (4.0, "working_hour")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (GOOD.replace("sanitation", "plumber"), "lead type"),
        (GOOD.replace("working_hour", "moon"), "moon"),
        (GOOD.replace(",4,", ",four,"), "four"),
        (GOOD.replace("E01", "Q01"), "Q"),
        (GOOD + GOOD, "twice"),
        (GOOD + GOOD.replace("垃圾", "灰尘").replace(",1,散", ",2,散"), "differs"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, row: str, complaint: str) -> None:
    with pytest.raises(TableError, match=rf"categories\.csv:\d: .*{complaint}"):
        read_table(written(tmp_path, HEAD + row))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="close_standard"):
        read_table(written(tmp_path, HEAD.replace(",close_standard", "")))
