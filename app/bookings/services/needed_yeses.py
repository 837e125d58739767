"""Whose yes a booking needs, and how it is given.

Authority: Care Planning, Placement and Case Review (England) Regulations 2010 and the statutory
guidance on the delegation of authority. The usual fostering limit: Children Act 1989, Schedule 7.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    Booking,
    BookingKind,
    BookingState,
    BookingYes,
    HiveBookingRule,
    YesKind,
)
from app.bookings.queries.limits import beyond_limit
from app.bookings.queries.nights import nights_over
from app.bookings.queries.yeses import yes_for
from app.bookings.services.ending import end_teas_before
from app.bookings.services.moving import (
    family_ids,
    host_ids,
    lock_booking,
    move,
    open_hosts,
    support_worker_ids,
    tell,
)
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import AuthorityKind, Household
from app.families.queries import carers_decide, people_to_ask
from app.hives.models import Membership


def ask_for_yeses(booking: Booking) -> None:
    """Write down whose yes a booking needs as it stands, and ask those who were not asked yet.

    Called when it is asked for, and again when a host takes it (perhaps at another time). What
    was answered stays answered. A yes that is not needed any more is not waited for.
    """
    wanted = dict(_wanted(booking))
    known = {(each.kind, each.child_id): each for each in booking.yeses}
    for key, each in known.items():
        if key not in wanted and each.answered_at is None:
            db.session.delete(each)
            booking.yeses.remove(each)
    for (kind, child_id), about in wanted.items():
        before = known.get((kind, child_id))
        if before is not None and (before.answered_at is None or before.about == about):
            before.about = about
            continue
        if before is not None:
            # More than what the yes was for.
            before.is_yes = before.answered_at = before.answered_by_id = None
            before.about, before.asked_at = about, clock.now()
        else:
            booking.yeses.append(
                BookingYes(
                    booking_id=booking.id,
                    kind=kind,
                    child_id=child_id,
                    about=about,
                    asked_at=clock.now(),
                )
            )
        _ask(booking, kind)
    db.session.flush()


def confirm_if_all_said_yes(booking: Booking, *, by: Person | None) -> bool:
    """Confirm a booking that a host has, once nobody's yes is missing; whether it is now."""
    if any(each.is_yes is not True for each in booking.yeses):
        return False
    if booking.state is BookingState.ACCEPTED:
        move(booking, state=BookingState.CONFIRMED, by=by)
        told = family_ids(booking) | host_ids(booking.host)
        tell(told - {by.id if by else 0}, title=f"Confirmed: {_what(booking)}", booking=booking)
    return True


def say_yes(*, actor: Person, yes_id: int, is_yes: bool, why: str = "") -> Booking:
    """Answer what a booking waits for. A no ends it, and all are told.

    Raises `NotFound` to all but those whose yes it is, `Conflict` when it is answered or over.
    """
    with unit_of_work():
        asked = yes_for(actor, yes_id)
        booking = lock_booking(asked.booking)
        # Anew, now that nobody else can answer it.
        asked = yes_for(actor, yes_id)
        if asked.answered_at is not None:
            if asked.is_yes is is_yes:
                return booking
            raise Conflict("This was answered in the meantime. Look at the booking again.")
        if not booking.is_live:
            raise Conflict("This booking is over. Nothing is left to answer.")
        asked.is_yes, asked.answered_at, asked.answered_by_id = is_yes, clock.now(), actor.id
        db.session.flush()
        if is_yes:
            confirm_if_all_said_yes(booking, by=actor)
            return booking
        _refuse(booking, actor, asked, why)
    return booking


def _refuse(booking: Booking, actor: Person, asked: BookingYes, why: str) -> None:
    told = family_ids(booking) | support_worker_ids(booking.household)
    told |= host_ids(booking.host)
    asked_hosts = {each for call in open_hosts(booking) for each in host_ids(call.host)}
    state = BookingState.CANCELLED if booking.state in HOLDING else BookingState.DECLINED
    reason = why or f"{asked.kind.who.capitalize()} said no."
    move(booking, state=state, by=actor, why=reason)
    end_teas_before(booking, by=actor, why=reason)
    tell(
        told - {actor.id},
        title=f"There was a no: {_what(booking)}",
        booking=booking,
        url="/bookings",
    )
    title = "A request for a stay was taken back"
    tell(asked_hosts - told - {actor.id}, title=title, booking=booking, url="/bookings")


def _wanted(booking: Booking) -> Iterable[tuple[tuple[YesKind, int | None], str]]:
    if booking.kind is not BookingKind.SLEEPOVER:
        return
    children = [stay.child for stay in booking.stays]
    decided = carers_decide(children, {AuthorityKind.HIVE_OVERNIGHTS})
    for child in children:
        if (child.id, AuthorityKind.HIVE_OVERNIGHTS) not in decided:
            yield (YesKind.AUTHORITY, child.id), "Sleepovers in the Hive"
    over = nights_over(booking.household, booking.night_days, besides=booking.id)
    if over:
        nights = "1 night" if over == 1 else f"{over} nights"
        yield (YesKind.ALLOWANCE, None), f"{nights} more than the family has"
    if booking.host is None:
        return
    rule = db.session.get(HiveBookingRule, booking.household.hive_id or 0)
    if rule is not None and rule.confirms_all:
        yield (YesKind.HIVE, None), "Every sleepover of this Hive"
    beyond = beyond_limit(booking.host, children, booking.night_days, besides=booking.id)
    if beyond:
        yield (YesKind.LIMIT, None), beyond


def _ask(booking: Booking, kind: YesKind) -> None:
    title = {
        YesKind.AUTHORITY: "A carer asks for your yes to a sleepover",
        YesKind.ALLOWANCE: "A family asks for more nights than it has",
        YesKind.HIVE: "A sleepover waits for your yes",
        YesKind.LIMIT: "A sleepover goes beyond the usual fostering limit",
    }[kind]
    # Nobody says yes to what their own family asks for.
    asked = _whose(kind, booking.household) - family_ids(booking)
    tell(asked, title=title, booking=booking, url="/bookings/asked")


def _whose(kind: YesKind, household: Household) -> set[int]:
    if kind is YesKind.AUTHORITY:
        return set(people_to_ask(household))
    if kind is YesKind.LIMIT:
        return set(
            db.session.scalars(
                sa.select(Membership.person_id).where(
                    Membership.role == Role.MANAGER, Membership.in_force(clock.today())
                )
            )
        )
    return support_worker_ids(household)


def _what(booking: Booking) -> str:
    return booking.kind.label.lower()
