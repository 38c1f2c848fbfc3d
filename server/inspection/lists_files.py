"""Rectification and community lists as tables: for XLSX files and printed pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.inspection.lists_service import zone
from server.platform.i18n import t
from server.statistics.tables import Table


def of_rectification(shown: Mapping[str, Any], locale: str) -> Table:
    """A rectification list as ``lists_views`` shows it, with its 签收栏."""
    receipt = (
        t("list.received", locale, name=shown["received_by"], at=_moment(shown["received_at"]))
        if shown["received_at"]
        else t("list.not_received", locale)
    )
    return Table(
        title=f"{shown['number']} {shown['title']}",
        facts=_facts(
            locale,
            issuer=shown["issuer"]["name"],
            organisation=shown["organisation"]["name"],
            issued=_moment(shown["issued_at"]),
            due=shown["due"].isoformat(),
            receipt=receipt,
        ),
        columns=_columns(locale, "no", "case", "category", "place", "words", "state", "done_at"),
        rows=[
            (
                str(item["no"]),
                item["case_number"] or "",
                item["category"],
                item["place"],
                item["words"],
                _state(item, locale),
                _moment(item["done_at"]),
            )
            for item in shown["items"]
        ],
        signatures=[t(f"list.sign.{name}", locale) for name in ("receiver", "day", "seal")],
    )


def of_community(shown: Mapping[str, Any], locale: str) -> Table:
    """A community list as ``lists_views`` shows it."""
    return Table(
        title=shown["title"],
        facts=_facts(
            locale,
            organisation=shown["organisation"]["name"],
            area=shown["area"],
            issued=_moment(shown["opened_at"]),
        ),
        columns=_columns(
            locale, "no", "words", "category", "place", "owner", "due", "case", "state", "done_at"
        ),
        rows=[
            (
                str(item["no"]),
                item["words"],
                item["category"],
                item["address"],
                item["owner"],
                item["due"].isoformat() if item["due"] else "",
                item["case_number"] or "",
                _state(item, locale),
                _moment(item["done_at"]),
            )
            for item in shown["items"]
        ],
        pictures=[item["photo_url"] for item in shown["items"]],
    )


def _facts(locale: str, **facts: str) -> list[tuple[str, str]]:
    return [(t(f"list.fact.{name}", locale), words) for name, words in facts.items()]


def _columns(locale: str, *names: str) -> list[str]:
    return [t(f"list.column.{name}", locale) for name in names]


def _state(item: Mapping[str, Any], locale: str) -> str:
    if item["state"]:
        return t(f"state.{item['state']}", locale)
    return t("list.done" if item["done"] else "list.open", locale)


def _moment(at: Any) -> str:
    return at.astimezone(zone()).strftime("%Y-%m-%d %H:%M") if at else ""
