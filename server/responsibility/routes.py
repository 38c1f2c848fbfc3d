"""Who answers for what, over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.responsibility import (
    area_views,
    claims,
    grids,
    importing,
    importing_workers,
    overviews,
    schemas,
    schemas_areas,
    segments,
    sites,
    sponsorships,
    task_forces,
    views,
)
from server.responsibility.book import DUTY_ROLES

blueprint = Blueprint(
    "responsibility", __name__, url_prefix="/api/v1", description="Who answers for what."
)
_TABLE_BYTES_MOST = 4_000_000
_ID = "<int(max=2147483647):sponsorship_id>"
_CLAIM = "<int(max=2147483647):claim_id>"


@blueprint.get("/segments")
@requires("responsibility.read")
@blueprint.response(200, schemas.SegmentsSchema)
def all_segments() -> Response:
    """The road segments with who keeps them."""
    return answer({"items": views.segment_views()})


@blueprint.post("/segments")
@requires("responsibility.manage")
@blueprint.arguments(schemas.SegmentForm)
@blueprint.response(201, schemas.SegmentSchema)
def add_segment(form: dict[str, Any]) -> Response:
    """Enter a segment; it counts once it is activated."""
    keepers = {role: form.pop(role) for role in DUTY_ROLES if role in form}
    segments.add_segment(actor(), segments.NewSegment(**form, keepers=keepers))
    return answer(views.segment_view(form["code"]), 201)


@blueprint.get("/segments/<code>")
@requires("responsibility.read")
@blueprint.response(200, schemas.SegmentSchema)
def one_segment(code: str) -> Response:
    """A segment."""
    return answer(views.segment_view(code))


@blueprint.put("/segments/<code>/duties")
@requires("responsibility.manage")
@blueprint.arguments(schemas.DutiesForm)
@blueprint.response(200, schemas.SegmentSchema)
def set_duties(form: dict[str, Any], code: str) -> Response:
    """Replace who keeps a segment from a moment on; the past stays."""
    since = form.pop("since", None)
    segments.set_duties(actor(), code, form, since)
    return answer(views.segment_view(code))


@blueprint.post("/segments/<code>/activate")
@requires("responsibility.manage")
@blueprint.response(200, schemas.SegmentSchema)
def activate_segment(code: str) -> Response:
    """Let a segment count; 422 ``segment_needs_both`` while a keeper is missing."""
    segments.activate(actor(), code)
    return answer(views.segment_view(code))


@blueprint.post("/segments/<code>/end")
@requires("responsibility.manage")
@blueprint.response(200, schemas.SegmentSchema)
def end_segment(code: str) -> Response:
    """End a segment with its duties, claims and sponsorships."""
    segments.end_segment(actor(), code)
    return answer(views.segment_view(code))


@blueprint.get("/responsibility/people")
@requires("responsibility.manage")
@blueprint.arguments(schemas.RoleQuery, location="query")
@blueprint.response(200, schemas.RoleHoldersSchema)
def people(query: dict[str, Any]) -> Response:
    """Everybody in service, or with a role, to give a duty to."""
    return answer({"items": views.role_views(query.get("role"))})


@blueprint.get("/sites")
@requires("responsibility.read")
@blueprint.response(200, schemas.SitesSchema)
def all_sites() -> Response:
    """The points and compounds with their sponsors."""
    return answer({"items": views.site_views()})


@blueprint.post("/sites")
@requires("responsibility.manage")
@blueprint.arguments(schemas.SiteForm)
@blueprint.response(201, schemas.SiteSchema)
def add_site(form: dict[str, Any]) -> Response:
    """Enter a point or compound."""
    sites.add_site(actor(), sites.NewSite(**form))
    return answer(views.site_view(form["kind"], form["code"]), 201)


@blueprint.get("/sponsorships")
@requires("responsibility.read")
@blueprint.response(200, schemas.SponsorshipsSchema)
def all_sponsorships() -> Response:
    """Who stands by what, past ones too, and how much is covered."""
    return answer(views.sponsorship_views())


@blueprint.post("/sponsorships")
@requires("responsibility.manage")
@blueprint.arguments(schemas.SponsorshipForm)
@blueprint.response(201, schemas.SponsorshipSchema)
def add_sponsorship(form: dict[str, Any]) -> Response:
    """Enter a sponsorship; 409 ``sponsorship_exists`` when there is one at that time."""
    new = sponsorships.NewSponsorship(**form)
    return answer(views.sponsorship_view(sponsorships.add_sponsorship(actor(), new)), 201)


@blueprint.post(f"/sponsorships/{_ID}/end")
@requires("responsibility.manage")
@blueprint.arguments(schemas.SponsorshipEndForm)
@blueprint.response(200, schemas.SponsorshipSchema)
def end_sponsorship(form: dict[str, Any], sponsorship_id: int) -> Response:
    """End a sponsorship; it stays for questions about the past."""
    sponsorships.end_sponsorship(actor(), sponsorship_id, form.get("until"))
    return answer(views.sponsorship_view(sponsorship_id))


@blueprint.post("/sponsorships/import")
@requires("responsibility.manage", body_limit=_TABLE_BYTES_MOST)
@blueprint.arguments(schemas.SponsorshipImportQuery, location="query")
@blueprint.response(200, schemas.SponsorshipImportSchema)
def import_sponsorships(query: dict[str, Any]) -> Response:
    """Enter the rows of a CSV or XLSX file, sent as the body or as ``file`` of a form."""
    report = importing.import_sponsorships(actor(), _table_sent(), dry_run=query["dry_run"])
    return answer({"rows": report.rows, "counts": report.counts, "dry_run": report.dry_run})


@blueprint.get("/grid-nodes")
@requires("responsibility.read")
@blueprint.arguments(schemas_areas.NodesQuery, location="query")
@blueprint.response(200, schemas_areas.NodesSchema)
def grid_nodes(query: dict[str, Any]) -> Response:
    """The areas directly below one, with who answers for them."""
    return answer(area_views.node_views(query.get("parent"), actor().locale))


@blueprint.get("/areas/<code>/duty")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.AreaDutySchema)
def area_duty(code: str) -> Response:
    """Who answers for an area, and who did."""
    return answer(area_views.duty_view(code))


@blueprint.put("/areas/<code>/duty")
@requires("responsibility.manage")
@blueprint.arguments(schemas_areas.AreaDutyForm)
@blueprint.response(200, schemas_areas.AreaDutySchema)
def set_area_duty(form: dict[str, Any], code: str) -> Response:
    """Let another person answer for an area from a moment on."""
    grids.set_area_duty(actor(), code, form["person"], form.get("since"))
    return answer(area_views.duty_view(code))


@blueprint.get("/grid-workers")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.GridWorkersSchema)
def grid_workers() -> Response:
    """The grid workers with their areas."""
    return answer({"items": area_views.worker_views()})


@blueprint.post("/grid-workers/import")
@requires("staff.manage", body_limit=_TABLE_BYTES_MOST)
@blueprint.arguments(schemas_areas.WorkersImportQuery, location="query")
@blueprint.response(200, schemas_areas.WorkersImportSchema)
def import_workers(query: dict[str, Any]) -> Response:
    """Make accounts of grid workers from a CSV or XLSX file, bound to their grids.

    Twenty in a request: send the file again with `from_line` until `next_line` is null.
    """
    report = importing_workers.import_workers(actor(), _table_sent(), **query)
    told = answer(
        {
            "rows": report.rows,
            "counts": report.counts,
            "dry_run": report.dry_run,
            "next_line": report.next_line,
        }
    )
    told.headers["Cache-Control"] = "no-store"
    return told


def _table_sent() -> bytes:
    """The file, as the body or as ``file`` of a form."""
    sent = request.files.get("file")
    return sent.read() if sent is not None else request.get_data()


@blueprint.put("/grid-workers/<int(max=2147483647):staff_id>/areas")
@requires("responsibility.manage")
@blueprint.arguments(schemas_areas.WorkerAreasForm)
@blueprint.response(200, schemas_areas.GridWorkerSchema)
def bind_grid_worker(form: dict[str, Any], staff_id: int) -> Response:
    """Let a grid worker work in exactly these areas."""
    grids.bind_worker(actor(), staff_id, form["areas"])
    return answer(area_views.worker_view(staff_id))


@blueprint.get("/task-forces")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.MandatesSchema)
def all_task_forces() -> Response:
    """The task forces with their mandates."""
    return answer({"items": area_views.task_force_views()})


@blueprint.put("/task-forces/<code>")
@requires("responsibility.manage")
@blueprint.arguments(schemas_areas.MandateForm)
@blueprint.response(200, schemas_areas.MandateSchema)
def set_mandate(form: dict[str, Any], code: str) -> Response:
    """Give a task force its mandate, in place of an earlier one."""
    task_forces.set_mandate(actor(), code, task_forces.Mandate(**form))
    return answer(area_views.task_force_view(code))


@blueprint.get("/segments/figures")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.SegmentsFiguresSchema)
def segment_figures() -> Response:
    """Open, overdue and recurring cases on each segment."""
    return answer({"items": overviews.segment_figures(actor())})


@blueprint.post("/segments/<code>/claims")
@requires("segment.claim")
@blueprint.response(201, schemas_areas.SegmentClaimSchema)
def claim_segment(code: str) -> Response:
    """Ask for a free segment; of two at once the second gets 409 ``segment_claimed``."""
    number = claims.claim_segment(actor(), code)
    return answer(overviews.claim_view(actor(), number), 201)


@blueprint.get("/claims")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.SegmentClaimsSchema)
def all_claims() -> Response:
    """The open claims of one's organisation or street."""
    return answer({"items": overviews.claim_views(actor())})


