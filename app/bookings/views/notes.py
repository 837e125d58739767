"""Notes of a stay: how it goes, and medicine that was given."""

import uuid
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.models import StayNoteKind
from app.bookings.phases import takes_notes
from app.bookings.queries.stays import SeenStay, notes_of, stay_for
from app.bookings.schemas.stays import MedicineSchema, NoteSchema
from app.bookings.services.noting import note_medicine, write_note
from app.bookings.views.blueprint import blueprint
from app.bookings.views.stay import closing
from app.core import access, clock
from app.core.errors import NotFound
from app.core.web import Form, page
from app.core.words import clock_time


@blueprint.route("/bookings/<int:booking_id>/notes", methods=["GET", "POST"])
@access.signed_in
def show_notes(booking_id: int) -> AnyResponse:
    """What has been written, the newest first; and for the host a field to write in."""
    form = Form.submitted()
    if request.method == "POST":
        stay_for(access.actor(), booking_id)
        with form.showing_errors():
            data = form.load(NoteSchema())
            write_note(actor=access.actor(), booking_id=booking_id, **data)
            return _to_notes(booking_id)
    seen = stay_for(access.actor(), booking_id)
    shown = page(
        "bookings/stay_notes.html",
        notes=notes_of(seen),
        medicine=StayNoteKind.MEDICINE,
        done=request.args.get("after") == "written",
        **_about(seen, form),
    )
    return closing(shown, seen)


@blueprint.route("/bookings/<int:booking_id>/notes/medicine", methods=["GET", "POST"])
@access.signed_in
def give_medicine(booking_id: int) -> AnyResponse:
    """Medicine that was given: to whom, what, how much, when."""
    seen = stay_for(access.actor(), booking_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(MedicineSchema())
            note_medicine(actor=access.actor(), booking_id=booking_id, **data)
            return _to_notes(booking_id)
    elif not seen.is_host:
        raise NotFound()
    else:
        form.values |= {"day": clock.today().isoformat(), "at": clock_time(clock.now())}
        if len(seen.children) == 1:
            form.values["child_id"] = str(seen.children[0].id)
    return closing(page("bookings/stay_medicine.html", **_about(seen, form)), seen)


def _about(seen: SeenStay, form: Form) -> dict[str, Any]:
    if form.error("client_id") or "client_id" not in form.values:
        form.values["client_id"] = str(uuid.uuid4())
    return {
        "seen": seen,
        "booking": seen.booking,
        "form": form,
        "may_write": seen.is_host and takes_notes(seen.booking),
    }


def _to_notes(booking_id: int) -> AnyResponse:
    return redirect(url_for("bookings.show_notes", booking_id=booking_id, after="written"), 303)
