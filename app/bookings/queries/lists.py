"""Bookings as lists: one's own, those one works with, and what became of a host's call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.bookings.models import (
    LIVE,
    SEEKING,
    Booking,
    BookingKind,
    BookingState,
    CallState,
    HostCall,
    Stay,
)
from app.bookings.queries.bookings import homes_of
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Household, HouseholdMember, HouseholdState
from app.families.queries.households import with_children_seen_by
from app.hives.models import Hive

#: So many of what is over are shown, the newest first.
PAST_SHOWN = 20
#: What is over stays in sight of those who work with the family so long.
_FRESH = timedelta(days=14)
_TAKEN = ("It is taken", "Another host said yes first. Thank you for being ready to.")
_NOT_NEEDED = (
    "It is not needed any more",
    "They took it back, or nobody answered in time. Thank you.",
)
_SAID_NO = (
    "You said no this time",
    "They know, and others have been asked. Nothing is left to do.",
)


@dataclass(kw_only=True)
class Own:
    """A family's bookings: what a host has, what is asked for, what is over."""

    coming: list[Booking] = field(default_factory=list)
    asked: list[Booking] = field(default_factory=list)
    past: list[Booking] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.coming or self.asked or self.past)


def own_and_others(actor: Person, home: Household | None) -> tuple[Own, list[Booking]]:
    """The bookings of the actor's household, and those of families they work with that go on.

    Of the others also what ended without a stay lately although its time is to come: somebody
    still needs a place for their children.
    """
    home_id = home.id if home else 0
    past_ids = (
        sa.select(Booking.id)
        .where(Booking.household_id == home_id, Booking.ended_at.is_not(None))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
        .limit(PAST_SHOWN)
    )
    still_needed = sa.and_(
        Booking.state.in_([BookingState.DECLINED, BookingState.EXPIRED]),
        Booking.ended_at > clock.now() - _FRESH,
        Booking.ends_at > clock.now(),
    )
    found = db.session.scalars(
        sa.select(Booking)
        .join(Booking.household)
        .where(
            with_children_seen_by(actor),
            sa.or_(
                Booking.state.in_(LIVE),
                Booking.id.in_(past_ids),
                sa.and_(Booking.household_id != home_id, still_needed),
            ),
        )
        .options(
            joinedload(Booking.household).joinedload(Household.hive),
            joinedload(Booking.household).joinedload(Household.social_worker),
            joinedload(Booking.household)
            .selectinload(Household.members)
            .joinedload(HouseholdMember.person),
            joinedload(Booking.host),
            selectinload(Booking.stays).joinedload(Stay.child),
            selectinload(Booking.yeses),
        )
        .order_by(Booking.starts_at, Booking.id)
    ).all()
    own = Own()
    for each in found:
        if each.household_id != home_id:
            continue
        if each.ended_at is not None:
            own.past.insert(0, each)
        else:
            (own.asked if each.state in SEEKING else own.coming).append(each)
    return own, [each for each in found if each.household_id != home_id]


def needs_something(booking: Booking) -> bool:
    """Whether somebody has to do something so that it comes about."""
    return booking.state not in (BookingState.CONFIRMED, BookingState.UNDER_WAY)


def calls_to_answer(actor: Person) -> int:
    """How many requests wait for an answer of the actor's home."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(HostCall)
            .join(HostCall.booking)
            .where(
                HostCall.host_id.in_(homes_of(actor)),
                HostCall.state == CallState.ASKED,
                Booking.state.in_(SEEKING),
            )
        )
        or 0
    )


def own_call(actor: Person, booking_id: int) -> HostCall | None:
    """The call of the actor's home for a booking, whatever became of it."""
    return db.session.scalar(
        sa.select(HostCall)
        .where(HostCall.booking_id == booking_id, HostCall.host_id.in_(homes_of(actor)))
        .options(joinedload(HostCall.booking))
        .execution_options(populate_existing=True)
    )


def no_longer_there(actor: Person, booking_id: int) -> NotFound | None:
    """What to tell a host who was asked and looks too late; None to all others."""
    call = own_call(actor, booking_id)
    if call is None or call.state not in (CallState.CLOSED, CallState.DECLINED):
        return None
    if call.state is CallState.DECLINED:
        title, words = _SAID_NO
    else:
        title, words = _TAKEN if call.booking.accepted_at else _NOT_NEEDED
    problem = NotFound(words)
    problem.title = title
    return problem


def teas_of(booking: Booking) -> Sequence[Booking]:
    """The tea visits that hang on a stay found through its actor, the first first."""
    return db.session.scalars(
        sa.select(Booking)
        .where(Booking.tea_for_id == booking.id, Booking.kind == BookingKind.TEA)
        .order_by(Booking.starts_at, Booking.id)
    ).all()


def households_led_by(actor: Person) -> Sequence[Household]:
    """The households of the Hives `actor` leads, for whom they could ask, by Hive and name."""
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    return db.session.scalars(
        sa.select(Household)
        .join(Household.hive)
        .where(Household.hive_id.in_(led), Household.state == HouseholdState.ACTIVE)
        .options(contains_eager(Household.hive))
        .order_by(Hive.name, Household.name, Household.id)
    ).all()
