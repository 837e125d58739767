"""The evening before a stay both sides are reminded of it, once."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app.bookings.models import Booking, BookingState
from app.bookings.queries.bookings import with_everything
from app.bookings.queries.calendar import for_host, with_host
from app.bookings.services.moving import family_ids, host_ids, tell
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import clock_time

#: The evening before: London time, from and until.
EVENING_FROM, EVENING_UNTIL = 18, 21
_AT_ONCE = 100


def remind_the_evening_before() -> int:
    """Remind the family and the host of what is confirmed for tomorrow; returns of how many."""
    now = clock.now().astimezone(clock.LONDON)
    if not EVENING_FROM <= now.hour < EVENING_UNTIL:
        return 0
    ids = db.session.scalars(
        sa.select(Booking.id).where(_due(now)).order_by(Booking.id).limit(_AT_ONCE)
    ).all()
    return sum(_remind(booking_id, now) for booking_id in ids)


def _due(now: datetime) -> sa.ColumnElement[bool]:
    tomorrow = now.date() + timedelta(days=1)
    begin = datetime.combine(tomorrow, time(), clock.LONDON)
    end = datetime.combine(tomorrow + timedelta(days=1), time(), clock.LONDON)
    return sa.and_(
        Booking.state == BookingState.CONFIRMED,
        Booking.reminded_at.is_(None),
        Booking.starts_at >= begin,
        Booking.starts_at < end,
    )


def _remind(booking_id: int, now: datetime) -> bool:
    with unit_of_work():
        # Who marks it tells, should two processes come to it.
        marked = db.session.execute(
            sa.update(Booking)
            .where(Booking.id == booking_id, _due(now))
            .values(reminded_at=clock.now())
            .returning(Booking.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not marked:
            return False
        booking = db.session.scalars(
            with_everything(sa.select(Booking).where(Booking.id == booking_id))
        ).one()
        at = f"Tomorrow at {clock_time(booking.starts_at)}"
        host_name = booking.host.name if booking.host else ""
        tell(
            family_ids(booking),
            title=f"{at}: {with_host(booking.kind, host_name)}",
            booking=booking,
        )
        here = for_host(booking.kind, len(booking.stays)).replace(": ", ", ")
        tell(host_ids(booking.host), title=f"{at}: {here}", booking=booking)
    return True
