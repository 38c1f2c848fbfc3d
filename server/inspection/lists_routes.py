"""Rectification and community lists over HTTP."""

from __future__ import annotations

import io
from typing import Any

from flask import Response

from server.inspection import lists_community as community
from server.inspection import lists_files as files
from server.inspection import lists_service as rectification
from server.inspection import lists_views as views
from server.inspection.lists_queries import community_item, community_row
from server.inspection.lists_schemas import (
    CommunityItemSchema,
    CommunityListSchema,
    CommunityPageSchema,
    DoneSchema,
    NewCommunityItemSchema,
    NewCommunityListSchema,
    NewRectificationSchema,
    PageQuerySchema,
    RectificationPageSchema,
    RectificationSchema,
)
from server.photos.service import kept_picture
from server.platform.errors import not_found
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.download import download
from server.statistics.tables import XLSX, Table, workbook

blueprint = Blueprint("lists", __name__, url_prefix="/api/v1", description="Lists of offices.")

_LIST = f"<int(max={LARGEST_ID}):list_id>"
_ITEM = f"<int(max={LARGEST_ID}):item_id>"
_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


@blueprint.get("/rectification-lists")
@requires("list.read")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, RectificationPageSchema)
def rectification_lists(query: dict[str, Any]) -> Response:
    """Rectification lists (整改清单) and the 整改落实率."""
    return answer(views.rectification_page(actor(), query["cursor"], query["limit"]))


@blueprint.post("/rectification-lists")
@requires("list.issue")
@blueprint.arguments(NewRectificationSchema)
@blueprint.response(201, RectificationSchema)
def issue(body: dict[str, Any]) -> Response:
    """Issue a list to an organisation."""
    return answer(views.rectification(actor(), rectification.issue(actor(), body)), 201)


@blueprint.get(f"/rectification-lists/{_LIST}")
@requires("list.read")
@blueprint.response(200, RectificationSchema)
def rectification_list(list_id: int) -> Response:
    """One rectification list with its items."""
    return answer(views.rectification(actor(), list_id))


@blueprint.get(f"/rectification-lists/{_LIST}/file")
@requires("list.read")
@blueprint.response(200, _BINARY, content_type=XLSX)
def rectification_file(list_id: int) -> Response:
    """One rectification list as XLSX."""
    who = actor()
    return _file(files.of_rectification(views.rectification(who, list_id), who.locale))


@blueprint.post(f"/rectification-lists/{_LIST}/receipt")
@requires("list.receive")
@blueprint.response(200, RectificationSchema)
def receive(list_id: int) -> Response:
    """签收: the organisation has seen the list. Signing again changes nothing."""
    rectification.receive(actor(), list_id)
    return answer(views.rectification(actor(), list_id))


@blueprint.put(f"/rectification-lists/{_LIST}/items/{_ITEM}")
@requires("list.issue")
@blueprint.arguments(DoneSchema)
@blueprint.response(200, RectificationSchema)
def mark_rectified(body: dict[str, Any], list_id: int, item_id: int) -> Response:
    """Say whether an item without a case is done."""
    rectification.mark(actor(), list_id, item_id, done=body["done"])
    return answer(views.rectification(actor(), list_id))


@blueprint.get("/community-lists")
@requires("community_list.read")
@blueprint.arguments(PageQuerySchema, location="query")
@blueprint.response(200, CommunityPageSchema)
def community_lists(query: dict[str, Any]) -> Response:
    """Community lists (环境整治清单)."""
    return answer(views.community_page(actor(), query["cursor"], query["limit"]))


@blueprint.post("/community-lists")
@requires("community_list.manage")
@blueprint.arguments(NewCommunityListSchema)
@blueprint.response(201, CommunityListSchema)
def open_list(body: dict[str, Any]) -> Response:
    """Open a list of one's own office."""
    return answer(views.community(actor(), community.open_list(actor(), body["title"])), 201)


@blueprint.get(f"/community-lists/{_LIST}")
@requires("community_list.read")
@blueprint.response(200, CommunityListSchema)
def community_list(list_id: int) -> Response:
    """One community list with its items."""
    return answer(views.community(actor(), list_id))


@blueprint.get(f"/community-lists/{_LIST}/file")
@requires("community_list.read")
@blueprint.response(200, _BINARY, content_type=XLSX)
def community_file(list_id: int) -> Response:
    """One community list as XLSX."""
    who = actor()
    return _file(files.of_community(views.community(who, list_id), who.locale))


def _file(table: Table) -> Response:
    return download(io.BytesIO(workbook(table)), f"{table.title}.xlsx", XLSX)


@blueprint.post(f"/community-lists/{_LIST}/items")
@requires("community_list.manage")
@blueprint.arguments(NewCommunityItemSchema)
@blueprint.response(201, CommunityItemSchema)
def add_item(body: dict[str, Any], list_id: int) -> Response:
    """Put a matter on a list."""
    item_id = community.add_item(actor(), list_id, body)
    return answer(views.one_community_item(actor(), list_id, item_id), 201)


@blueprint.delete(f"/community-lists/{_LIST}/items/{_ITEM}")
@requires("community_list.manage")
@blueprint.response(204)
def remove_item(list_id: int, item_id: int) -> None:
    """Take a matter off a list; its case goes on."""
    community.remove_item(actor(), list_id, item_id)


@blueprint.put(f"/community-lists/{_LIST}/items/{_ITEM}")
@requires("community_list.manage")
@blueprint.arguments(DoneSchema)
@blueprint.response(200, CommunityItemSchema)
def mark_item(body: dict[str, Any], list_id: int, item_id: int) -> Response:
    """Say whether an item without a case is done."""
    community.mark(actor(), list_id, item_id, done=body["done"])
    return answer(views.one_community_item(actor(), list_id, item_id))


@blueprint.post(f"/community-lists/{_LIST}/items/{_ITEM}/case")
@requires("community_list.manage")
@blueprint.response(201, CommunityItemSchema)
def make_case(list_id: int, item_id: int) -> Response:
    """立案: make a case of an item. Doing it again gives the same case."""
    community.make_case(actor(), list_id, item_id)
    return answer(views.one_community_item(actor(), list_id, item_id), 201)


@blueprint.get(f"/community-lists/{_LIST}/items/{_ITEM}/photo")
@requires("community_list.read")
@blueprint.response(200, _BINARY, content_type="image/jpeg")
def item_photo(list_id: int, item_id: int) -> Response:
    """The photo of an item, small."""
    community_row(actor(), list_id)
    blob_id = community_item(list_id, item_id).CommunityItem.blob_id
    if blob_id is None:
        raise not_found()
    return Response(kept_picture(blob_id, "thumb"), content_type="image/jpeg")
