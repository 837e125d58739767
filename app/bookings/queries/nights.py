"""A household's nights in a year, and a host's load."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask import current_app

from app.bookings.allowance import Allowance, Year, allowance_of
from app.bookings.models import SEEKING, Booking, BookingKind, BookingState, Stay
from app.bookings.queries.bookings import held_or_over
from app.core import clock
from app.core.extensions import db
from app.families.models import Household


def current_year(day: date | None = None) -> Year:
    """The council's year of sleepovers around a London date, today's without one."""
    begins: tuple[int, int] = current_app.extensions["hive_config"].sleepover_year
    return Year.around(day or clock.today(), begins)


def nights_given(household: Household) -> int:
    """How many nights a year the council gives a household."""
    usual: int = current_app.extensions["hive_config"].sleepover_nights
    return usual if household.sleepover_nights is None else household.sleepover_nights


def allowance_for(
    household: Household, *, day: date | None = None, besides: int | None = None
) -> Allowance:
    """The nights of a household found through its actor, in the year around `day`.

    `besides` is a booking that does not count.
    """
    return allowances_for([household], day=day, besides=besides)[household.id]


def allowances_for(
    households: Collection[Household], *, day: date | None = None, besides: int | None = None
) -> Mapping[int, Allowance]:
    """The same for several households, by their id, in two statements."""
    year = current_year(day)
    begin = _midnight(year.before.first - timedelta(days=40))
    rows = db.session.execute(
        sa.select(Booking)
        .where(
            Booking.household_id.in_([each.id for each in households]),
            Booking.kind == BookingKind.SLEEPOVER,
            Booking.starts_at >= begin,
            Booking.starts_at < _midnight(year.last + timedelta(days=1)),
            sa.or_(held_or_over(), Booking.state.in_(SEEKING)),
        )
        .order_by(Booking.id)
    ).scalars()
    held: dict[int, list[date]] = {}
    asked: dict[int, list[date]] = {}
    for booking in rows:
        if booking.id == besides:
            continue
        kind = asked if booking.state in SEEKING else held
        kind.setdefault(booking.household_id, []).extend(booking.night_days)
    most: int = current_app.extensions["hive_config"].sleepover_carry_over
    return {
        each.id: allowance_of(
            year=year,
            given=nights_given(each),
            most_brought_over=most,
            held=held.get(each.id, []),
            asked=asked.get(each.id, []),
            today=clock.today(),
        )
        for each in households
    }


def nights_over(household: Household, nights: Collection[date], *, besides: int | None) -> int:
    """How many of these nights are beyond what a household has in the years they are in.

    For services: the household was found through its actor.
    """
    over = 0
    for year in {current_year(day) for day in nights}:
        allowance = allowance_for(household, day=year.first, besides=besides)
        wanted = sum(year.holds(day) for day in nights)
        over += max(0, allowance.used + allowance.booked + wanted - allowance.has)
    return over


def nights_hosted(host_ids: Collection[int], *, since: date) -> Mapping[int, int]:
    """A host's load: how many nights it had or has children since a London date, by its id."""
    rows = db.session.execute(
        sa.select(Booking.host_id, sa.func.sum(Booking.nights))
        .where(
            Booking.host_id.in_(host_ids),
            held_or_over(),
            Booking.starts_at >= _midnight(since),
        )
        .group_by(Booking.host_id)
    )
    found = {row[0]: int(row[1] or 0) for row in rows}
    return {host_id: found.get(host_id, 0) for host_id in host_ids}


def times_stayed(child_ids: Collection[int], host_ids: Collection[int]) -> Mapping[int, int]:
    """How often one of these children has stayed with each host, by the host's id."""
    rows = db.session.execute(
        sa.select(Booking.host_id, sa.func.count(sa.distinct(Booking.id)))
        .join(Stay, Stay.booking_id == Booking.id)
        .where(
            Booking.host_id.in_(host_ids),
            Booking.state == BookingState.FINISHED,
            Stay.child_id.in_(child_ids),
        )
        .group_by(Booking.host_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)
