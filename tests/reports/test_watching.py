"""Watching what one did not report, and seeing which office looked at what one did."""

from __future__ import annotations

from typing import Any

from server.reports.contact import OPENED_MOST
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import Person, World

PHONE = "13912345678"


def _told(who: Person) -> list[tuple[str, bool]]:
    items = who.get("notices").get_json()["items"]
    return [(item["title"], item["public"]) for item in items][::-1]


def _watch(who: Person, number: str, method: str = "PUT") -> int:
    return who.ask(method, f"public/cases/{number}/watch").status_code


class TestWatching:
    def test_who_did_not_report_is_told_how_it_goes_on(self, world: World) -> None:
        story, watcher = Story(world).accepted(), world.resident()
        assert _watch(watcher, story.number) == 204
        assert _watch(watcher, story.number) == 204
        story.by("east_dispatcher", "dispatch", organisation="sanitation")
        story.finished().passed()
        story.reporter.do(story.number, "confirm")
        world.drain()
        assert _told(watcher) == [
            ("您关注的案件已派单", True),
            ("您关注的案件已处置", True),
            ("您关注的案件已办结", True),
        ]
        (item,) = watcher.get("my/watched").get_json()["items"]
        assert (item["number"], item["state"]) == (story.number, "closed")
        assert ("您关注的案件已办结", True) not in _told(story.reporter)

    def test_only_what_is_public_and_by_whom_we_can_tell(self, world: World) -> None:
        story, watcher = Story(world), world.resident()
        assert _watch(watcher, story.number) == 404
        story.accepted()
        path = f"public/cases/{story.number}/watch"
        refused(world.anonymous.ask("PUT", path), 401, "sign_in_required")
        shown = world.anonymous.get(path).get_json()
        assert (shown["watched"], shown["own"]) == (False, False)
        assert watcher.get("my/watched").get_json() == {"items": []}
        _watch(watcher, story.number)
        assert watcher.get(path).get_json()["watched"]
        assert story.reporter.get(path).get_json()["own"]

    def test_no_more_after_the_end_of_it(self, world: World) -> None:
        story, watcher = Story(world).accepted(), world.resident()
        _watch(watcher, story.number)
        assert _watch(watcher, story.number, "DELETE") == 204
        story.by("east_dispatcher", "dispatch", organisation="sanitation")
        world.drain()
        assert _told(watcher) == []
        assert watcher.get("my/watched").get_json() == {"items": []}

    def test_a_case_that_is_merged_away_takes_its_watchers_along(self, world: World) -> None:
        master, child, watcher = Story(world).accepted(), Story(world).accepted(), world.resident()
        _watch(watcher, child.number)
        world.staff("east_clerk").do(child.number, "merge", master=master.number)
        master.by("east_dispatcher", "dispatch", organisation="sanitation")
        world.drain()
        assert _told(watcher) == [("您关注的案件已派单", True)]

    def test_a_watcher_reads_no_more_than_everybody(self, world: World) -> None:
        story, watcher = Story(world).accepted(), world.resident()
        _watch(watcher, story.number)
        refused(watcher.view(story.number), 404, "not_found")


class TestLooks:
    def _opened(
        self, world: World, story: Story, who: str = "east_clerk", purpose: str = "place"
    ) -> Any:
        clerk = world.staff(who)
        (report,) = clerk.view(story.number).get_json()["reports"][:1]
        path = f"cases/{story.number}/reports/{report['id']}/contact"
        return clerk.post(path, {"purpose": purpose})

    def test_the_resident_reads_which_office_and_when(self, world: World) -> None:
        story = Story(world, contact={"phone": PHONE})
        looks = f"follow/{story.number}/looks"
        assert story.reporter.get(looks).get_json() == {"items": []}
        opened = self._opened(world, story)
        assert opened.get_json()["reporter_phone"] == PHONE
        photo = world.staff("east_clerk").view(story.number).get_json()["photos"][0]["id"]
        assert world.staff("supervisor").get(f"photos/{photo}/original").status_code == 200
        seen = story.reporter.get(looks)
        told = [
            (item["what"], item["purpose"], item["organisation"]["name"])
            for item in seen.get_json()["items"]
        ]
        assert [(what, purpose) for what, purpose, _ in told] == [
            ("original", None),
            ("contact", "place"),
        ]
        assert told[1][2] == "东街道办事处"
        assert not [row["name"] for row in world.people if row["name"] in seen.text]
        by_code = {"X-Query-Code": story.receipt["query_code"]}
        assert world.anonymous.get(looks, headers=by_code).get_json() == seen.get_json()
        refused(world.resident().get(looks), 404, "not_found")

    def test_a_co_reporter_reads_of_the_own_report_only(self, world: World) -> None:
        story, second = Story(world, contact={"phone": PHONE}).accepted(), world.resident()
        story.join(second)
        self._opened(world, story)
        assert second.get(f"follow/{story.number}/looks").get_json() == {"items": []}

    def test_no_purpose_no_contact_and_who_may_not(self, world: World) -> None:
        story, without = Story(world, contact={"phone": PHONE}), Story(world)
        refused(self._opened(world, story, purpose="curiosity"), 422, "invalid")
        refused(self._opened(world, without), 404, "not_found")
        report = world.staff("east_clerk").view(story.number).get_json()["reports"][0]["id"]
        path = f"cases/{story.number}/reports/{report}/contact"
        body = {"purpose": "place"}
        refused(world.staff("west_clerk").post(path, body), 404, "not_found")
        refused(world.staff("sanitation_handler").post(path, body), 403, "forbidden")
        assert story.reporter.get(f"follow/{story.number}/looks").get_json() == {"items": []}

    def test_so_often_a_day(self, world: World) -> None:
        story = Story(world, contact={"phone": PHONE})
        for _ in range(OPENED_MOST):
            assert self._opened(world, story).status_code == 200
        refused(self._opened(world, story), 429, "too_many_contacts")
        items = story.reporter.get(f"follow/{story.number}/looks").get_json()["items"]
        assert len(items) == OPENED_MOST
        world.clock.advance(hours=24)
        assert self._opened(world, story).status_code == 200


def test_what_one_reporter_wrote_stays_from_the_others(world: World) -> None:
    """Words and address of a report are its sender's, whatever else the reporters share (F1)."""
    first = Story(world, words="张三家楼下", address="三单元 502", contact={"phone": PHONE})
    first.accepted()
    second = world.resident()
    first.join(second, words="我也看见了", address="路口")
    first.reporter.do(first.number, "add_evidence", words="第一位补充的话")
    second.do(first.number, "add_evidence", words="第二位补充的话")
    own = {
        first.reporter: ("张三家楼下", "三单元 502", "第一位补充的话"),
        second: ("我也看见了", "路口", "第二位补充的话"),
    }
    for who, told in own.items():
        read = who.view(first.number).text
        others = [words for other, said in own.items() if other is not who for words in said]
        assert [words for words in told if words not in read] == []
        assert [words for words in others if words in read] == []
        listed = who.get("my/reports").text
        assert [words for words in others if words in listed] == []
