"""The form for a visit before a stay."""

import uuid
from datetime import timedelta

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.queries import booking_for
from app.bookings.schemas.asking import WITHIN, TeaSchema, by_field
from app.bookings.services.tea import ask_for_tea, check_can_have_tea
from app.bookings.views.answers import booking_url
from app.bookings.views.blueprint import blueprint
from app.core import access, clock
from app.core.errors import Invalid
from app.core.web import Form, page
from app.core.words import local_day


@blueprint.route("/bookings/<int:booking_id>/tea", methods=["GET", "POST"])
@access.signed_in
def ask_tea(booking_id: int) -> AnyResponse:
    """Ask the host of a stay to have the children for tea before it."""
    actor = access.actor()
    stay = booking_for(actor, booking_id)
    check_can_have_tea(actor=actor, stay=stay)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(TeaSchema())
            try:
                tea = ask_for_tea(actor=actor, booking_id=booking_id, **data)
            except Invalid as problem:
                raise Invalid(by_field(problem.errors, WITHIN)) from None
            return redirect(booking_url(tea.id, "tea"), 303)
    form.values.setdefault("client_id", str(uuid.uuid4()))
    if request.method == "GET":
        # The day before, or today where the stay is tomorrow.
        day = max(clock.today(), local_day(stay.starts_at) - timedelta(days=1))
        form.values |= {"day_on": day.isoformat(), "day_starts": "16:00", "day_ends": "17:30"}
    return page("bookings/tea.html", stay=stay, form=form)
