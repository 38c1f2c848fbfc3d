"""Playing the cases of a demo city through the services that real ones pass through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import zip_longest
from typing import Any
from uuid import uuid5

from sqlalchemy import select

from server.cases import service as cases
from server.cases.models import Case
from server.cases.schemas import action_schema
from server.cases.timers import run_due_timers
from server.catalog.loader import read_csv
from server.deadlines.service import working_time
from server.demo import cast, forms
from server.demo.album import Album, Shot
from server.demo.city import CityFolder
from server.demo.plots import Plot, read_plots
from server.demo.stories import Step
from server.geography.levels import Level
from server.geography.service import ancestors, area_by_code
from server.identity.models import Staff
from server.identity.offices import office_of_code
from server.inspection import rounds
from server.inspection.schemas import IssueSchema
from server.photos.service import accept_upload
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.outbox import service as outbox
from server.reports import consent, service
from server.reports.models import Report
from server.reports.schemas import JoinSchema, ReportSchema

_QUIET = timedelta(minutes=40)


def load_cases(folder: CityFolder) -> int:
    """Play the cases of a city that are not here yet; says how many.

    They happen in the past, in working time up to now, in the order of their moments. A city that
    was loaded before it had these people is left alone.
    """
    if not _everybody_is_here(folder):
        return 0
    known = set(db.session.scalars(select(Report.id)))
    plots = read_plots(folder, working_time(), clock.now())
    fresh = [plot for plot in plots if plot.report_id not in known]
    acts = sorted(
        (moment, index, n)
        for index, plot in enumerate(fresh)
        for n, moment in enumerate(plot.times)
    )
    shots = [shot for _, index, n in acts for shot in fresh[index].shots(n)]
    with Album(shots) as album:
        stage = _Stage(folder, plots, album)
        for (moment, index, n), following in zip_longest(acts, acts[1:]):
            with clock.set_source(partial(_same, moment)):
                stage.play(fresh[index], n)
                if following is None or following[0] - moment >= _QUIET:
                    _settle()
    return len(fresh)


def _everybody_is_here(folder: CityFolder) -> bool:
    people = {row["username"] for row in read_csv(folder.path / "people.csv")}
    return people <= set(db.session.scalars(select(Staff.username)))


def _same(moment: datetime) -> datetime:
    return moment


def _settle() -> None:
    """Let what follows from the events so far happen about when they did."""
    while rows := outbox.lease():
        outbox.work(rows)


class _Stage:
    """Everybody and everything that the steps need."""

    def __init__(self, folder: CityFolder, plots: Sequence[Plot], album: Album) -> None:
        self._plots = {plot.row["id"]: plot for plot in plots}
        self._phones = [row["phone"] for row in read_csv(folder.path / "residents.csv")]
        self._album = album

    def play(self, plot: Plot, n: int) -> None:
        """Send the report (0) or take the n-th step."""
        if n == 0:
            self._report(plot)
            return
        step = plot.steps[n - 1]
        if step.who == "nobody":
            run_due_timers()
            return
        case = _case_of(plot)
        actor = self._actor(plot, case, step)
        if step.action == "join":
            self._join(plot, case, actor, n)
            return
        photos = self._upload(actor, plot, plot.shots(n))
        fields = self._fields(plot, case, step, photos)
        order = cases.Order(
            number=case.number,
            action=step.action,
            version=case.version,
            key=str(uuid5(plot.report_id, str(n))),
            data=action_schema(step.action).load(fields),
        )
        cases.perform(actor, order, lambda _actor, _number: {})

    def _report(self, plot: Plot) -> None:
        row = plot.row
        form: dict[str, Any] = {
            "id": str(plot.report_id),
            "place": {"lat": plot.lat, "lon": plot.lon, "accuracy_m": 12.0, "source": "fix"},
            "address": row["address"],
            "tile": row["tile"],
            "words": row["words"],
            "consent": consent.version(),
        }
        if plot.is_patrol:
            self._on_round(plot, form)
            return
        if row["channel"]:
            actor = cast.staff_with("intake_clerk", _street_office(row["area"]))
            phone = self._phones[int(row["reporter"]) - 1]
            form["on_behalf"] = {"channel": row["channel"], "phone": phone, "consent": True}
        else:
            actor = self._resident(row["reporter"])
        form["photos"] = self._upload(actor, plot, plot.shots(0))
        service.submit(actor, ReportSchema().load(form | {"locale": actor.locale}))

    def _on_round(self, plot: Plot, form: dict[str, Any]) -> None:
        """A morning check of the street's leader, on which the problem is found."""
        actor = cast.staff_with("patrol_leader", _street_office(plot.row["area"]))
        round_id = uuid5(plot.report_id, "round")
        begun = {"id": round_id, "kind": rounds.MORNING, "route": form["address"], "area": None}
        rounds.begin(actor, begun)
        category, condition = forms.condition_of(plot)
        found = {name: form[name] for name in ("id", "place", "address", "words")}
        found |= {"category": category, "condition": condition, "locale": actor.locale}
        found["photos"] = self._upload(actor, plot, plot.shots(0))
        rounds.add_issue(actor, round_id, IssueSchema().load(found))
        rounds.end(actor, round_id)

    def _join(self, plot: Plot, case: Case, actor: Actor, n: int) -> None:
        form = {"id": str(uuid5(plot.report_id, f"join{n}")), "consent": consent.version()}
        service.join(actor, case.number, JoinSchema().load(form | {"locale": actor.locale}))

    def _upload(self, actor: Actor, plot: Plot, shots: Sequence[Shot]) -> list[dict[str, Any]]:
        photos, here = [], {"lat": plot.lat, "lon": plot.lon, "accuracy_m": 15.0}
        for shot, role in zip(shots, ("near", "far"), strict=False):
            sha256, data = self._album.jpeg(shot)
            accept_upload(actor, sha256, data)
            photos.append(
                {
                    "sha256": sha256,
                    "role": "after" if shot.solved else role,
                    "captured_at": (clock.now() - timedelta(minutes=2)).isoformat(),
                    **({} if shot.solved and plot.row["proof_reason"] else here),
                }
            )
        return photos

    def _resident(self, number: str) -> Actor:
        return cast.resident(self._phones[int(number) - 1])

    def _actor(self, plot: Plot, case: Case, step: Step) -> Actor:
        match step.who:
            case "reporter":
                return self._resident(plot.row["reporter"])
            case "clerk":
                return cast.staff_with("intake_clerk", case.intake_org_id)
            case "dispatcher":
                return cast.staff_with("dispatcher", case.intake_org_id)
            case "handler":
                return cast.staff_with("handler", case.responsible_org_id or 0)
            case "checker":
                return cast.staff_member(case.checker_id or 0, "checker")
            case "grid_worker":
                return cast.grid_worker(case.area_id)
            case "street_lead":
                return cast.staff_with("street_lead", case.intake_org_id)
            case "leader":
                centre = cast.organisation_with("centre", case.district_area_id)
                return cast.staff_with("centre_leader", centre)
            case "called":
                first = office_of_code(forms.called_offices(plot)[0])
                return cast.staff_with("handler", first.id if first else 0)
        joiners = plot.row["joiners"].split()
        return self._resident(joiners[int(step.who.removeprefix("joiner"))])

    def _fields(
        self, plot: Plot, case: Case, step: Step, photos: list[dict[str, Any]]
    ) -> dict[str, Any]:
        fields: dict[str, Any] = {"photos": photos} if photos else {}
        if step.action in forms.SAYS:
            column, name = forms.SAYS[step.action]
            fields[name] = plot.row[column]
        if step.action in forms.ASKS:
            fields |= forms.ASKS[step.action](plot, case)
        elif step.action == "merge":
            fields["master"] = _case_of(self._plots[plot.row["master"]]).number
        return fields


def _case_of(plot: Plot) -> Case:
    db.session.remove()
    return db.session.scalars(
        select(Case).join(Report, Report.case_id == Case.id).where(Report.id == plot.report_id)
    ).one()


def _street_office(area_code: str) -> int:
    area = area_by_code(area_code)
    if area is None:
        raise LookupError(area_code)
    street = next(item for item in ancestors(area.id) if item.level == Level.STREET)
    return cast.organisation_with("street", street.id)
