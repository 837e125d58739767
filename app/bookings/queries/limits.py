"""The usual fostering limit and a host's terms of approval, night by night.

Three foster children in a home unless all are brothers and sisters, or an exemption names them;
birth children are not counted (Children Act 1989, Schedule 7).
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask import current_app

from app.bookings.models import Booking, BookingKind, Stay
from app.bookings.queries.bookings import held_or_over
from app.bookings.short_breaks import A_YEAR, AT_ONCE, days_of, most_in_a_year
from app.core import clock
from app.core.extensions import db
from app.core.words import local_day
from app.families.models import (
    CareStatus,
    Child,
    ChildTie,
    Household,
    Placement,
    TermsExemption,
    TieKind,
)
from app.families.queries import years_old

_YEAR = timedelta(days=365)


def beyond_limit(
    host: Household, children: Sequence[Child], nights: Sequence[date], *, besides: int | None
) -> str:
    """Why a host's nights with these guests need the manager's yes; "" when they don't.

    Names no child: it is read by managers. `besides` is the booking of these guests. For
    services: the household and the children were found through their actor.
    """
    config = current_app.extensions["hive_config"]
    guests = [each for each in children if each.care_status is CareStatus.IN_CARE]
    if not nights or not guests or not config.guests_count:
        return ""
    ages = _beyond_ages(host, guests, nights[0])
    if ages:
        return ages
    others = _foster_children_by_night(host.id, nights, besides=besides)
    exempted = _exempted(host.id)
    for night in nights:
        ids = others[night] | {each.id for each in guests}
        counted = ids - exempted
        if len(counted) > config.fostering_limit and not _are_siblings(ids):
            return (
                f"{len(counted)} foster children in one home. "
                f"The usual limit is {config.fostering_limit}."
            )
        if host.places is not None and len(counted) > host.places:
            return f"{len(counted)} foster children. The terms of approval are for {host.places}."
    return ""


def _beyond_ages(host: Household, guests: Sequence[Child], day: date) -> str:
    least, most = host.ages_from, host.ages_to
    for child in guests:
        age = years_old(child.born_on, day)
        if (least is not None and age < least) or (most is not None and age > most):
            between = f"from {least or 0}" if most is None else f"{least or 0} to {most}"
            return f"A child of {age}. The terms of approval are for ages {between}."
    return ""


def _foster_children_by_night(
    host_id: int, nights: Sequence[date], *, besides: int | None
) -> dict[date, set[int]]:
    """Who lives in a home or stays there, by night.

    Who lives there and is away for the night is not in the home; counted all the same, so that
    a stay elsewhere called off at noon never leaves a home too full.
    """
    first, last = min(nights), max(nights)
    living = db.session.scalars(
        sa.select(Placement)
        .join(Placement.child)
        .where(
            Placement.household_id == host_id,
            Placement.from_on <= last,
            sa.or_(Placement.until_on.is_(None), Placement.until_on >= first),
            Child.care_status == CareStatus.IN_CARE,
        )
    ).all()
    staying = (
        sa.select(Stay.child_id, Stay.starts_at, Stay.ends_at)
        .join(Stay.booking)
        .join(Stay.child)
        .where(
            Stay.host_id == host_id,
            Stay.starts_at < datetime.combine(last + timedelta(days=1), time(), clock.LONDON),
            Stay.ends_at >= datetime.combine(first, time(), clock.LONDON),
            Booking.kind == BookingKind.SLEEPOVER,
            Child.care_status == CareStatus.IN_CARE,
        )
    )
    if besides is not None:
        staying = staying.where(Booking.id != besides)
    guests = db.session.execute(staying).all()
    return {
        night: {each.child_id for each in living if each.is_in_force(night)}
        | {row[0] for row in guests if local_day(row[1]) <= night < local_day(row[2])}
        for night in nights
    }


def _exempted(host_id: int) -> set[int]:
    return set(
        db.session.scalars(
            sa.select(TermsExemption.child_id).where(TermsExemption.household_id == host_id)
        )
    )


def _are_siblings(ids: Collection[int]) -> bool:
    """Whether all of them belong together as brothers and sisters."""
    wanted = set(ids)
    ties = db.session.execute(
        sa.select(ChildTie.child_id, ChildTie.other_child_id).where(
            ChildTie.kind == TieKind.SIBLING,
            ChildTie.child_id.in_(wanted),
            ChildTie.other_child_id.in_(wanted),
        )
    ).all()
    found = {min(wanted)}
    grew = True
    while grew:
        before = len(found)
        for one, other in ties:
            if one in found or other in found:
                found |= {one, other}
        grew = len(found) > before
    return found == wanted


def beyond_short_breaks(
    child: Child,
    kind: BookingKind,
    starts_at: datetime,
    ends_at: datetime,
    *,
    besides: int | None = None,
) -> str:
    """Why a stay is more than a child on short breaks may have; "" when it isn't.

    Names the child: for those who may know it. `besides` is a booking that does not count. For
    services: the child was found through its actor.
    """
    if not child.is_on_short_breaks or kind is not BookingKind.SLEEPOVER:
        return ""
    first, last = local_day(starts_at), local_day(ends_at)
    wanted = days_of(first, last)
    if len(wanted) > AT_ONCE:
        return (
            f"{child.preferred_name} is on short breaks: at most {AT_ONCE} days at once. "
            "Choose a shorter stay."
        )
    had: set[date] = set()
    for from_on, until in _away(child.id, first - _YEAR, last + _YEAR, besides=besides):
        had |= days_of(from_on, until)
    if most_in_a_year(wanted, had) > A_YEAR:
        return (
            f"{child.preferred_name} is on short breaks: at most {A_YEAR} days in a year. With "
            "what was and what is booked it would be more. Choose a shorter stay or another time."
        )
    return ""


def _away(
    child_id: int, first: date, last: date, *, besides: int | None
) -> Sequence[tuple[date, date]]:
    """The sleepovers a child had or will have that touch a span of London dates, as dates."""
    found = (
        sa.select(Stay.starts_at, Stay.ends_at, Stay.gone_home_at)
        .join(Stay.booking)
        .where(
            Stay.child_id == child_id,
            Stay.starts_at < datetime.combine(last + timedelta(days=1), time(), clock.LONDON),
            Stay.ends_at >= datetime.combine(first, time(), clock.LONDON),
            Booking.kind == BookingKind.SLEEPOVER,
            held_or_over(),
        )
    )
    if besides is not None:
        found = found.where(Booking.id != besides)
    return [
        (local_day(begins), local_day(min(ends, gone or ends)))
        for begins, ends, gone in db.session.execute(found)
    ]
