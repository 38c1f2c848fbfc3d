"""Who answers for what, over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.responsibility import importing, schemas, segments, sites, sponsorships, views
from server.responsibility.book import DUTY_ROLES

blueprint = Blueprint(
    "responsibility", __name__, url_prefix="/api/v1", description="Who answers for what."
)
_TABLE_BYTES_MOST = 4_000_000
_ID = "<int(max=2147483647):sponsorship_id>"


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
    """Everybody in service with a role, to give a duty to."""
    return answer({"items": views.role_views(query["role"])})


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
    sent = request.files.get("file")
    data = sent.read() if sent is not None else request.get_data()
    report = importing.import_sponsorships(actor(), data, dry_run=query["dry_run"])
    return answer({"rows": report.rows, "counts": report.counts, "dry_run": report.dry_run})
