"""A case from East on its usual way, as far as a test needs it."""

from __future__ import annotations

from typing import Any

from tests.support.world import Person, World

DONE = "已经全部清理干净,请看照片。"


class Story:
    """A report of waste in East and what becomes of it: each step takes the ones before it."""

    def __init__(self, world: World, reporter: Person | None = None, **report: Any) -> None:
        self.world = world
        self.reporter = reporter or world.resident()
        answer = self.reporter.report(**report)
        assert answer.status_code == 201, answer.text
        self.receipt: dict[str, Any] = answer.get_json()
        self.number: str = self.receipt["case_number"]
        self.category = ("E01", 1)

    def by(self, username: str, action: str, **data: Any) -> dict[str, Any]:
        """An action of somebody of the offices that must succeed."""
        return self.world.staff(username).do(self.number, action, **data)

    def accepted(self, category: str = "E01", condition: int = 1) -> Story:
        self.by("east_clerk", "accept", **self.world.condition(category, condition))
        self.category = (category, condition)
        return self

    def dispatched(self, organisation: str = "sanitation", **how: Any) -> Story:
        self.accepted(**how)
        reason = {"reason": "按职责"} if organisation != "sanitation" else {}
        self.by("east_dispatcher", "dispatch", organisation=organisation, **reason)
        return self

    def handling(self, **how: Any) -> Story:
        self.dispatched(**how)
        self.by("sanitation_handler", "acknowledge")
        return self

    def finished(self, by: str = "sanitation_handler") -> Story:
        """Finish what is with the organisation now."""
        person = self.world.staff(by)
        data = {"photos": [person.photo()], "words": DONE, "close_type": "rectified"}
        person.do(self.number, "finish", **data)
        return self

    def fixed(self, **how: Any) -> Story:
        return self.handling(**how).finished()

    def passed(self) -> Story:
        """Let the check succeed."""
        self.checked("check_pass", judged_from_photos=True)
        return self

    def checked(self, action: str, **data: Any) -> dict[str, Any]:
        """The check, by whoever was drawn for it."""
        return self.world.checker_of(self.number).do(self.number, action, **data)

    def confirming(self, **how: Any) -> Story:
        return self.fixed(**how).passed()

    def closed(self, **how: Any) -> Story:
        self.confirming(**how)
        self.reporter.do(self.number, "confirm")
        return self

    def disputed(self) -> Story:
        """Refused for the second time: the supervisor has to decide."""
        self.confirming()
        self.reporter.do(self.number, "refuse", words="还有垃圾")
        self.finished().passed()
        self.reporter.do(self.number, "refuse", words="还是没有清")
        return self

    def join(self, who: Person, **changes: Any) -> dict[str, Any]:
        """Another resident meets the same problem."""
        form = self.world.report_form(who, photos=[]) | changes
        del form["tile"]
        answer = who.post(f"public/cases/{self.number}/join", form)
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.get_json()
        return receipt
