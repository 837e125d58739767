"""The care card for a host, while the child's stay with it is open."""

from flask import redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.bookings.services.host_looks import look_at_card
from app.bookings.views.blueprint import blueprint
from app.bookings.views.stay import WITHOUT_FIELDS, closing
from app.core import access
from app.core.web import page
from app.families.models import CareSection
from app.families.models.care import NONE_KNOWN
from app.families.queries import about_me, care_check, care_notes


@blueprint.get("/bookings/<int:booking_id>/children/<int:child_id>/card")
@access.signed_in
def show_child_card(booking_id: int, child_id: int) -> AnyResponse:
    """What a host must know of a child; others are led to the card itself."""
    seen, child = look_at_card(actor=access.actor(), booking_id=booking_id, child_id=child_id)
    if not seen.is_only_host:
        return redirect(url_for("families.show_card", child_id=child_id), 303)
    shown = page(
        "bookings/card.html",
        seen=seen,
        booking=seen.booking,
        child=child,
        sections=list(CareSection),
        notes={section: note for section, note in care_notes(child).items() if note.text},
        none_known=list(NONE_KNOWN.values()),
        check=care_check(child),
        about=about_me(child),
    )
    return closing(shown, seen, most=WITHOUT_FIELDS)
