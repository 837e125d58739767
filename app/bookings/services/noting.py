"""Notes during a stay: the host writes, the family reads; what is written stays as it is."""

import uuid
from datetime import datetime

from app.accounts.models import Person
from app.bookings.models import StayNote, StayNoteKind
from app.bookings.phases import EARLY, takes_notes
from app.bookings.queries.stays import SeenStay, note_sent_as, stay_for
from app.bookings.services.moving import family_ids, lock_booking, tell
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work


def write_note(*, actor: Person, booking_id: int, client_id: uuid.UUID, text: str) -> StayNote:
    """Write down how it goes; the family is told that there is a note, not what is in it.

    Sent twice, it is one note. Raises `NotFound`, `NotAllowed` for all but the host, and
    `Conflict` before the stay.
    """
    with unit_of_work():
        seen = _locked(actor, booking_id)
        known = note_sent_as(actor, client_id)
        if known is not None:
            return known
        _check(seen)
        return _write(
            seen,
            StayNote(
                kind=StayNoteKind.NOTE,
                text=text,
                happened_at=clock.now(),
                written_by_id=actor.id,
                client_id=client_id,
            ),
        )


def note_medicine(
    *,
    actor: Person,
    booking_id: int,
    client_id: uuid.UUID,
    child_id: int,
    what: str,
    dose: str,
    happened_at: datetime | None = None,
) -> StayNote:
    """Write down that a child was given a medicine, at `happened_at` (now without it).

    Raises as `write_note` does, and `Invalid` for a time to come (`at`) or a child who is not in
    the stay (`child_id`).
    """
    with unit_of_work():
        seen = _locked(actor, booking_id)
        known = note_sent_as(actor, client_id)
        if known is not None:
            return known
        _check(seen)
        now = clock.now()
        given_at = happened_at or now
        if child_id not in {child.id for child in seen.children}:
            raise Invalid({"child_id": "Choose who was given it."})
        if given_at > now:
            raise Invalid({"at": "That time is still to come. Write it down once it is given."})
        if given_at < seen.booking.starts_at - EARLY:
            raise Invalid({"at": "That is before the stay. Choose the time it was given."})
        return _write(
            seen,
            StayNote(
                kind=StayNoteKind.MEDICINE,
                child_id=child_id,
                text=f"{what}, {dose}",
                happened_at=given_at,
                written_by_id=actor.id,
                client_id=client_id,
            ),
        )


def _locked(actor: Person, booking_id: int) -> SeenStay:
    lock_booking(stay_for(actor, booking_id).booking)
    return stay_for(actor, booking_id)


def _check(seen: SeenStay) -> None:
    if not seen.is_host:
        raise NotAllowed("Whoever has the children writes the notes of a stay.")
    if not takes_notes(seen.booking):
        raise Conflict("Notes are written during a stay and for a day after it.")


def _write(seen: SeenStay, note: StayNote) -> StayNote:
    note.booking_id, note.written_at = seen.booking.id, clock.now()
    db.session.add(note)
    db.session.flush()
    told = family_ids(seen.booking) - {note.written_by_id}
    url = f"/bookings/{seen.booking.id}/notes"
    tell(told, title="There is a note about the stay", booking=seen.booking, url=url)
    return note
