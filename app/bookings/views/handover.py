"""The handover, told by the child with its carer, and the child's own page of the stay."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.models import Handover, StayFace
from app.bookings.queries.stays import (
    NOT_THERE,
    SeenStay,
    handovers_of,
    home_told_of,
    stay_for,
    whose_home,
)
from app.bookings.schemas.stays import HandoverSchema
from app.bookings.services.handing_over import (
    HandoverWords,
    can_still_tell,
    mark_of,
    save_handover,
)
from app.bookings.services.host_looks import look_at_card
from app.bookings.views.blueprint import blueprint
from app.bookings.views.stay import WITHOUT_FIELDS, closing
from app.core import access, clock
from app.core.errors import NotFound
from app.core.web import Form, page
from app.core.words import local_day
from app.families.models import Child
from app.families.queries import about_me

_FIELDS = ("helps", "bring", "looking_forward")


@blueprint.route(
    "/bookings/<int:booking_id>/children/<int:child_id>/handover", methods=["GET", "POST"]
)
@access.signed_in
def show_handover(booking_id: int, child_id: int) -> AnyResponse:
    """For the family to fill in with the child; for those who look after it to read."""
    if request.method == "POST":
        seen = stay_for(access.actor(), booking_id)
        return _save(seen, seen.child(child_id))
    seen, child = look_at_card(
        actor=access.actor(), booking_id=booking_id, child_id=child_id, by_workers_too=True
    )
    if seen.is_family:
        return _form_page(seen, child, Form())
    shown = page(
        "bookings/handover.html",
        seen=seen,
        booking=seen.booking,
        child=child,
        told=handovers_of(seen.booking).get(child.id),
        about=about_me(child),
    )
    return closing(shown, seen, most=WITHOUT_FIELDS)


@blueprint.get("/bookings/<int:booking_id>/children/<int:child_id>/my-stay")
@access.signed_in
def show_my_stay(booking_id: int, child_id: int) -> Response:
    """ "My sleepover at Lisa's": where the child sleeps, who is there, when it is back."""
    seen = stay_for(access.actor(), booking_id)
    if not seen.is_family:
        raise NotFound(NOT_THERE)
    booking = seen.booking
    return page(
        "bookings/my_stay.html",
        booking=booking,
        child=seen.child(child_id),
        whose=whose_home(booking),
        home=home_told_of(booking),
        sleeps_until=max((local_day(booking.starts_at) - clock.today()).days, 0),
        told=handovers_of(booking).get(child_id),
    )


def _save(seen: SeenStay, child: Child) -> AnyResponse:
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(HandoverSchema())
        mark = data.pop("seen_mark")
        save_handover(
            actor=access.actor(),
            booking_id=seen.booking.id,
            child_id=child.id,
            words=HandoverWords(**data),
            seen_mark=mark,
        )
        url = url_for("bookings.show_stay", booking_id=seen.booking.id, _anchor="children")
        return redirect(url, 303)
    return _form_page(seen, child, form)


def _form_page(seen: SeenStay, child: Child, form: Form) -> Response:
    told = handovers_of(seen.booking).get(child.id)
    theirs = told if form.errors and form.value("seen_mark") != mark_of(told) else None
    if not form.errors:
        form = Form(_as_values(told))
    # The next save is one that has seen what the other carer wrote.
    form.values["seen_mark"] = mark_of(told)
    return page(
        "bookings/stay_handover.html",
        seen=seen,
        booking=seen.booking,
        child=child,
        form=form,
        theirs=theirs,
        faces=list(StayFace),
        about=about_me(child),
        whose=whose_home(seen.booking),
        can_tell=can_still_tell(seen.booking),
    )


def _as_values(told: Handover | None) -> dict[str, str]:
    if told is None:
        return {}
    face = told.face.value if told.face else ""
    return {name: getattr(told, name) for name in _FIELDS} | {"face": face}
