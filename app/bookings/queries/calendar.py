"""Stays in the calendar of the families they are about, and of their hosts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    LIVE,
    Booking,
    BookingKind,
    BookingState,
    Stay,
)
from app.bookings.queries.bookings import homes_of
from app.bookings.words import KIND_PICTURES, names
from app.core.extensions import db

#: Of more than this many the last are left out.
MOST = 300
_SURE = frozenset({BookingState.CONFIRMED, BookingState.UNDER_WAY, BookingState.FINISHED})


@dataclass(frozen=True, kw_only=True)
class StayDate:
    """A stay as a line of somebody's calendar. Only `note` names a child."""

    key: str
    picture: str
    look: str
    title: str
    note: str
    state: str
    is_sure: bool
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    path: str
    child_ids: frozenset[int]
    is_at_home: bool
    sequence: int
    created_at: datetime
    changed_at: datetime


def stays_on_pages(actor: Person, begin: datetime, end: datetime | None) -> Sequence[StayDate]:
    """What the actor's family asks for or has, and what it hosts, at some time between."""
    asked_or_had = [*LIVE, BookingState.FINISHED]
    homes = homes_of(actor)
    hosted = sa.and_(
        Booking.host_id.in_(homes), Booking.state.in_([*HOLDING, BookingState.FINISHED])
    )
    own = sa.and_(Booking.household_id.in_(homes), Booking.state.in_(asked_or_had))
    return _fetch(actor, sa.or_(own, hosted), begin, end)


def stays_in_feed(actor: Person, since: datetime) -> Sequence[StayDate]:
    """Those a host has or had, also what was called off then: calendars take it out again."""
    if not actor.roles:
        return []
    homes = homes_of(actor)
    whose = sa.or_(Booking.household_id.in_(homes), Booking.host_id.in_(homes))
    return _fetch(actor, sa.and_(whose, Booking.accepted_at.is_not(None)), since, None)


def with_host(kind: BookingKind, host_name: str) -> str:
    """ "Sleepover with the Lisa family"."""
    return f"{kind.label} with {_lower_the(host_name)}" if host_name else kind.label


def for_host(kind: BookingKind, children: int) -> str:
    """The same for the host: "Sleepover: 2 children come to you"."""
    return (
        f"{kind.label}: {'1 child comes' if children == 1 else f'{children} children come'} to you"
    )


def _lower_the(name: str) -> str:
    return f"the {name[4:]}" if name.startswith("The ") else name


def _fetch(
    actor: Person, which: sa.ColumnElement[bool], begin: datetime, end: datetime | None
) -> list[StayDate]:
    is_own = Booking.household_id.in_(homes_of(actor)).label("is_own")
    found = (
        sa.select(Booking, is_own)
        .where(which, Booking.ends_at > begin)
        .options(
            joinedload(Booking.host),
            selectinload(Booking.stays).joinedload(Stay.child),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(MOST)
    )
    if end is not None:
        found = found.where(Booking.starts_at < end)
    return [_date(booking, is_own=bool(own)) for booking, own in db.session.execute(found)]


def _date(booking: Booking, *, is_own: bool) -> StayDate:
    children = [stay.child for stay in booking.stays]
    host_name = booking.host.name if booking.host else ""
    is_over = booking.state is BookingState.FINISHED
    # A host knows who comes as long as it may read about them; a child may have moved on since.
    is_named = (is_own and not is_over) or booking.is_open_to_host
    title = with_host(booking.kind, host_name) if is_own else for_host(booking.kind, len(children))
    return StayDate(
        key=f"booking-{booking.id}",
        picture=KIND_PICTURES[booking.kind],
        look=f"stay-kind--{booking.kind.value}",
        title=title,
        note=names([child.preferred_name for child in children]) if is_named else "",
        state="" if booking.state is BookingState.CONFIRMED else booking.state.label,
        is_sure=booking.state in _SURE,
        is_cancelled=not booking.is_live and not is_over,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        path=f"/bookings/{booking.id}",
        child_ids=frozenset(child.id for child in children) if is_own else frozenset(),
        is_at_home=not is_own,
        sequence=booking.sequence,
        created_at=booking.asked_at,
        changed_at=booking.changed_at,
    )
