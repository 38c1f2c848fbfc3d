"""What becomes of a case by each action, from the specification."""

from __future__ import annotations

from typing import Any

from server.cases.states import State
from server.cases.workflow import BY_ACTION
from tests.cases.model import HOUR, MINOR, Expected, Model, Said
from tests.support.world import Person

S = State
STREETS = {"990101001": "east", "990101002": "west"}
OF_THE_OLD_HOLDER = ("return", "extension", "suspension", "whistle", "call", "co_handling")


class Consequences:
    """Brings the model to where actions lead."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def done(self, case: Expected, who: Person, action: str, data: dict[str, Any]) -> None:
        """Bring the model to where ``action`` leads."""
        aim = case if who.is_staff else case.root
        before = aim.state
        aim.state = BY_ACTION[action].target or before
        change = getattr(self, f"_{action}", None)
        if change is not None:
            change(aim, who, data)
        if action == "withdraw" and self.model.reports(aim):
            aim.state = before
        aim.lapse()

    def timed_out(self) -> int:
        """What the system does now by itself, alarms aside; how many cases it is."""
        now = self.model.now
        limits = {S.NEED_INFO: ("asked", S.REJECTED), S.CONFIRMING: ("passed", S.CLOSED)}
        done = 0
        for case in self.model.cases:
            since, target = limits.get(case.state, ("", None))
            if target and not case.disputed and now >= case.at[since] + 72 * HOUR:
                case.state = target
                case.at["closed" if target is S.CLOSED else "rejected"] = now
                done += 1
            for matter in case.alive("return"):
                if matter.status == "open" and matter.until and matter.until <= now:
                    matter.status = "escalated"
                    done += 1
            for matter in case.alive("suspension"):
                if matter.status == "approved" and matter.until and matter.until <= now:
                    self._resume(case)
                    case.state = S.HANDLING
                    done += 1
            case.lapse()
        return done

    def _begin(self, case: Expected, kind: str, **columns: object) -> None:
        case.begin(kind, at=self.model.now, **columns)

    def raised(self, case: Expected, office: str) -> None:
        """The system supervised an office about a case."""
        self._begin(case, "supervision", org=office)

    # --- intake --------------------------------------------------------------------------------

    def _request_info(self, case: Expected, *_: object) -> None:
        case.asked += 1
        case.at["asked"] = self.model.now

    def _ask_verify(self, case: Expected, *_: object) -> None:
        case.condition = MINOR
        case.end("verification", "lapsed")
        self._begin(case, "verification", by=self.model.world.staff("east_grid"))

    def _verify_true(self, case: Expected, *_: object) -> None:
        case.end("verification", "done")
        case.accepted = True

    def _verify_false(self, case: Expected, who: Person, *_: object) -> None:
        case.end("verification", "done")
        case.at["rejected"] = self.model.now
        case.rejected_by = who

    def _transfer_intake(self, case: Expected, _who: Person, data: dict[str, Any]) -> None:
        self._to_street(case, STREETS[str(data["area"])])
        case.moved += 1

    def _to_street(self, case: Expected, street: str) -> None:
        case.place = street
        case.office = "centre" if street == case.recused else street

    def _correct_place(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        street = "east" if data["place"]["lon"] > 120.02 else "west"
        before = case.office
        self._to_street(case, street)
        if case.office == before:
            return
        case.moved += 1
        final = case.settled or case.returns >= 3
        if case.state in (S.ASSIGNED, S.HANDLING) and not final:
            case.end("return", "lapsed")
            self._request_return(case, who)

    def _split(self, case: Expected, *_: object) -> None:
        number = self.model.world.newest()
        other = Expected(number, S.SUBMITTED, case.office, recused=case.recused, place=case.place)
        other.split_from = case
        first = next((said for said in case.reports if not said.withdrawn), None)
        source = case.reports[0] if case.reports and not case.reports[0].withdrawn else first
        reporters = self.model.reports(case)
        chosen = source or (reporters[0] if reporters else None)
        if chosen is not None:
            other.reports.append(Said(chosen.who))
        self.model.cases.append(other)

    def _reject(self, case: Expected, who: Person, *_: object) -> None:
        case.at["rejected"] = self.model.now
        case.rejected_by = who

    def _appeal(self, case: Expected, *_: object) -> None:
        case.appeals += 1

    def _withdraw(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.model.mine(case, who):
            said.withdrawn = True

    def _merge(self, case: Expected, _who: Person, data: dict[str, Any]) -> None:
        named = next(other for other in self.model.cases if other.number == data["master"])
        for member in self.model.family(case):
            member.master = named.root
        case.at["merged"] = self.model.now

    def _unmerge(self, case: Expected, *_: object) -> None:
        case.master = None
        case.accepted = False
        case.unmerges += 1

    def _accept(self, case: Expected, *_: object) -> None:
        case.accepted = True

    def _repair_now(self, case: Expected, who: Person, *_: object) -> None:
        case.condition = MINOR
        case.accepted = True
        case.responsible = self.model.offices[who.name]
        case.at["dispatched"] = self.model.now
        self._finish(case, who)

    # --- work ----------------------------------------------------------------------------------

    def _dispatch(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        case.responsible = str(data["organisation"])
        case.dispatcher = who
        case.at["dispatched"] = self.model.now

    def _recall_dispatch(self, case: Expected, *_: object) -> None:
        case.responsible = case.dispatcher = None
        case.recalls += 1

    def _add_co_handler(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        self._begin(case, "co_handling", org=data["organisation"], by=who)

    def _co_done(self, case: Expected, who: Person, *_: object) -> None:
        case.end("co_handling", "done", self.model.offices[who.name])

    def _request_return(self, case: Expected, who: Person, *_: object) -> None:
        until = self.model.world.due(self.model.now, 2, "working_hour")
        self._begin(case, "return", org=case.responsible, by=who, until=until)

    def _approve_return(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        case.returns += 1
        self._give_away(case, who, data)

    def _refuse_return(self, case: Expected, *_: object) -> None:
        case.end("return", "refused")

    def _settle(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        case.settled = True
        case.settlements += 1
        self._give_away(case, who, data)

    def _give_away(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        for kind in OF_THE_OLD_HOLDER:
            case.end(kind, "over")
        self._dispatch(case, who, data)

    # --- whistle -------------------------------------------------------------------------------

    def _whistle(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        self._begin(case, "whistle", org=self.model.offices[who.name], by=who)
        for code in data["organisations"]:
            self._begin(case, "call", org=code, by=who)

    def _whistle_ack(self, case: Expected, who: Person, *_: object) -> None:
        self._answered(case, who, "acknowledged")

    def _whistle_report_in(self, case: Expected, who: Person, *_: object) -> None:
        self._answered(case, who, "reported_in")

    def _whistle_measures(self, case: Expected, who: Person, *_: object) -> None:
        self._answered(case, who, "measured")

    def _answered(self, case: Expected, who: Person, status: str) -> None:
        case.alive("call", self.model.offices[who.name])[0].status = status

    def _whistle_dispute(self, case: Expected, _who: Person, data: dict[str, Any]) -> None:
        case.alive("call", data["organisation"])[0].status = "disputed"

    def _whistle_confirm(self, case: Expected, _who: Person, data: dict[str, Any]) -> None:
        case.end("call", "over", data["organisation"])
        if not case.alive("call"):
            case.end("whistle", "done")

    _whistle_excuse = _whistle_confirm

    # --- more time -----------------------------------------------------------------------------

    def _request_extension(self, case: Expected, who: Person, *_: object) -> None:
        until = self.model.world.due(self.model.now, 4, "working_hour")
        self._begin(case, "extension", org=case.responsible, by=who, until=until)

    def _approve_extension(self, case: Expected, *_: object) -> None:
        case.end("extension", "approved")
        case.extensions += 1

    def _refuse_extension(self, case: Expected, *_: object) -> None:
        case.end("extension", "refused")

    def _request_suspension(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        until = self.model.world.local_midnight(data["until"])
        self._begin(case, "suspension", org=case.responsible, by=who, until=until)

    def _approve_suspension(self, case: Expected, *_: object) -> None:
        case.alive("suspension")[0].status = "approved"
        case.end("return", "lapsed")
        case.end("extension", "lapsed")

    def _refuse_suspension(self, case: Expected, *_: object) -> None:
        case.end("suspension", "refused")

    def _resume(self, case: Expected, *_: object) -> None:
        case.end("suspension", "done")

    # --- close-out -----------------------------------------------------------------------------

    def _finish(self, case: Expected, who: Person, *_: object) -> None:
        case.handler = who
        case.at["fixed"] = self.model.now

    def _recall_finish(self, case: Expected, *_: object) -> None:
        case.handler = None

    def _check_pass(self, case: Expected, *_: object) -> None:
        for said in self.model.reports(case):
            said.answer = None
        case.at["passed"] = self.model.now
        if not self.model.reports(case):
            self._close(case)

    def _close(self, case: Expected) -> None:
        case.state, case.disputed = S.CLOSED, False
        case.at["closed"] = self.model.now

    def _confirm(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.model.mine(case, who):
            said.answer = "confirmed"
        if all(said.answer for said in self.model.reports(case)):
            self._close(case)
        else:
            case.state = S.CONFIRMING

    def _refuse(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.model.mine(case, who):
            said.answer = "refused"
        if case.refusals:
            case.state, case.disputed = S.CONFIRMING, True
        case.refusals += 1

    def _uphold_refusal(self, case: Expected, *_: object) -> None:
        case.disputed = False

    def _overrule_refusal(self, case: Expected, *_: object) -> None:
        self._close(case)

    def _rate(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.model.mine(case, who):
            said.rated = True

    def _reopen(self, case: Expected, *_: object) -> None:
        """What nobody ever had begins where it was left."""
        case.forced = False
        if case.responsible is None:
            case.state = S.TO_DISPATCH if case.accepted else S.SUBMITTED

    _mark_false_closure = _reopen

    def _late_appeal(self, case: Expected, *_: object) -> None:
        case.late_appeals += 1
        self._begin(case, "late_appeal", org=case.responsible)

    def _decide_late_appeal(self, case: Expected, who: Person, data: dict[str, Any]) -> None:
        appeal = case.alive("late_appeal")[0]
        if appeal.by is None:
            appeal.by, appeal.org = who, data["decision"]
            return
        case.exempt = (appeal.org, data["decision"]) == ("grant", "grant")
        case.end("late_appeal", "over")

    # --- by two, and supervision ---------------------------------------------------------------

    def _request_void(self, case: Expected, who: Person, *_: object) -> None:
        self._begin(case, "void", by=who)

    def _approve_void(self, case: Expected, *_: object) -> None:
        case.disputed = False

    def _refuse_void(self, case: Expected, *_: object) -> None:
        case.end("void", "refused")

    def _request_force_close(self, case: Expected, who: Person, *_: object) -> None:
        self._begin(case, "force_close", by=who)

    def _approve_force_close(self, case: Expected, *_: object) -> None:
        case.forced = True
        self._close(case)

    def _refuse_force_close(self, case: Expected, *_: object) -> None:
        case.end("force_close", "refused")

    def _supervise(self, case: Expected, *_: object) -> None:
        working = case.state in (S.ASSIGNED, S.HANDLING)
        self._begin(case, "supervision", org=case.responsible if working else case.office)

    def _supervise_reply(self, case: Expected, who: Person, *_: object) -> None:
        case.end("supervision", "replied", self.model.offices[who.name])
