"""The handover: what a child wants its host to know for one stay."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import Booking, Handover, StayFace
from app.bookings.queries.stays import stay_for
from app.bookings.services.moving import lock_booking
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.services import fingerprint


@dataclass(frozen=True)
class HandoverWords:
    """What a child tells, in its own words, and the face it makes about going."""

    helps: str = ""
    bring: str = ""
    looking_forward: str = ""
    face: StayFace | None = None


def can_still_tell(booking: Booking) -> bool:
    """A handover is written until the stay ends."""
    return booking.is_held and clock.now() < booking.ends_at


def mark_of(handover: Handover | None) -> str:
    """Tells one version of a handover from another."""
    if handover is None:
        return fingerprint("")
    face = handover.face or ""
    return fingerprint("\0".join([handover.helps, handover.bring, handover.looking_forward, face]))


def save_handover(
    *, actor: Person, booking_id: int, child_id: int, words: HandoverWords, seen_mark: str
) -> Handover:
    """Keep what a child tells its host; `seen_mark` is `mark_of` what its form began with.

    Raises `NotFound`, `NotAllowed` for all but the family, `Conflict` once the stay is over, and
    `Invalid` (`helps`) where another carer has written in the meantime.
    """
    with unit_of_work():
        seen = stay_for(actor, booking_id)
        lock_booking(seen.booking)
        child = seen.child(child_id)
        if not seen.is_family:
            raise NotAllowed("The family writes the handover, together with the child.")
        if not can_still_tell(seen.booking):
            raise Conflict("This stay is over, so its handover can't be changed.")
        kept = db.session.scalar(
            sa.select(Handover)
            .where(Handover.booking_id == booking_id, Handover.child_id == child.id)
            .execution_options(populate_existing=True)
        )
        given = [words.helps, words.bring, words.looking_forward, words.face or ""]
        is_same = mark_of(kept) == fingerprint("\0".join(given))
        if kept is not None and is_same:
            return kept
        if seen_mark != mark_of(kept):
            raise Invalid(
                {"helps": "Somebody else of your family has written here. Look at both, and save."}
            )
        if kept is None:
            kept = Handover(booking_id=booking_id, child_id=child.id)
            db.session.add(kept)
        kept.helps, kept.bring = words.helps, words.bring
        kept.looking_forward, kept.face = words.looking_forward, words.face
        kept.written_by_id, kept.written_at = actor.id, clock.now()
        db.session.flush()
    return kept
