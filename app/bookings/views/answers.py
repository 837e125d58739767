"""What hosts and families answer, and the end of a booking before its time."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.bookings import policy, services
from app.bookings.models import SEEKING, Booking, BookingKind, CallState, HostCall
from app.bookings.queries import booking_for
from app.bookings.queries.lists import no_longer_there
from app.bookings.schemas.answering import (
    CallOffSchema,
    HostAnswerSchema,
    OfferSchema,
    TakeBackSchema,
)
from app.bookings.schemas.asking import by_field, times_of
from app.bookings.views.blueprint import blueprint
from app.bookings.views.booking_page import ages_in
from app.core import access, clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.schema_fields import WholeNumber
from app.core.schemas import HiveSchema
from app.core.web import Form, page
from app.families.policy import lives_in

_OVER = "Somebody else took it, or they do not need it any more. Thank you."


class HostInAddressSchema(HiveSchema):
    """The host that a support worker answers for, in the address of a form."""

    host = WholeNumber(least=1, most=2**31 - 1)


@blueprint.post("/bookings/<int:booking_id>/accept")
@access.signed_in
def accept(booking_id: int) -> AnyResponse:
    """Yes, we can; or the support worker says so for a host by phone."""
    data = HostAnswerSchema().load_or_invalid(request.form)
    services.accept(actor=access.actor(), booking_id=booking_id, host_id=data["host_id"])
    return redirect(booking_url(booking_id, "accepted"), 303)


@blueprint.post("/bookings/<int:booking_id>/decline")
@access.signed_in
def decline(booking_id: int) -> AnyResponse:
    """Sorry, not this time."""
    data = HostAnswerSchema().load_or_invalid(request.form)
    services.decline(actor=access.actor(), booking_id=booking_id, **data)
    if data["host_id"]:
        return redirect(booking_url(booking_id, "said"), 303)
    # Whoever said no does not see it any more.
    return redirect(url_for("bookings.list_bookings", after="declined"), 303)


@blueprint.route("/bookings/<int:booking_id>/offer", methods=["GET", "POST"])
@access.signed_in
def offer_another_time(booking_id: int) -> AnyResponse:
    """Another time: the form begins with the one they asked for."""
    actor = access.actor()
    try:
        booking = booking_for(actor, booking_id)
    except NotFound as problem:
        raise (no_longer_there(actor, booking_id) or problem) from None
    form = Form.submitted()
    asked_for = {"host": form.value("host_id") or request.args.get("host", "")}
    call = _call_of(actor, booking, HostInAddressSchema().load_or_invalid(asked_for)["host"])
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(OfferSchema(booking.kind))
            _offer(actor, booking, data)
            return redirect(booking_url(booking_id, "offered"), 303)
    else:
        form.values |= _filled_in(booking)
    by_phone = not lives_in(actor, call.host)
    return page(
        "bookings/offer.html",
        booking=booking,
        call=call,
        by_phone=by_phone,
        ages=ages_in(booking),
        is_sleepover=booking.kind is BookingKind.SLEEPOVER,
        form=form,
    )


@blueprint.post("/bookings/<int:booking_id>/calls/<int:call_id>/take")
@access.signed_in
def take_offer(booking_id: int, call_id: int) -> AnyResponse:
    """Take the other time that a host offers."""
    services.take_offer(actor=access.actor(), booking_id=booking_id, call_id=call_id)
    return redirect(booking_url(booking_id, "taken"), 303)


@blueprint.post("/bookings/<int:booking_id>/calls/<int:call_id>/turn-down")
@access.signed_in
def turn_down_offer(booking_id: int, call_id: int) -> AnyResponse:
    """No thanks."""
    services.turn_down_offer(actor=access.actor(), booking_id=booking_id, call_id=call_id)
    return redirect(booking_url(booking_id, "turned-down"), 303)


@blueprint.post("/bookings/<int:booking_id>/take-back")
@access.signed_in
def take_back(booking_id: int) -> AnyResponse:
    """Nobody is needed any more, before a host has it."""
    data = TakeBackSchema().load_or_invalid(request.form)
    services.take_back(actor=access.actor(), booking_id=booking_id, **data)
    return redirect(booking_url(booking_id, "taken-back"), 303)


@blueprint.route("/bookings/<int:booking_id>/call-off", methods=["GET", "POST"])
@access.signed_in
def call_off(booking_id: int) -> AnyResponse:
    """Call a stay off: asks why, and says who will be told."""
    actor = access.actor()
    booking = booking_for(actor, booking_id)
    if not policy.can_call_off(actor, booking):
        raise NotAllowed("Only the family, the host or the support worker can call this off.")
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(CallOffSchema())
            services.call_off(actor=actor, booking_id=booking_id, **data)
            return redirect(booking_url(booking_id, "called-off"), 303)
    return page(
        "bookings/call_off.html",
        booking=booking,
        is_host=policy.is_of_host(actor, booking),
        can_be=booking.is_held and booking.state.value != "under_way",
        form=form,
    )


def booking_url(booking_id: int, after: str | None = None) -> str:
    """The page of a booking, with what was just done to it."""
    return url_for("bookings.show_booking", booking_id=booking_id, after=after)


def _call_of(actor: Person, booking: Booking, host_id: int | None) -> HostCall:
    """The call `actor` answers: of their own home, or of a host that rang the support worker."""
    call = next(
        (
            each
            for each in booking.calls
            if (each.host_id == host_id if host_id else lives_in(actor, each.host))
        ),
        None,
    )
    if call is None:
        raise NotFound()
    if not policy.can_answer_for(actor, booking, call.host):
        raise NotAllowed("Only the host, or the support worker for them, answers this.")
    if booking.state not in SEEKING or call.state is CallState.CLOSED:
        raise Conflict(_OVER)
    return call


def _offer(actor: Person, booking: Booking, data: dict[str, Any]) -> None:
    """Errors of the service stand beside the fields of this kind of booking."""
    try:
        services.offer_another_time(actor=actor, booking_id=booking.id, **data)
    except Invalid as problem:
        raise Invalid(by_field(problem.errors, times_of(booking.kind))) from None


def _filled_in(booking: Booking) -> dict[str, str]:
    begins = booking.starts_at.astimezone(clock.LONDON)
    ends = booking.ends_at.astimezone(clock.LONDON)
    (first_on, first_at), (last_on, last_at) = times_of(booking.kind)
    return {
        last_on: ends.date().isoformat(),
        last_at: f"{ends:%H:%M}",
        first_on: begins.date().isoformat(),
        first_at: f"{begins:%H:%M}",
    }
