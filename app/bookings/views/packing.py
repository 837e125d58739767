"""The packing list, ticked by both sides."""

import uuid

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.models import BookingState
from app.bookings.queries.stays import stay_for, things_of
from app.bookings.schemas.stays import ThingMoveSchema, ThingSchema
from app.bookings.services.packing import (
    add_thing,
    add_usual_things,
    can_remove,
    move_thing,
    usual_things,
)
from app.bookings.views.blueprint import blueprint
from app.bookings.views.stay import closing
from app.core import access
from app.core.web import Form, page


@blueprint.get("/bookings/<int:booking_id>/packing")
@access.signed_in
def show_packing(booking_id: int) -> Response:
    """What goes into the bag, and what is back in it."""
    return _packing_page(booking_id, Form())


@blueprint.post("/bookings/<int:booking_id>/packing")
@access.signed_in
def pack_thing(booking_id: int) -> AnyResponse:
    """Put a thing on the list."""
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(ThingSchema())
        add_thing(actor=access.actor(), booking_id=booking_id, **data)
        return redirect(url_for("bookings.show_packing", booking_id=booking_id, _anchor="add"), 303)
    return _packing_page(booking_id, form)


@blueprint.post("/bookings/<int:booking_id>/packing/usual")
@access.signed_in
def pack_usual_things(booking_id: int) -> AnyResponse:
    """Begin the list with what is usual."""
    add_usual_things(actor=access.actor(), booking_id=booking_id)
    return redirect(url_for("bookings.show_packing", booking_id=booking_id), 303)


@blueprint.post("/bookings/<int:booking_id>/packing/<int:thing_id>")
@access.signed_in
def tick_thing(booking_id: int, thing_id: int) -> AnyResponse:
    """Tick a thing in or back, or take it off the list."""
    actor = access.actor()
    stay_for(actor, booking_id)
    data = ThingMoveSchema().load_or_invalid(Form.submitted().values)
    kept = move_thing(actor=actor, booking_id=booking_id, thing_id=thing_id, **data)
    anchor = f"thing-{kept.id}" if kept else None
    return redirect(url_for("bookings.show_packing", booking_id=booking_id, _anchor=anchor), 303)


def _packing_page(booking_id: int, form: Form) -> Response:
    actor = access.actor()
    seen = stay_for(actor, booking_id)
    things = things_of(seen.booking)
    if form.error("client_id") or "client_id" not in form.values:
        form.values["client_id"] = str(uuid.uuid4())
    shown = page(
        "bookings/stay_packing.html",
        seen=seen,
        booking=seen.booking,
        form=form,
        things=[(thing, can_remove(actor, seen=seen, thing=thing)) for thing in things],
        packed=sum(thing.is_packed for thing in things),
        back=sum(thing.is_back for thing in things),
        usual=usual_things(seen.booking),
        is_there=seen.booking.state in (BookingState.UNDER_WAY, BookingState.FINISHED),
    )
    return closing(shown, seen)
