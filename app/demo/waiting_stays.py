"""What waits in the demo county: an urgent call, another time, a social worker's yes."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.bookings.models import (
    Booking,
    BookingReason,
    BookingState,
    BookingYes,
    CallState,
    HostCall,
    YesKind,
)
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Home

if TYPE_CHECKING:
    from app.demo.bookings import Diary

_FRIDAY = 4


def ask_and_wait(diary: "Diary", hosts: Sequence[Home]) -> None:
    """Sam and Aisha have stays in each state, and one family of their Hive is in a hurry."""
    cast = diary.cast
    sam, aisha, lisa = (cast.home_of(who) for who in ("sam", "aisha", "lisa"))
    first_hive = cast.hives[0].id
    near = [home for home in hosts if home.household.hive_id == first_hive]
    other = next(home for home in near if home not in (sam, aisha, lisa))
    weekend = _friday_after(cast.today + timedelta(days=5))
    both = sam.children[:2]
    coming = diary.book(
        sam,
        both,
        weekend,
        host=lisa,
        state=BookingState.CONFIRMED,
        nights=2,
        note="They share a room at home.",
    )
    _yes(diary, coming, is_given=True)
    offered = diary.book(
        sam, both[:1], weekend + timedelta(days=14), host=None, state=BookingState.OFFERED
    )
    _call(offered, other, offered_days=1)
    waits = diary.book(
        aisha,
        aisha.children[:1],
        weekend + timedelta(days=21),
        host=lisa,
        state=BookingState.ACCEPTED,
    )
    _yes(diary, waits, is_given=False)
    family = next(
        home
        for home in cast.homes
        if home.household.hive_id == first_hive
        and home.children
        and home not in (*near, sam, aisha)
    )
    urgent = diary.book(
        family,
        family.children[:1],
        cast.today + timedelta(days=1),
        host=None,
        state=BookingState.REQUESTED,
        asked_before=timedelta(hours=20),
        is_urgent=True,
        reason=BookingReason.FAMILY_EMERGENCY,
        note="My mother is in hospital. School is at Oak Lane.",
    )
    for host in near:
        _call(urgent, host)


def _call(booking: Booking, host: Home, *, offered_days: int = 0) -> None:
    call = HostCall(
        booking=booking,
        host_id=host.household.id,
        state=CallState.OFFERED if offered_days else CallState.ASKED,
        asked_at=booking.asked_at,
        words="",
    )
    if offered_days:
        later = timedelta(days=offered_days)
        call.offered_starts_at = booking.starts_at + later
        call.offered_ends_at = booking.ends_at + later
        call.answered_at = clock.now() - timedelta(hours=1)
        call.answered_by_id = host.carers[0].id
        call.words = "We are at a wedding on the Friday. The night after would be lovely."
    db.session.add(call)


def _yes(diary: "Diary", booking: Booking, *, is_given: bool) -> None:
    """The social worker's yes for each child, given or waited for."""
    helen = diary.cast.named["helen"]
    for stay in booking.stays:
        db.session.add(
            BookingYes(
                booking=booking,
                kind=YesKind.AUTHORITY,
                child=stay.child,
                about="Sleepovers in the Hive",
                asked_at=booking.asked_at,
                is_yes=True if is_given else None,
                answered_at=booking.asked_at + timedelta(hours=1) if is_given else None,
                answered_by_id=helen.id if is_given else None,
            )
        )


def _friday_after(day: date) -> date:
    return day + timedelta(days=(_FRIDAY - day.weekday()) % 7)
