"""The journal as people read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from server.cases.gallery import shown
from server.cases.models import Case, JournalEvent, JournalWords
from server.identity.queries import offices_named, people_named
from server.platform.db import db
from server.platform.masking import OFFICES, REPORTERS, Kind, masked

_PUBLIC_READS = frozenset(
    {
        "submit",
        "enter_patrol",
        "accept",
        "dispatch",
        "acknowledge",
        "finish",
        "check_pass",
        "check_fail",
        "confirm",
        "confirm_timeout",
        "reopen",
        "verify_true",
        "repair_now",
        "approve_return",
        "settle",
        "whistle",
        "approve_extension",
        "approve_suspension",
        "resume",
        "mark_false_closure",
        "approve_force_close",
    }
)
_RESIDENT_READS = _PUBLIC_READS | {
    "join",
    "add_evidence",
    "request_info",
    "supplement",
    "info_timeout",
    "transfer_intake",
    "reject",
    "appeal",
    "withdraw",
    "merge",
    "unmerge",
    "recall_dispatch",
    "recall_finish",
    "refuse",
    "uphold_refusal",
    "overrule_refusal",
    "rate",
    "ask_verify",
    "verify_false",
    "split",
    "use_template",
    "approve_void",
}
_GIVEN_TO = {
    "dispatch": "responsible_org_id",
    "approve_return": "responsible_org_id",
    "settle": "responsible_org_id",
    "transfer_intake": "intake_org_id",
    "correct_place": "intake_org_id",
}
"""The column that names whom an action gives the case to."""

_REPORTER_SPEAKS = ("r:", "n:", "q:")


def journal_of(case_id: int) -> Sequence[JournalEvent]:
    """The events of a case, oldest first."""
    return db.session.scalars(
        select(JournalEvent).where(JournalEvent.case_id == case_id).order_by(JournalEvent.seq)
    ).all()


def resident_timeline(
    case: Case, photos: Iterable[dict[str, Any]], voices: Collection[str]
) -> list[dict[str, Any]]:
    """What a reporter reads: organisations but no names, and public words.

    ``voices`` are the reporter's own owner keys: what other residents said stays with the offices.
    One case may have many reporters, so what offices say holds no number of any of them.
    """
    events = journal_of(case.id)
    told = _timeline(case, events, photos, _RESIDENT_READS, internal=False, voices=voices)
    return [event if event["by"] == "reporter" else _masked(event, REPORTERS) for event in told]


def public_timeline(case: Case) -> list[dict[str, Any]]:
    """What anybody reads: that it happened, when and which organisation; nobody's words."""
    return [
        {**event, "words": None, "photos": []}
        for event in _timeline(case, journal_of(case.id), (), _PUBLIC_READS, internal=False)
    ]


def office_timeline(
    case: Case,
    events: Sequence[JournalEvent],
    photos: Iterable[dict[str, Any]],
    *,
    blind: bool,
    whole: bool,
) -> list[dict[str, Any]]:
    """What the offices read; ``blind`` leaves out names, for who must check without knowing.

    Numbers of people are masked in all words unless they are shown ``whole``.
    """
    told = _timeline(case, events, photos, None, internal=True, names=not blind)
    return told if whole else [_masked(event, OFFICES) for event in told]


def _timeline(
    case: Case,
    events: Sequence[JournalEvent],
    photos: Iterable[dict[str, Any]],
    actions: frozenset[str] | None,
    *,
    internal: bool,
    names: bool = False,
    voices: Collection[str] | None = None,
) -> list[dict[str, Any]]:
    offices = _offices(events)
    words = _words(case.id)
    pictures: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for photo in photos:
        pictures[photo["_seq"]].append(shown(photo))
    people = _people(events) if names else {}
    told = []
    for event in events:
        if actions is not None and event.action not in actions:
            continue
        side = _side(event.actor)
        heard = side != "reporter" or voices is None or event.actor in voices
        said = dict(words[event.seq]) if heard else {}
        item: dict[str, Any] = {
            "seq": event.seq,
            "at": event.at,
            "action": event.action,
            "from_state": event.from_state,
            "to_state": event.to_state,
            "by": side,
            "organisation": offices.get(event.organisation_id),
            "given_to": offices.get(_given_to(event)),
            "words": said.get("public"),
            "photos": pictures[event.seq],
        }
        if internal:
            item["words"] = said.get("public") or said.get("internal")
            item["internal"] = "public" not in said and "internal" in said
            item["person"] = people.get(event.actor)
        told.append(item)
    return told


def _side(actor: str) -> str:
    if actor.startswith(_REPORTER_SPEAKS):
        return "reporter"
    return "office" if actor.startswith(("s:", "t:")) else "system"


def _words(case_id: int) -> dict[int, list[tuple[str, str]]]:
    said: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = db.session.execute(
        select(JournalWords.seq, JournalWords.audience, JournalWords.words).where(
            JournalWords.case_id == case_id
        )
    )
    for seq, audience, text in rows:
        said[seq].append((audience, text))
    return said


def _given_to(event: JournalEvent) -> int | None:
    column = _GIVEN_TO.get(event.action)
    number: int | None = event.data["set"].get(column) if column else None
    return number


def _offices(events: Sequence[JournalEvent]) -> dict[int | None, dict[str, str]]:
    ids = {event.organisation_id for event in events} | {_given_to(event) for event in events}
    return {number: {"name": office["name"]} for number, office in offices_named(ids).items()}


def _people(events: Iterable[JournalEvent]) -> dict[str, str]:
    ids = {int(event.actor[2:]) for event in events if event.actor.startswith("s:")}
    return {f"s:{number}": name for number, name in people_named(ids).items()}


def _masked(event: dict[str, Any], kinds: frozenset[Kind]) -> dict[str, Any]:
    return {**event, "words": event["words"] and masked(event["words"], kinds)}


def words_of(case_id: int, name: str, seq: int | None = None) -> str | None:
    """The words said under a field's name (``question``): of event ``seq``, or the latest."""
    query = select(JournalWords.words).where(
        JournalWords.case_id == case_id, JournalWords.name == name
    )
    if seq is not None:
        query = query.where(JournalWords.seq == seq)
    return db.session.scalar(query.order_by(JournalWords.seq.desc()).limit(1))
