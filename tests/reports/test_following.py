"""Who may follow a case, and what each of them reads."""

from __future__ import annotations

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World


def test_only_the_reporter_follows(world: World) -> None:
    story = Story(world)
    shown = story.reporter.view(story.number).json
    assert shown["query_code"] == story.receipt["query_code"]
    refused(world.resident().view(story.number), 404, "not_found")
    unknown = world.resident().get("follow/990101-20261123-XXXX")
    foreign = world.resident().view(story.number)
    assert unknown.data == foreign.data
    refused(world.staff("east_clerk").get(f"follow/{story.number}"), 404, "not_found")


def test_a_wrong_code_is_an_unknown_case(world: World) -> None:
    story = Story(world)
    other = Story(world).receipt["query_code"]
    answers = [
        world.anonymous.get(f"follow/{number}", headers={"X-Query-Code": code})
        for number, code in (
            (story.number, other),
            (story.number, "A" * 16),
            (story.number, "short"),
            ("990101-20261123-XXXX", other),
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


def test_wrong_codes_are_limited(world: World) -> None:
    story = Story(world)
    path, right = f"follow/{story.number}", {"X-Query-Code": story.receipt["query_code"]}
    for _ in range(10):
        answer = world.anonymous.get(path, headers={"X-Query-Code": "A" * 16})
        assert answer.status_code == 404
    limited = world.anonymous.get(path, headers=right)
    refused(limited, 429, "too_many_requests")
    assert int(limited.headers["Retry-After"]) > 0
    assert story.reporter.view(story.number).status_code == 200
    world.clock.advance(hours=1)
    assert world.anonymous.get(path, headers=right).status_code == 200


def test_another_reporters_photos_stay_private(world: World) -> None:
    story = Story(world).accepted()
    second = world.resident()
    story.join(second, photos=[{**second.photo(), "role": "near"}])
    own = {photo["id"] for photo in second.view(story.number).json["photos"]}
    first = {photo["id"] for photo in story.reporter.view(story.number).json["photos"]}
    assert len(own) == len(first) == 1
    assert own.isdisjoint(first)
    everything = [p["id"] for p in world.staff("east_clerk").view(story.number).json["photos"]]
    assert set(everything) == own | first
    world.staff("east_clerk").do(story.number, "publish", photo_ids=sorted(first))
    assert {p["id"] for p in second.view(story.number).json["photos"]} == own | first


def test_a_resident_reads_organisations_but_no_names_and_no_notes(world: World) -> None:
    story = Story(world).fixed()
    story.checked("check_fail", reason="只给单位看的原因")
    story.by("east_clerk", "add_note", note="只给单位看的备注")
    shown = story.reporter.view(story.number)
    public = world.anonymous.get(f"public/cases/{story.number}")
    for answer in (shown, public):
        assert "只给单位看" not in answer.text
        assert not [row["name"] for row in world.people if row["name"] in answer.text]
    assert shown.json["organisation"] == {"name": "环卫处"}
    assert {event["by"] for event in shown.json["timeline"]} == {"reporter", "office"}


class TestJoining:
    def test_only_public_open_cases(self, world: World) -> None:
        story = Story(world)
        who = world.resident()
        form = world.report_form(who, photos=[])
        del form["tile"]
        path = f"public/cases/{story.number}/join"
        refused(who.post(path, form), 404, "not_found")
        story.accepted()
        first, again = who.post(path, form), who.post(path, form)
        assert (first.status_code, again.status_code, again.data) == (201, 200, first.data)
        assert who.view(story.number).json["state"] == "to_dispatch"
        other = world.report_form(who, photos=[])
        del other["tile"]
        refused(who.post(path, other), 409, "joined_already")
        own = world.report_form(story.reporter, photos=[])
        del own["tile"]
        refused(story.reporter.post(path, own), 409, "joined_already")
        closed = Story(world).closed()
        late = world.report_form(who, photos=[])
        del late["tile"]
        answer = who.post(f"public/cases/{closed.number}/join", late)
        refused(answer, 409, "action_not_allowed")

    def test_the_code_of_a_joined_report_opens_the_case(self, world: World) -> None:
        story = Story(world).accepted()
        receipt = story.join(world.resident())
        headers = {"X-Query-Code": receipt["query_code"]}
        opened = world.anonymous.get(f"follow/{story.number}", headers=headers)
        assert opened.status_code == 200

    def test_merged_reports_are_followed_under_their_own_number(self, world: World) -> None:
        master, child = Story(world), Story(world)
        world.staff("east_clerk").do(child.number, "merge", master=master.number)
        headers = {"X-Query-Code": child.receipt["query_code"]}
        opened = world.anonymous.get(f"follow/{child.number}", headers=headers).json
        assert (opened["case_number"], opened["merged_into"]) == (child.number, master.number)
        wrong = world.anonymous.get(f"follow/{master.number}", headers=headers)
        assert wrong.status_code == 404


class TestPublicPage:
    def test_only_after_acceptance_and_not_refused(self, world: World) -> None:
        story = Story(world)
        path = f"public/cases/{story.number}"
        assert world.anonymous.get(path).status_code == 404
        story.accepted()
        assert world.anonymous.get(path).status_code == 200
        assert story.number in world.anonymous.get("public/cases").text
        rejected = Story(world)
        rejected.by("east_clerk", "reject", reason_code="1", words="x", channel="none")
        assert world.anonymous.get(f"public/cases/{rejected.number}").status_code == 404
        assert rejected.number not in world.anonymous.get("public/cases").text

    def test_nothing_of_the_reporter(self, world: World) -> None:
        words, address = "张三家门口的垃圾", "张三家 3 单元"
        contact = {"phone": "13912345678"}
        story = Story(world, words=words, address=address, contact=contact).closed()
        answer = world.anonymous.get(f"public/cases/{story.number}")
        for secret in (
            "张三",
            "13912345678",
            "139****5678",
            "reporter_",
            story.receipt["query_code"],
        ):
            assert secret not in answer.text
        assert answer.json["reporters"] == 1
        assert {event["words"] for event in answer.json["timeline"]} == {None}

    def test_homes_are_rounded(self, world: World) -> None:
        place = {"lat": 40.01234, "lon": 120.03111, "source": "fix"}
        exact, home = Story(world, place=place), Story(world, place=place)
        exact.accepted(category="E01")
        home.accepted(category="E02")
        at = world.anonymous.get(f"public/cases/{exact.number}").json
        near = world.anonymous.get(f"public/cases/{home.number}").json
        assert (at["lat"], at["lon"]) == (40.01234, 120.03111)
        assert (near["lat"], near["lon"]) == (40.0125, 120.031)

    def test_similar_offers_public_open_cases_near_by(self, world: World) -> None:
        story = Story(world)
        query = "similar?lat=40.01&lon=120.03&tile=T1"
        assert world.anonymous.get(query).json == {"items": []}
        story.accepted()
        (offered,) = world.anonymous.get(query).json["items"]
        assert (offered["number"], offered["distance_m"]) == (story.number, 0)
        assert world.anonymous.get("similar?lat=40.011&lon=120.03&tile=T1").json["items"] == []
        assert world.anonymous.get(query.replace("T1", "T8")).json["items"] == []
