"""What is somebody's own: the home page of sponsors, keepers, persons of areas, grid workers."""

from __future__ import annotations

from dataclasses import dataclass

from server.platform import clock
from server.platform.actor import Actor
from server.responsibility.book import COMMUNITY
from server.responsibility.books import current_book
from server.responsibility.figures import AREA, Figures, Target, figures_of
from server.responsibility.queries import Named
from server.responsibility.targets import target_named

ORGANISATION, PERSON, WORKER = "organisation", "person", "grid_worker"


@dataclass(frozen=True)
class OwnTarget:
    """A target and in which capacity it is one's own: by the organisation, or a duty."""

    kind: str
    capacity: str
    target: Named
    figures: Figures


def own_targets(actor: Actor) -> list[OwnTarget]:
    """Everything the actor or the actor's organisation answers for now, with its figures.

    The number of queries does not depend on how much that is.
    """
    book, now = current_book(), clock.now()
    own: list[tuple[Target, str]] = [
        (entry.target, ORGANISATION)
        for entry in book.sponsorships
        if entry.organisation_id == actor.organisation_id and entry.span.holds(now)
    ]
    if actor.staff_id is not None:
        kept = book.kept_by(actor.staff_id, now)
        own += [(("segment", segment.id), role) for segment, role in kept]
        answered = book.areas_answered_by(actor.staff_id, now)
        own += [((AREA, number), PERSON) for number in answered]
        own += [((AREA, number), WORKER) for number in book.bound_to(actor.staff_id)]
    figures = figures_of(book, [target for target, _ in own], actor.organisation_id)
    return [
        OwnTarget(
            target[0],
            capacity,
            target_named(book, COMMUNITY if target[0] == AREA else target[0], target[1]),
            figures[target],
        )
        for target, capacity in own
    ]
