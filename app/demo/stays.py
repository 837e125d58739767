"""Stays of the demo county from the inside: one under way, and how others were."""

import json
import random
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from app.bookings.models import (
    Booking,
    BookingState,
    Handover,
    PackedThing,
    StayFace,
    StayNote,
    StayNoteKind,
    StayWords,
)
from app.core import clock
from app.core.extensions import db
from app.demo.booking_words import BAG, SAID
from app.demo.cast import Home

if TYPE_CHECKING:
    from app.demo.bookings import Diary


def show_stay_under_way(diary: "Diary") -> None:
    """A child of another carer is with Lisa since yesterday, until tomorrow."""
    aisha, lisa = diary.cast.home_of("aisha"), diary.cast.home_of("lisa")
    child = aisha.children[0]
    booking = diary.book(
        aisha,
        [child],
        diary.cast.today - timedelta(days=1),
        host=lisa,
        state=BookingState.UNDER_WAY,
        nights=2,
        note="He likes to know what comes next.",
    )
    diary.rest.append(lambda: _tell(diary.chance, booking, aisha, lisa))


def _tell(chance: random.Random, booking: Booking, family: Home, host: Home) -> None:
    """What the child wants its host to know, the bag, and the first evening."""
    at = booking.starts_at
    db.session.add(
        Handover(
            booking_id=booking.id,
            child_id=booking.stays[0].child_id,
            helps="Leave the hall light on. I like the door a bit open.",
            bring="Rabbit. And my book about sharks.",
            looking_forward="Biscuit",
            face=StayFace.GOOD,
            written_by_id=family.carers[0].id,
            written_at=at - timedelta(days=1),
        )
    )
    db.session.add_all(
        PackedThing(
            booking_id=booking.id,
            what=what,
            is_packed=True,
            added_by_id=family.carers[0].id,
            added_at=at - timedelta(days=1),
            client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
        )
        for what in BAG
    )
    db.session.add(
        StayNote(
            booking_id=booking.id,
            kind=StayNoteKind.NOTE,
            text="Fish fingers, two books, asleep by eight with Rabbit.",
            happened_at=min(clock.now(), at + timedelta(hours=3)),
            written_by_id=host.carers[0].id,
            written_at=min(clock.now(), at + timedelta(hours=3)),
            client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
        )
    )


def say_words(chance: random.Random, booking: Booking, family: Home) -> None:
    """How it was for most children: a face and three words."""
    for stay in booking.stays:
        if chance.random() < 0.3:
            continue
        face, words = chance.choice(SAID)
        db.session.add(
            StayWords(
                booking_id=booking.id,
                child_id=stay.child.id,
                face=StayFace(face),
                said=json.dumps(words),
                note="",
                written_by_id=family.carers[0].id,
                written_at=booking.ends_at + timedelta(hours=4),
            )
        )
