"""Bookings: which ones somebody may see."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    LIVE,
    Booking,
    BookingState,
    BookingStep,
    BookingYes,
    CallState,
    HostCall,
    Stay,
)
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.families.models import Household, HouseholdMember, HouseholdState
from app.families.queries.households import with_children_seen_by

NOT_THERE = "This booking is not there, or it is not yours to see. Go back to Bookings."
#: A host sees what it was asked until somebody has it, and what it took.
OPEN_CALLS = (CallState.ASKED, CallState.OFFERED, CallState.ACCEPTED)


#: For lists: nothing is decrypted that they do not show.
WITHOUT_WORDS = (defer(Booking.note), defer(Booking.ended_why))


def homes_of(actor: Person) -> sa.Select[int]:
    """The household `actor` lives in today, as its id."""
    return (
        sa.select(HouseholdMember.household_id)
        .join(HouseholdMember.household)
        .where(
            HouseholdMember.person_id == actor.id,
            HouseholdMember.in_force(clock.today()),
            Household.state != HouseholdState.LEFT,
        )
    )


def is_seen_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` may see a `Booking`.

    Those of families whose children they may see (own, of Hives they lead, supervised); as a
    host those it was asked for, until somebody else has them, and those it took.
    """
    families = sa.select(Household.id).where(with_children_seen_by(actor))
    homes = homes_of(actor)
    asked = sa.select(HostCall.booking_id).where(
        HostCall.host_id.in_(homes), HostCall.state.in_(OPEN_CALLS)
    )
    return sa.or_(
        Booking.household_id.in_(families), Booking.host_id.in_(homes), Booking.id.in_(asked)
    )


def visible_bookings(actor: Person) -> sa.Select[Booking]:
    """The bookings `actor` may see, in the order they begin."""
    return sa.select(Booking).where(is_seen_by(actor)).order_by(Booking.starts_at, Booking.id)


def with_everything(bookings: sa.Select[Booking]) -> sa.Select[Booking]:
    """The same with families, hosts, children, calls and yeses, for a booking's own page."""
    return bookings.options(
        joinedload(Booking.household)
        .selectinload(Household.members)
        .joinedload(HouseholdMember.person),
        joinedload(Booking.household).joinedload(Household.hive),
        joinedload(Booking.household).joinedload(Household.social_worker),
        joinedload(Booking.host).selectinload(Household.members).joinedload(HouseholdMember.person),
        selectinload(Booking.stays).joinedload(Stay.child),
        selectinload(Booking.calls)
        .joinedload(HostCall.host)
        .selectinload(Household.members)
        .joinedload(HouseholdMember.person),
        selectinload(Booking.yeses).joinedload(BookingYes.child),
    )


def booking_for(actor: Person, booking_id: int) -> Booking:
    """A booking `actor` may see, with everything around it; raises `NotFound`."""
    found = db.session.scalar(
        with_everything(visible_bookings(actor))
        .where(Booking.id == booking_id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def booking_asked_as(actor: Person, client_id: object) -> Booking | None:
    """The booking the actor asked for with this client-made id, for a second send."""
    return db.session.scalar(
        sa.select(Booking).where(Booking.asked_by_id == actor.id, Booking.client_id == client_id)
    )


def stays_in_the_way(
    child_ids: Collection[int],
    starts_at: datetime,
    ends_at: datetime,
    *,
    besides: int | None = None,
    states: Collection[BookingState] = LIVE,
) -> Sequence[Stay]:
    """Stays of these children that overlap a time, asked for or held. For services: not scoped.

    `besides` is a booking that does not count.
    """
    found = (
        sa.select(Stay)
        .join(Stay.booking)
        .where(
            Stay.child_id.in_(child_ids),
            Stay.gone_home_at.is_(None),
            Stay.starts_at < ends_at,
            Stay.ends_at > starts_at,
            Booking.state.in_(states),
        )
        .options(joinedload(Stay.child), joinedload(Stay.booking))
        .order_by(Stay.id)
    )
    if besides is not None:
        found = found.where(Booking.id != besides)
    return db.session.scalars(found).all()


def beds_taken(
    host_ids: Collection[int], starts_at: datetime, ends_at: datetime
) -> dict[int, set[int]]:
    """The numbered beds that somebody has at some time between, by the host's id. For services."""
    found: dict[int, set[int]] = {host_id: set() for host_id in host_ids}
    rows = db.session.execute(
        sa.select(Stay.host_id, Stay.bed).where(
            Stay.host_id.in_(host_ids), Stay.starts_at < ends_at, Stay.ends_at > starts_at
        )
    )
    for host_id, bed in rows:
        if host_id is not None and bed is not None:
            found[host_id].add(bed)
    return found


def steps_of(booking: Booking) -> Sequence[BookingStep]:
    """The trail of a booking found through its actor, the first change first."""
    return db.session.scalars(
        sa.select(BookingStep)
        .where(BookingStep.booking_id == booking.id)
        .options(joinedload(BookingStep.by))
        .order_by(BookingStep.id)
    ).all()


def held_or_over() -> sa.ColumnElement[bool]:
    """The condition that a host has or had the booking: such nights count."""
    return Booking.state.in_([*HOLDING, BookingState.FINISHED])
