"""A household's nights in a year, and a host's load."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask import current_app

from app.bookings.allowance import Allowance, Year, allowance_of
from app.bookings.models import SEEKING, Booking, BookingKind, BookingState, Stay
from app.bookings.queries.bookings import WITHOUT_WORDS, held_or_over
from app.core import clock
from app.core.extensions import db
from app.core.words import local_day
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
    """The same for several households, by their id, in one statement."""
    year = current_year(day)
    ids = [each.id for each in households]
    held, asked = _nights_of(ids, year.before.first, year.last, besides=besides)
    return {
        each.id: _allowance(each, year, held=held[each.id], asked=asked[each.id])
        for each in households
    }


def nights_over(household: Household, nights: Collection[date], *, besides: int | None) -> int:
    """How many nights a household is beyond what it has, with these, in the years they are in.

    0 when these add nothing beyond it: a night on which a child of the household is away anyway
    adds none. For services: the household was found through its actor.
    """
    over = 0
    for year in {current_year(day) for day in nights}:
        held, _ = _nights_of([household.id], year.before.first, year.last, besides=besides)
        before = _allowance(household, year, held=held[household.id])
        after = _allowance(household, year, held=held[household.id] | set(nights))
        if after.over > before.over:
            over += after.over
    return over


def _allowance(
    household: Household, year: Year, *, held: Collection[date], asked: Collection[date] = ()
) -> Allowance:
    most: int = current_app.extensions["hive_config"].sleepover_carry_over
    return allowance_of(
        year=year,
        given=nights_given(household),
        most_brought_over=most,
        held=held,
        asked=asked,
        today=clock.today(),
    )


def _nights_of(
    household_ids: Collection[int], first: date, last: date, *, besides: int | None
) -> tuple[Mapping[int, set[date]], Mapping[int, set[date]]]:
    """The nights a host has or had, and those only asked for, by the household's id.

    Of a stay from which the children went home before its time, those until then.
    """
    gone = (
        sa.select(sa.func.max(Stay.gone_home_at))
        .where(Stay.booking_id == Booking.id)
        .correlate(Booking)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Booking, gone)
        .where(
            Booking.household_id.in_(household_ids),
            Booking.kind == BookingKind.SLEEPOVER,
            Booking.ends_at > _midnight(first),
            Booking.starts_at < _midnight(last + timedelta(days=1)),
            sa.or_(held_or_over(), Booking.state.in_(SEEKING)),
        )
        .options(*WITHOUT_WORDS)
        .order_by(Booking.id)
    )
    held: dict[int, set[date]] = {each: set() for each in household_ids}
    asked: dict[int, set[date]] = {each: set() for each in household_ids}
    for booking, gone_home_at in rows:
        if booking.id == besides:
            continue
        nights = asked if booking.state in SEEKING else held
        nights[booking.household_id].update(
            day
            for day in booking.night_days
            if gone_home_at is None or day < local_day(gone_home_at)
        )
    return held, asked


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