@blueprint.post(f"/claims/{_CLAIM}/approve")
@requires("claim.decide")
@blueprint.response(204)
def approve_claim(claim_id: int) -> None:
    """Let the organisation care for the segment."""
    claims.decide_claim(actor(), claim_id, approve=True)


@blueprint.post(f"/claims/{_CLAIM}/decline")
@requires("claim.decide")
@blueprint.response(204)
def decline_claim(claim_id: int) -> None:
    """Leave the segment free."""
    claims.decide_claim(actor(), claim_id, approve=False)


@blueprint.post(f"/claims/{_CLAIM}/end")
@requires("responsibility.read")
@blueprint.response(204)
def end_claim(claim_id: int) -> None:
    """Give a segment up, or take it back as its street."""
    claims.give_up_claim(actor(), claim_id)


@blueprint.get("/my/targets")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.OwnTargetsSchema)
def my_targets() -> Response:
    """What one answers for, with open and overdue cases; nobody else's."""
    return answer({"items": overviews.home_views(actor())})


@blueprint.get("/responsibility/gaps")
@requires("responsibility.read")
@blueprint.response(200, schemas_areas.GapsSchema)
def gaps() -> Response:
    """Every check at once: what nobody answers for."""
    return answer(overviews.gap_views(actor().locale))


@blueprint.get("/public/responsibility")
@requires("public.read")
@blueprint.arguments(schemas_areas.StreetQuery, location="query")
@blueprint.response(200, schemas_areas.ResponsibilityListSchema)
def public_list(query: dict[str, Any]) -> Response:
    """The responsibility list (责任清单): who leads what in a street."""
    return answer(overviews.responsibility_list(query.get("street"), actor().locale))
