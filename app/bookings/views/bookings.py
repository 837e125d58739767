"""The list of bookings, and the page of one."""

from collections.abc import Iterable

from flask import Response, request

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import LIVE, Booking
from app.bookings.queries import allowance_for, booking_for
from app.bookings.queries.lists import (
    calls_to_answer,
    needs_something,
    no_longer_there,
    own_and_others,
)
from app.bookings.queries.yeses import yeses_for
from app.bookings.views.blueprint import blueprint
from app.bookings.views.booking_page import shown
from app.core import access
from app.core.errors import NotFound
from app.core.roles import Role
from app.core.web import Form, page
from app.families.models import HouseholdState
from app.families.queries import household_of

#: What the pages say after something was done, by the word in their address.
DONE = {
    "asked": "Asked. You are told as soon as somebody says yes.",
    "accepted": "Thank you. They are told that you said yes.",
    "declined": "Thank you for saying so. They are told.",
    "offered": "Your time is on its way to them. They say yes or no to it.",
    "taken": "That is settled. The host is told.",
    "turned-down": "The host is told, with thanks.",
    "taken-back": "Taken back. All who were asked are told.",
    "called-off": "Called off. All are told, and the time is free again.",
    "said": "Thank you, that is written down.",
    "tea": "The host is asked for tea.",
}


@blueprint.get("/bookings")
@access.signed_in
def list_bookings() -> Response:
    """Own bookings, those of families one works with, and what waits for an answer."""
    actor = access.actor()
    home = household_of(actor)
    own, others = own_and_others(actor, home)
    leads = Role.SUPPORT_WORKER in actor.roles
    works = bool(actor.roles & {Role.SUPPORT_WORKER, Role.SOCIAL_WORKER})
    is_active = home is not None and home.state is HouseholdState.ACTIVE
    return page(
        "bookings/list.html",
        home=home if is_active else None,
        own=own,
        allowance=allowance_for(home) if home and is_active else None,
        others=[each for each in others if needs_something(each)],
        # Support workers have a board with all that is settled.
        settled=[] if leads else [each for each in others if not needs_something(each)],
        works=works,
        leads=leads,
        yes_count=_yes_count(actor, [*own.coming, *own.asked, *others]) if works else 0,
        limits=yeses_for(actor) if Role.MANAGER in actor.roles else [],
        calls=calls_to_answer(actor) if home and home.is_host else 0,
        done=DONE.get(request.args.get("after", "")),
    )


@blueprint.get("/bookings/<int:booking_id>")
@access.signed_in
def show_booking(booking_id: int) -> Response:
    """All that one may know of a booking, and what one can do with it."""
    actor = access.actor()
    try:
        booking = booking_for(actor, booking_id)
    except NotFound as problem:
        raise (no_longer_there(actor, booking_id) or problem) from None
    return page(
        "bookings/booking.html",
        **shown(actor, booking),
        no_form=Form(),
        done=DONE.get(request.args.get("after", "")),
    )


def _yes_count(actor: Person, bookings: Iterable[Booking]) -> int:
    return sum(
        each.answered_at is None and policy.can_say_yes(actor, each)
        for booking in bookings
        if booking.state in LIVE
        for each in booking.yeses
    )
