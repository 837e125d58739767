"""Afterwards: how it was for each child, and a thank-you to the host."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.models import StayFace, StayWords
from app.bookings.phases import takes_words
from app.bookings.queries.stays import (
    NOT_THERE,
    stay_for,
    stay_or_its_end,
    stay_words_of,
    thanks_of,
    whose_home,
)
from app.bookings.schemas.stays import StayWordsSchema, ThanksSchema
from app.bookings.services.stay_words import say_how_it_was, thank_host
from app.bookings.views.blueprint import blueprint
from app.bookings.views.stay import closing
from app.core import access, clock
from app.core.errors import NotFound
from app.core.web import Form, page


@blueprint.get("/bookings/<int:booking_id>/after")
@access.signed_in
def show_after(booking_id: int) -> Response:
    """How it was: for the family to say, for the host its thanks and the faces."""
    return _after_page(booking_id, Form())


@blueprint.post("/bookings/<int:booking_id>/thanks")
@access.signed_in
def thank(booking_id: int) -> AnyResponse:
    """Say thank you to the host."""
    form = Form.submitted()
    stay_for(access.actor(), booking_id)
    with form.showing_errors():
        data = form.load(ThanksSchema())
        thank_host(actor=access.actor(), booking_id=booking_id, **data)
        return redirect(url_for("bookings.show_after", booking_id=booking_id, after="thanked"), 303)
    return _after_page(booking_id, form)


@blueprint.route(
    "/bookings/<int:booking_id>/children/<int:child_id>/words", methods=["GET", "POST"]
)
@access.signed_in
def tell_words(booking_id: int, child_id: int) -> AnyResponse:
    """A face and up to three words, told by the child; and what its carer adds."""
    seen = stay_for(access.actor(), booking_id)
    child = seen.child(child_id)
    if not seen.is_family:
        raise NotFound(NOT_THERE)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(StayWordsSchema())
            words = [word for word in (data.pop(name) for name in _WORDS) if word]
            say_how_it_was(
                actor=access.actor(),
                booking_id=booking_id,
                child_id=child_id,
                words=words,
                **data,
            )
            return redirect(url_for("bookings.show_after", booking_id=booking_id), 303)
    return page(
        "bookings/stay_words.html",
        booking=seen.booking,
        child=child,
        form=form if form.errors else _said(stay_words_of(seen.booking).get(child_id)),
        faces=list(StayFace),
        whose=whose_home(seen.booking),
        can_say=takes_words(seen.booking),
    )


_WORDS = ("first", "second", "third")


def _said(said: StayWords | None) -> Form:
    if said is None:
        return Form()
    words = dict(zip(_WORDS, said.words, strict=False))
    return Form({"face": said.face.value, "note": said.note} | words)


def _after_page(booking_id: int, form: Form) -> Response:
    seen = stay_or_its_end(access.actor(), booking_id)
    booking = seen.booking
    said = stay_words_of(booking)
    shown = page(
        "bookings/stay_after.html",
        seen=seen,
        booking=booking,
        whose=whose_home(booking),
        said=said,
        # In no order that says whose they are.
        faces=sorted(each.face for each in said.values()) if seen.is_host else [],
        thanks=thanks_of(booking),
        form=form,
        can_say=takes_words(booking),
        is_over=clock.now() >= booking.ends_at,
        done=request.args.get("after") == "thanked",
    )
    return closing(shown, seen)
