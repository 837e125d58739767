"""Beds of hosts: taken child by child; that one is taken twice the database refuses."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.bookings.models import HOLDING, Booking, Stay
from app.bookings.queries.bookings import beds_taken, stays_in_the_way
from app.bookings.queries.hosts import beds_of, host_homes, hosts_of
from app.bookings.queries.limits import beyond_short_breaks
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.families.models import Household

NO_BED = "There is no bed left at that time. Another stay was booked meanwhile."
NO_HOST = "This home does not have children from this Hive any more. Talk to the support worker."
OVER = "That time is over. Nothing is left to take."
TOO_LONG = (
    "One of the children is on short breaks, and this is longer than those may be. "
    "Talk to the support worker."
)
CHILD_AWAY = "One of the children is at another stay then. Look at the bookings of the family."


def lock_homes(*homes: Household) -> None:
    """Let nobody else book for these homes until the caller's work is committed; read them anew.

    A host's beds and a family's nights are counted with it. Called after the booking is locked,
    never before, and always in one order: two who lock the same two things in another order would
    wait for each other. Those who only refer to a home don't wait.
    """
    db.session.scalars(
        sa.select(Household)
        .where(Household.id.in_({home.id for home in homes}))
        .order_by(Household.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def lock_host(host: Household) -> None:
    """The same for what is said of one home and its time."""
    lock_homes(host)


def take_beds(booking: Booking, *, host: Household) -> None:
    """Give each child of a booking a bed of its own for the whole time.

    With booking, family and host locked. Raises `Conflict` when the time is over, when the home
    is no host of the family's Hive any more, when there are too few beds, or when a child is
    somewhere else then or was away for too long.
    """
    if booking.ends_at <= clock.now():
        raise Conflict(OVER)
    if not _hosts_for_family(host, booking.household):
        raise Conflict(NO_HOST)
    children = [stay.child_id for stay in booking.stays]
    if stays_in_the_way(
        children, booking.starts_at, booking.ends_at, besides=booking.id, states=HOLDING
    ):
        raise Conflict(CHILD_AWAY)
    for stay in booking.stays:
        wrong = beyond_short_breaks(
            stay.child, booking.kind, booking.starts_at, booking.ends_at, besides=booking.id
        )
        if wrong:
            # Hosts may not know the child's name yet.
            raise Conflict(TOO_LONG)
    home = host_homes([host.id]).get(host.id)
    beds = beds_of(host, home)
    taken = beds_taken([host.id], booking.starts_at, booking.ends_at)[host.id]
    free = [bed for bed in range(1, beds + 1) if bed not in taken]
    # Where it has fewer places than before, somebody may have a bed beyond them.
    if min(len(free), beds - len(taken)) < len(booking.stays):
        raise Conflict(NO_BED)
    _write(booking.stays, host, free)


def _hosts_for_family(host: Household, family: Household) -> bool:
    if family.hive_id is None:
        return False
    found = hosts_of(family.hive_id).where(Household.id == host.id)
    return db.session.scalar(found.with_only_columns(Household.id).order_by(None)) is not None


def _write(stays: Sequence[Stay], host: Household, free: Sequence[int]) -> None:
    try:
        with db.session.begin_nested():
            for stay, bed in zip(stays, free, strict=False):
                stay.starts_at, stay.ends_at = stay.booking.starts_at, stay.booking.ends_at
                stay.host_id, stay.bed = host.id, bed
            db.session.flush()
    except IntegrityError as said:
        # The database's own word, should two come this far at once.
        is_child = "stays_child_once" in str(said.orig)
        raise Conflict(CHILD_AWAY if is_child else NO_BED) from said
