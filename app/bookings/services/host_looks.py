"""Opening what is known of a child for its stay, and telling its household who did."""

from collections.abc import Sequence

from app.accounts.models import Person
from app.bookings.models import Booking, BookingKind
from app.bookings.queries.stays import NOT_THERE, SeenStay, stay_for, stay_or_its_end
from app.core.errors import NotFound
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import CareSection, Child, LookedAt
from app.families.queries import care_texts
from app.families.services import look_at_child
from app.families.services.looks import record_looks_on_the_day

_REASONS = {
    BookingKind.SLEEPOVER: "has the child for a sleepover",
    BookingKind.DAY_CARE: "has the child for day care",
    BookingKind.TEA: "has the child for tea",
}


def look_at_card(
    *, actor: Person, booking_id: int, child_id: int, by_workers_too: bool = False
) -> tuple[SeenStay, Child]:
    """A child of a stay, for a page that shows a host what is known of it.

    A host's look is written down first, once a day. Those who work with the family have the
    child's own pages, where theirs is; `by_workers_too` where they read it here. Raises
    `NotFound` wherever the stay is not open to `actor`.
    """
    with unit_of_work():
        seen = stay_for(actor, booking_id)
        child = seen.child(child_id)
        if seen.is_only_host:
            record_host(actor=actor, booking=seen.booking, children=[child])
        elif by_workers_too and not seen.is_family:
            look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CARE_CARD)
    return seen, child


def record_host(*, actor: Person, booking: Booking, children: list[Child]) -> None:
    """Write down that a host is told of children whose stay is open to it, once a London day."""
    record_looks_on_the_day(
        actor=actor,
        child_ids=[child.id for child in children],
        thing=LookedAt.CARE_CARD,
        role=Role.LINK_CARER if Role.LINK_CARER in actor.roles else Role.CARER,
        reason=_REASONS[booking.kind],
    )


def numbers_to_ring(
    *, actor: Person, booking_id: int
) -> tuple[SeenStay, Sequence[tuple[Child, str]]]:
    """A stay, and of each child what its card says about whom to ring.

    A host who reads it is written down. Others than the two sides read it on the card itself.
    Raises `NotFound` wherever the stay is not open to `actor`.
    """
    with unit_of_work():
        seen = stay_or_its_end(actor, booking_id)
        if seen.is_only_host and not seen.booking.is_open_to_host:
            raise NotFound(NOT_THERE)
        if not seen.is_of_a_side:
            return seen, []
        section = CareSection.EMERGENCY
        texts = care_texts([child.id for child in seen.children], [section])
        told = [
            (child, texts[child.id][section])
            for child in seen.children
            if texts.get(child.id, {}).get(section)
        ]
        if seen.is_only_host and told:
            record_host(actor=actor, booking=seen.booking, children=[each for each, _ in told])
    return seen, told
