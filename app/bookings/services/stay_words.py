"""Afterwards: how it was for each child, and a thank-you to the host."""

import json
from collections.abc import Sequence

from app.accounts.models import Person
from app.bookings.models import BookingKind, StayFace, StayThanks, StayWords
from app.bookings.phases import takes_words
from app.bookings.queries.stays import SeenStay, stay_for, stay_words_of, thanks_of
from app.bookings.services.moving import host_ids, lock_booking, tell
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

MOST_WORDS = 3
#: What the host reads on a lock screen.
_THANKS = {
    BookingKind.SLEEPOVER: "A family thanks you for the sleepover",
    BookingKind.DAY_CARE: "A family thanks you for the day care",
    BookingKind.TEA: "A family thanks you for the tea",
}


def say_how_it_was(
    *,
    actor: Person,
    booking_id: int,
    child_id: int,
    face: StayFace,
    words: Sequence[str] = (),
    note: str = "",
) -> StayWords:
    """Keep a child's face and words about a stay, and what its carer adds.

    What was said before is replaced. Raises `NotFound`, `NotAllowed` for all but the family,
    `Invalid` for more than three words (`first`), and `Conflict` before the end of the stay and
    from 14 days after it.
    """
    if len(words) > MOST_WORDS:
        raise Invalid({"first": "Use three words or fewer."})
    with unit_of_work():
        seen = _of_family(actor, booking_id)
        child = seen.child(child_id)
        said = stay_words_of(seen.booking).get(child.id)
        if said is None:
            said = StayWords(booking_id=booking_id, child_id=child.id)
            db.session.add(said)
        said.face, said.said, said.note = face, json.dumps(list(words)), note
        said.written_by_id, said.written_at = actor.id, clock.now()
        db.session.flush()
    return said


def thank_host(*, actor: Person, booking_id: int, text: str) -> StayThanks:
    """Say thank you to the host, who is told; a family's first thanks to it stand.

    Raises as `say_how_it_was` does.
    """
    with unit_of_work():
        seen = _of_family(actor, booking_id)
        said = thanks_of(seen.booking)
        if said is not None:
            return said
        said = StayThanks(
            booking_id=booking_id, text=text, said_by_id=actor.id, said_at=clock.now()
        )
        db.session.add(said)
        db.session.flush()
        told = host_ids(seen.booking.host) - {actor.id}
        tell(
            told,
            title=_THANKS[seen.booking.kind],
            booking=seen.booking,
            url=f"/bookings/{booking_id}/after",
        )
    return said


def _of_family(actor: Person, booking_id: int) -> SeenStay:
    lock_booking(stay_for(actor, booking_id).booking)
    seen = stay_for(actor, booking_id)
    if not seen.is_family:
        raise NotAllowed("The family says how it was.")
    if not takes_words(seen.booking):
        raise Conflict("Words are taken from the end of the stay on, for 14 days.")
    return seen
