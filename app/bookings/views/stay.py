"""A stay's own page, arriving and going home, and whom to ring."""

from math import ceil
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.phases import phase_of, takes_notes, takes_words
from app.bookings.queries.stays import (
    SeenStay,
    handovers_of,
    notes_of,
    stay_or_its_end,
    stay_words_of,
    support_workers_of,
    thanks_of,
    things_of,
    whose_home,
)
from app.bookings.schemas.stays import ArrivedSchema, GoneHomeSchema
from app.bookings.services.host_looks import numbers_to_ring
from app.bookings.services.staying import mark_arrived, mark_gone_home
from app.bookings.views.blueprint import blueprint
from app.core import access, clock
from app.core.web import Form, page
from app.core.words import is_out_of_hours
from app.families.queries import carers_of

#: A page without fields is looked up again so often (seconds): the stay may have been called off.
WITHOUT_FIELDS = 15 * 60
#: One with fields only when it closes; whoever reads slowly is not hurried for 20 hours at least.
_WITH_FIELDS = 20 * 60 * 60
#: What the page says after something was done, by the word in its address.
_DONE = {
    "arrived": "Written down: they are here.",
    "gone": "Written down: they have gone home.",
}


@blueprint.get("/bookings/<int:booking_id>/stay")
@access.signed_in
def show_stay(booking_id: int) -> Response:
    """The stay for both sides: who, when, and what comes next."""
    return _stay_page(booking_id, Form())


@blueprint.post("/bookings/<int:booking_id>/arrived")
@access.signed_in
def write_arrived(booking_id: int) -> AnyResponse:
    """The children are with the host."""
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(ArrivedSchema())
        mark_arrived(actor=access.actor(), booking_id=booking_id, **data)
        return redirect(url_for("bookings.show_stay", booking_id=booking_id, after="arrived"), 303)
    return _stay_page(booking_id, form)


@blueprint.post("/bookings/<int:booking_id>/gone-home")
@access.signed_in
def write_gone_home(booking_id: int) -> AnyResponse:
    """The children have gone home."""
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(GoneHomeSchema())
        mark_gone_home(actor=access.actor(), booking_id=booking_id, **data)
        return redirect(url_for("bookings.show_stay", booking_id=booking_id, after="gone"), 303)
    return _stay_page(booking_id, form)


@blueprint.get("/bookings/<int:booking_id>/emergency")
@access.signed_in
def show_emergency(booking_id: int) -> Response:
    """Whom to ring, large enough for a shaking thumb."""
    seen, to_ring = numbers_to_ring(actor=access.actor(), booking_id=booking_id)
    booking, config = seen.booking, current_app.extensions["hive_config"]
    shown = page(
        "bookings/emergency.html",
        seen=seen,
        booking=booking,
        to_ring=to_ring,
        line={"name": config.out_of_hours_name, "phone": config.out_of_hours_phone},
        is_out_of_hours=is_out_of_hours(),
        workers=[each for each in support_workers_of(booking.household) if each.phone],
        family=[] if seen.is_family else [p for p in carers_of(booking.household) if p.phone],
        hosts=_hosts_phones(seen),
    )
    return closing(shown, seen, most=WITHOUT_FIELDS)


def closing(response: Response, seen: SeenStay, *, most: int = _WITH_FIELDS) -> Response:
    """A page that a host's browser asks for again once it must not be read any more."""
    if seen.is_only_host and seen.booking.is_open_to_host:
        left = (seen.booking.closes_to_host_at - clock.now()).total_seconds()
        response.headers["Refresh"] = str(min(ceil(left) + 1, most))
    return response


def _stay_page(booking_id: int, form: Form) -> Response:
    seen = stay_or_its_end(access.actor(), booking_id)
    booking = seen.booking
    told: dict[str, Any] = {"seen": seen, "booking": booking, "whose": whose_home(booking)}
    if not seen.children:
        faces = [said.face for said in stay_words_of(booking).values()]
        return page(
            "bookings/stay_over.html",
            thanks=thanks_of(booking) if seen.is_host else None,
            faces=faces if seen.is_host else [],
            **told,
        )
    things = things_of(booking)
    shown = page(
        "bookings/stay.html",
        form=form,
        done=_DONE.get(request.args.get("after", "")),
        phase=phase_of(booking),
        handovers=handovers_of(booking),
        things=things,
        packed=sum(thing.is_packed for thing in things),
        notes_count=len(notes_of(seen)),
        takes_notes=takes_notes(booking),
        takes_words=takes_words(booking),
        **told,
    )
    return closing(shown, seen)


def _hosts_phones(seen: SeenStay) -> list[Any]:
    """The host's numbers, for the others and only while the stay is open."""
    booking = seen.booking
    if seen.is_host or booking.host is None or not booking.is_open_to_host:
        return []
    return [person for person in carers_of(booking.host) if person.phone]
