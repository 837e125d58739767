"""Asking for a sleepover or day care: for one's own family, or for people by phone."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.matching import Fit, fitting_hosts
from app.bookings.models import (
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    CallState,
    Flexibility,
    HostCall,
    Stay,
)
from app.bookings.nights import nights_between, wrong_times
from app.bookings.queries.bookings import booking_asked_as, stays_in_the_way
from app.bookings.queries.limits import beyond_short_breaks
from app.bookings.services.beds import lock_homes
from app.bookings.services.moving import (
    family_ids,
    host_ids,
    tell,
    write_step,
)
from app.bookings.services.needed_yeses import ask_for_yeses
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.families.models import Child, Household
from app.families.queries import children_of, household_for


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for."""

    kind: BookingKind
    starts_at: datetime
    ends_at: datetime
    child_ids: Collection[int]
    reason: BookingReason
    flexibility: Flexibility = Flexibility.FIXED
    is_urgent: bool = False
    note: str = ""
    #: The hosts to ask; None for whoever can.
    host_ids: Collection[int] | None = None


def who_fits(*, actor: Person, household_id: int, wish: Wish) -> Sequence[Fit]:
    """The hosts beside a wish, before it is asked for. Changes nothing.

    Raises `NotFound`, `NotAllowed`, and `Invalid` as `ask_for_stay` does.
    """
    household, children = checked_wish(actor=actor, household_id=household_id, wish=wish)
    return fitting_hosts(household, children, wish.starts_at, wish.ends_at)


def checked_wish(*, actor: Person, household_id: int, wish: Wish) -> tuple[Household, list[Child]]:
    """The household and the children of a wish that could be asked for; raises as above."""
    household = _household(actor, household_id)
    return household, _checked(household, wish)


def ask_for_stay(*, actor: Person, household_id: int, client_id: uuid.UUID, wish: Wish) -> Booking:
    """Ask hosts to have children of a household; all of those asked are told at once.

    Sent twice with one `client_id`, it is asked once. Raises `NotFound`, `NotAllowed`, and
    `Invalid` with a message by the field (`children`, `starts`, `ends`, `hosts`).
    """
    with unit_of_work():
        # Two carers of one family who ask for the same child at once are told apart.
        lock_homes(_household(actor, household_id))
        household = _household(actor, household_id)
        if before := booking_asked_as(actor, client_id):
            return before
        children = _checked(household, wish)
        fits = fitting_hosts(household, children, wish.starts_at, wish.ends_at)
        return write_booking(
            actor=actor,
            household=household,
            client_id=client_id,
            wish=wish,
            children=children,
            hosts=_hosts_to_ask(fits, wish),
        )


def write_booking(
    *,
    actor: Person,
    household: Household,
    client_id: uuid.UUID,
    wish: Wish,
    children: Sequence[Child],
    hosts: Sequence[Household],
    tea_for: Booking | None = None,
) -> Booking:
    """Write down what was checked, ask the hosts and those whose yes it needs. For services."""
    with unit_of_work():
        now = clock.now()
        booking = Booking(
            household=household,
            hive=household.hive,
            kind=wish.kind,
            state=BookingState.REQUESTED,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            nights=nights_between(wish.starts_at, wish.ends_at),
            reason=wish.reason,
            flexibility=wish.flexibility,
            is_urgent=wish.is_urgent,
            note=wish.note,
            asked_by=actor,
            asked_at=now,
            client_id=client_id,
            ended_why="",
            tea_for=tea_for,
            changed_at=now,
        )
        booking.stays = [
            Stay(
                child=child,
                starts_at=wish.starts_at,
                ends_at=wish.ends_at,
                collected_by="",
            )
            for child in children
        ]
        booking.calls = [
            HostCall(host=host, state=CallState.ASKED, asked_at=now, words="") for host in hosts
        ]
        db.session.add(booking)
        db.session.flush()
        write_step(booking, state=BookingState.REQUESTED, by=actor)
        ask_for_yeses(booking)
        title = call_title(booking)
        for host in hosts:
            tell(host_ids(host) - {actor.id}, title=title, booking=booking)
        if not policy.is_of_family(actor, booking):
            asked = f"{actor.first_name} asked for {booking.kind.label.lower()} for you"
            tell(family_ids(booking), title=asked, booking=booking)
    return booking


def call_title(booking: Booking) -> str:
    """What hosts are asked, without a name: "Urgent: 2 children for a night, today 18:00"."""
    count = len(booking.stays)
    who = "a child" if count == 1 else f"{count} children"
    if booking.kind is BookingKind.TEA:
        what = "Tea first"
    elif booking.nights == 0:
        what = "Day care"
    else:
        what = (
            "Sleepover, 1 night" if booking.nights == 1 else f"Sleepover, {booking.nights} nights"
        )
    start = "Urgent. " if booking.is_urgent else ""
    return f"{start}{what} for {who}, {as_people_say(booking.starts_at)}. Can you?"


def _household(actor: Person, household_id: int) -> Household:
    household = household_for(actor, household_id)
    if not policy.can_ask_for(actor, household):
        raise NotAllowed("Only the family and its support worker can ask for a stay.")
    return household


def _checked(household: Household, wish: Wish) -> list[Child]:
    longest = current_app.extensions["hive_config"].sleepover_longest
    wrong = wrong_times(wish.kind, wish.starts_at, wish.ends_at, now=clock.now(), longest=longest)
    known = {child.id: child for child in children_of(household)}
    children = [known[each] for each in dict.fromkeys(wish.child_ids) if each in known]
    if not children:
        wrong["children"] = "Tap who would stay."
    elif len(children) < len(set(wish.child_ids)):
        wrong["children"] = "One of these children does not live with you. Choose again."
    if wrong:
        raise Invalid(wrong)
    for child in children:
        if why := _why_not(child, wish):
            wrong["children"] = why
    if wrong:
        raise Invalid(wrong)
    return children


def _why_not(child: Child, wish: Wish) -> str:
    for stay in stays_in_the_way([child.id], wish.starts_at, wish.ends_at):
        said = stay.booking.kind.label.lower()
        return (
            f"{child.preferred_name} has a {said} then already, "
            f"from {as_people_say(stay.starts_at)}. Choose another time, or call that one off."
        )
    return beyond_short_breaks(child, wish.kind, wish.starts_at, wish.ends_at)


def _hosts_to_ask(fits: Sequence[Fit], wish: Wish) -> list[Household]:
    if wish.host_ids is None:
        hosts = [fit.host for fit in fits if fit.fits]
        if not hosts:
            raise Invalid(
                {
                    "hosts": "Nobody has said they are free then. Choose whom to ask all the same, "
                    "or try another time."
                }
            )
        return hosts
    by_id = {fit.host.id: fit for fit in fits}
    chosen = [by_id[each] for each in dict.fromkeys(wish.host_ids) if each in by_id]
    if not chosen or len(chosen) < len(set(wish.host_ids)):
        raise Invalid({"hosts": "Choose whom to ask."})
    full = [fit for fit in chosen if not fit.has_beds]
    if len(full) == len(chosen):
        names = " and ".join(fit.host.name for fit in full)
        raise Invalid({"hosts": f"{names}: no room then for all of them. Choose somebody else."})
    return [fit.host for fit in chosen if fit.has_beds]
