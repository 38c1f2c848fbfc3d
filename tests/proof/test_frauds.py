"""Every fraud that the documents promise to catch, tried over the API with real pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from sqlalchemy import delete

from server.geography.datum import Datum, Point
from server.photos.models import PhotoPrint
from server.photos.service import keep_missing
from server.platform.db import unit_of_work
from tests.photos.pictures import exif, place
from tests.proof import pictures
from tests.proof.plays import (
    FAR,
    HANDLER,
    OFFICE,
    ago,
    alarmed,
    finish,
    goes_there,
    make_checkers,
    marks,
    shot,
    waiting,
)
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import EAST, World

DOCUMENT = Path(__file__).parents[2] / "docs" / "fraud.md"
Fraud = Callable[[World], None]
BEFORE, AFTER = 1, 2


def _must_be_visited(story: Story, mark: str, photo: object, *, reason: bool) -> None:
    """The finish goes through, with a reason if it needs one, and somebody has to go there."""
    if reason:
        said = refused(finish(story, photo), 422, "proof_reason", "proof_reason")
        assert mark in said["marks"]
    assert finish(story, photo, reason="树叶挡住了" if reason else "").status_code == 200
    assert mark in marks(story.world, story.number)
    checker = story.world.checker_of(story.number)
    form = checker.view(story.number).get_json()["forms"]["check_pass"]
    assert {one["name"]: one["required"] for one in form} == {"photos": True, "note": False}
    by_sight = checker.act(story.number, "check_pass", {"judged_from_photos": True})
    refused(by_sight, 422, "check_on_site", "photos")
    from_afar = checker.act(story.number, "check_pass", {"photos": [checker.photo(at=FAR)]})
    refused(from_afar, 422, "check_on_site", "photos")
    assert goes_there(story)["state"] == "confirming"


def _manipulated(change: Callable[[Image.Image], bytes]) -> Fraud:
    def fraud(world: World) -> None:
        scene = pictures.street(BEFORE)
        story = waiting(world, pictures.jpeg(scene, quality=90))
        photo = shot(world.staff(HANDLER), change(scene))
        _must_be_visited(story, "suspect_reuse", photo, reason=True)
        assert alarmed(world, story.number) == {"suspect_reuse"}

    return fraud


def _reused_bytes(world: World) -> None:
    before = pictures.jpeg(pictures.street(BEFORE))
    story = waiting(world, before)
    handler = world.staff(HANDLER)
    said = refused(finish(story, shot(handler, before), reason="x"), 422, "photo_reused", "photos")
    assert len(said["reused"]) == 1
    after = shot(handler, pictures.from_another_spot(BEFORE))
    assert finish(story, after).status_code == 200
    refused(finish(waiting(world), after, reason="x"), 422, "photo_reused", "photos")


def _photo_of_another_case(world: World) -> None:
    handler, clean = world.staff(HANDLER), pictures.street(AFTER, rubbish=False)
    first, second = waiting(world), waiting(world)
    assert finish(first, shot(handler, pictures.jpeg(clean))).status_code == 200
    _must_be_visited(second, "suspect_reuse", shot(handler, pictures.reencoded(clean)), reason=True)
    (alarm,) = world.staff("supervisor").get("alarms").get_json()["items"]
    assert (alarm["case_number"], alarm["like"]) == (second.number, [first.number])


def _old_photo(world: World) -> None:
    story, handler = waiting(world), world.staff(HANDLER)
    picture = pictures.jpeg(pictures.street(AFTER))
    _must_be_visited(story, "early", shot(handler, picture, captured_at=ago(days=3)), reason=True)
    assert alarmed(world, story.number) == {"early"}


def _old_photo_with_a_new_time(world: World) -> None:
    """The phone says now, the bytes say last week."""
    inside = Image.Exif()
    inside.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:16 08:00:00"
    picture = pictures.jpeg(pictures.street(AFTER), exif=inside)
    story = waiting(world)
    _must_be_visited(story, "early", shot(world.staff(HANDLER), picture), reason=True)


def _from_the_album(world: World) -> None:
    for minutes, said in ((0, {"source": "album"}), (16, {}), (0, {"captured_at": None})):
        story, handler = waiting(world), world.staff(HANDLER)
        photo = {**handler.photo(), "captured_at": ago(minutes=minutes), **said}
        _must_be_visited(story, "album", photo, reason=False)


def _wrong_place(world: World) -> None:
    handler = world.staff(HANDLER)
    _must_be_visited(waiting(world), "far", handler.photo(at=FAR), reason=True)
    vague = handler.photo() | {"accuracy_m": 51}
    _must_be_visited(waiting(world), "no_position", vague, reason=True)
    nowhere = handler.photo() | {"lat": None, "lon": None}
    _must_be_visited(waiting(world), "no_position", nowhere, reason=True)


def _wrong_place_in_the_photo(world: World) -> None:
    """The phone says here, the bytes say the next town."""
    handler, seeds = world.staff(HANDLER), iter(range(AFTER, AFTER + 3))

    def taken_at(lat: float, lon: float) -> object:
        inside = exif(gps=place((lat, 0, 0), (lon, 0, 0)))
        return shot(handler, pictures.jpeg(pictures.street(next(seeds)), exif=inside))

    far = taken_at(EAST["lat"] + 0.05, EAST["lon"])
    _must_be_visited(waiting(world), "far", far, reason=True)
    here = Point(EAST["lat"], EAST["lon"])
    for honest in (here, here.to(Datum.GCJ02)):
        story = waiting(world)
        assert finish(story, taken_at(honest.lat, honest.lon)).status_code == 200
        assert marks(world, story.number) == set()


def _own_check(world: World) -> None:
    story = waiting(world)
    assert finish(story, world.staff(HANDLER).photo()).status_code == 200
    looked = {"judged_from_photos": True}
    for name in (HANDLER, "sanitation_handler2"):
        refused(world.staff(name).act(story.number, "check_pass", looked), 403, "forbidden")
    make_checkers(world, HANDLER, "sanitation_handler2")
    for name in (HANDLER, "sanitation_handler2"):
        refused(world.staff(name).act(story.number, "check_pass", looked), 403, "forbidden")
    assert marks(world, story.number) == set()


def _checker_of_choice(world: World) -> None:
    """Somebody who was not drawn offers to check: the case does not exist for them."""
    story = waiting(world)
    assert finish(story, world.staff(HANDLER).photo()).status_code == 200
    names = {"checker", "checker2"} - {world.checker_of(story.number).name}
    other = world.staff(names.pop())
    assert other.view(story.number).status_code == 404
    assert other.get("cases?queue=to_check").get_json()["items"] == []
    refused(other.act(story.number, "check_pass", {"judged_from_photos": True}), 404, "not_found")


def _checked_from_the_desk(world: World) -> None:
    story = waiting(world)
    handler = world.staff(HANDLER)
    assert finish(story, handler.photo() | {"source": "album"}).status_code == 200
    checker = world.checker_of(story.number)
    for odd in ({"source": "album"}, {"captured_at": ago(minutes=20)}):
        tried = checker.act(story.number, "check_pass", {"photos": [checker.photo() | odd]})
        refused(tried, 422, "check_on_site", "photos")
    nowhere = [checker.photo() | {"lat": None}]
    refused(checker.act(story.number, "check_pass", {"photos": nowhere}), 422, "check_unplaced")
    passed = checker.do(story.number, "check_pass", photos=nowhere, note="楼道里没有信号")
    assert passed["state"] == "confirming"
    assert alarmed(world, story.number) == {"unplaced"}


def _silence(world: World) -> None:
    story = Story(world).confirming()
    world.clock.advance(hours=73)
    assert world.timers() >= 1
    seen = story.reporter.view(story.number).get_json()
    assert (seen["state"], seen["rating"]) == ("closed", None)
    draw = {"street": "990101001", "month": "2026-11"}
    assert world.staff("supervisor").post("samples", draw).status_code == 201
    (check,) = world.staff("inspector").get("spot-checks").get_json()["items"]
    assert (check["case_number"], "silent" in check["flags"]) == (story.number, True)


def _bulk_closing(world: World) -> None:
    handler, stories = world.staff(HANDLER), [waiting(world) for _ in range(5)]
    for story in stories:
        world.clock.advance(minutes=1)
        assert finish(story, handler.photo()).status_code == 200
    assert [bool(alarmed(world, story.number)) for story in stories] == [False] * 4 + [True]
    assert alarmed(world, stories[-1].number) == {"bulk"}


def _done_at_once(world: World) -> None:
    """Taken in and finished within three minutes, from where the one before was finished."""
    handler, first, second = world.staff(HANDLER), Story(world).handling(), Story(world).handling()
    world.clock.advance(minutes=2)
    for story in (first, second):
        assert finish(story, handler.photo()).status_code == 200
    assert marks(world, first.number) == {"fast"}
    assert alarmed(world, second.number) == {"unmoved"}


def _false_closure(world: World) -> None:
    story = Story(world).closed()
    inspector = world.staff("inspector")
    found = {"photos": [inspector.photo()], "words": "垃圾还在原处。"}
    again = inspector.do(story.number, "mark_false_closure", **found)
    assert (again["state"], "false_closure" in again["marks"]) == ("handling", True)
    assert "垃圾还在原处" in story.reporter.view(story.number).text
    photo = world.staff(HANDLER).photo
    assert finish(story, photo()).status_code == 200
    assert "full_check" in marks(world, story.number)
    _must_be_visited(waiting(world), "full_check", photo(), reason=False)
    elsewhere = Story(world).dispatched("municipal").finished("municipal_handler")
    assert "full_check" not in marks(world, elsewhere.number)


FRAUDS: dict[str, Fraud] = {
    "reused bytes": _reused_bytes,
    "re-encoded": _manipulated(pictures.reencoded),
    "brightened": _manipulated(pictures.brightened),
    "cropped 5 %": _manipulated(pictures.cropped),
    "painted over": _manipulated(pictures.painted_over),
    "photo of another case": _photo_of_another_case,
    "old photo": _old_photo,
    "old photo with a new time": _old_photo_with_a_new_time,
    "from the album": _from_the_album,
    "wrong place": _wrong_place,
    "wrong place in the photo": _wrong_place_in_the_photo,
    "own check": _own_check,
    "checker of one's choice": _checker_of_choice,
    "checked from the desk": _checked_from_the_desk,
    "silence": _silence,
    "bulk closing": _bulk_closing,
    "done at once": _done_at_once,
    "false closure": _false_closure,
}
"""What is tried, under the names of the table in docs/fraud.md."""


@pytest.mark.parametrize("name", FRAUDS)
def test_what_happens_to_a_fraud(world: World, name: str) -> None:
    FRAUDS[name](world)
    assert world.findings() == []


def test_the_documented_frauds_are_the_tested_ones() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    assert [row for row in rows if row in FRAUDS] == list(FRAUDS)
    assert len(rows) == len(FRAUDS) + 1, "one row a fraud, under one heading"


def test_an_honest_photo_from_another_spot_passes(world: World) -> None:
    before = pictures.jpeg(pictures.street(BEFORE))
    story = waiting(world, before)
    after = shot(world.staff(HANDLER), pictures.from_another_spot(BEFORE))
    assert finish(story, after).status_code == 200
    assert marks(world, story.number) == set()
    assert story.checked("check_pass", judged_from_photos=True)["state"] == "confirming"
    assert world.staff("supervisor").get("alarms").get_json() == {"items": [], "pairs": []}
    seen = world.checker_of(story.number).view(story.number)
    assert "陈处置乙" not in seen.text
    assert seen.get_json()["organisation"]["code"] == OFFICE


def test_photos_from_before_the_comparison_are_found_too(world: World) -> None:
    scene = pictures.street(BEFORE)
    story = waiting(world, pictures.jpeg(scene))
    with world.app.app_context(), unit_of_work() as session:
        session.execute(delete(PhotoPrint))
    with world.app.app_context():
        assert (keep_missing(), keep_missing()) == (1, 0)
    photo = shot(world.staff(HANDLER), pictures.brightened(scene))
    refused(finish(story, photo), 422, "proof_reason", "proof_reason")


def test_an_honest_rework_from_the_same_spot_passes(world: World) -> None:
    """After a failed check the handler may stand where the last photo was taken."""
    story, handler = waiting(world), world.staff(HANDLER)
    clean = pictures.street(AFTER, rubbish=False)
    assert finish(story, shot(handler, pictures.jpeg(clean))).status_code == 200
    story.checked("check_fail", reason="角落还有")
    assert finish(story, shot(handler, pictures.reencoded(clean))).status_code == 200
    assert "suspect_reuse" not in marks(world, story.number)
