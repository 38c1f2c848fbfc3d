"""Every form the lifecycle table makes can be drawn, and has words for all it asks."""

from __future__ import annotations

import json
import re

from server.cases.queues import QUEUES
from server.cases.states import ClockKind
from server.cases.workflow import TABLE, Who
from tests.support.databases import ROOT

STATIC = ROOT / "static"
OFFICE = set(Who) - {Who.REPORTER, Who.RESIDENT, Who.SYSTEM}
FORMS = [row for row in TABLE if row.sources and OFFICE & set(row.who)]


def _words() -> set[str]:
    folder = STATIC / "i18n" / "zh-CN"
    return {key for path in folder.glob("*.json") for key in json.loads(path.read_text("utf-8"))}


def test_every_field_of_an_office_action_has_words() -> None:
    words = _words()
    wanted = {f"action.{row.action}" for row in FORMS}
    for row in FORMS:
        for field in row.fields:
            if f"office.field.{row.action}.{field.name}" not in words:
                wanted.add(f"office.field.{field.name}")
            wanted |= {f"choice.{field.name}.{code}" for code in field.choices}
    assert not wanted - words


def test_every_queue_and_clock_has_words() -> None:
    wanted = {f"office.queue.{name}" for name in QUEUES}
    wanted |= {f"office.clock.{kind}" for kind in ClockKind}
    assert not wanted - _words()


def test_every_type_of_field_has_a_control() -> None:
    source = (STATIC / "office" / "forms" / "kinds.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+)[,:]", source.split("kinds = {")[1], re.MULTILINE))
    assert {field.type for row in FORMS for field in row.fields} <= known


def test_roles_are_called_as_in_the_guides() -> None:
    words = json.loads((STATIC / "i18n" / "zh-CN" / "office.json").read_text("utf-8"))
    guides = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "guides").glob("*.md"))
    called = [word for key, word in words.items() if key.startswith("role.")]
    assert called
    assert [word for word in called if word not in guides] == []
