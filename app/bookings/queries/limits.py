"""The usual fostering limit and a host's terms of approval, night by night.

Three foster children in a home unless all are brothers and sisters, or an exemption names them;
birth children are not counted (Children Act 1989, Schedule 7).
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from flask import current_app

from app.bookings.models import Booking, BookingKind, Stay
from app.core import clock
from app.core.extensions import db
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
    for night in nights:
        ids = _foster_children_at(host.id, night, besides=besides) | {each.id for each in guests}
        counted = ids - _exempted(host.id)
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


def _foster_children_at(host_id: int, night: date, *, besides: int | None) -> set[int]:
    living = db.session.scalars(
        sa.select(Placement.child_id)
        .join(Placement.child)
        .where(
            Placement.household_id == host_id,
            Placement.in_force(night),
            Child.care_status == CareStatus.IN_CARE,
        )
    )
    evening = datetime.combine(night, time(23), clock.LONDON)
    staying = (
        sa.select(Stay.child_id)
        .join(Stay.booking)
        .join(Stay.child)
        .where(
            Stay.host_id == host_id,
            Stay.starts_at <= evening,
            Stay.ends_at > evening + timedelta(hours=2),
            Booking.kind == BookingKind.SLEEPOVER,
            Child.care_status == CareStatus.IN_CARE,
        )
    )
    if besides is not None:
        staying = staying.where(Booking.id != besides)
    # Who lives there and is away for the night is not in the home; counted all the same, so that
    # a stay elsewhere called off at noon never leaves a home too full.
    return set(living) | set(db.session.scalars(staying))


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


def short_break_days(child_id: int, first: date, last: date) -> Sequence[tuple[date, date]]:
    """The stays of a child that touch a span of London dates, as dates. For services."""
    rows = db.session.execute(
        sa.select(Stay.starts_at, Stay.ends_at)
        .join(Stay.booking)
        .where(
            Stay.child_id == child_id,
            Stay.starts_at < datetime.combine(last + timedelta(days=1), time(), clock.LONDON),
            Stay.ends_at >= datetime.combine(first, time(), clock.LONDON),
            Booking.kind == BookingKind.SLEEPOVER,
            sa.or_(Stay.host_id.is_not(None), Booking.state == "finished"),
        )
    )
    return [
        (row[0].astimezone(clock.LONDON).date(), row[1].astimezone(clock.LONDON).date())
        for row in rows
    ]
