"""Hosts and their time, bookings with their stays, and what happens in a stay."""

from app.bookings.models.bookings import Booking, Stay
from app.bookings.models.calls import BookingStep, BookingYes, CallState, HostCall, YesKind
from app.bookings.models.hosting import (
    DayPart,
    HiveBookingRule,
    HomePicture,
    HostAway,
    HostDay,
    HostHome,
    HostPattern,
)
from app.bookings.models.kinds import (
    ENDED_WITHOUT,
    HOLDING,
    LIVE,
    OPEN_AFTER_END,
    SEEKING,
    BookingKind,
    BookingReason,
    BookingState,
    Flexibility,
)
from app.bookings.models.stays import (
    Handover,
    PackedThing,
    StayFace,
    StayNote,
    StayNoteKind,
    StayThanks,
    StayWords,
)

__all__ = [
    "ENDED_WITHOUT",
    "HOLDING",
    "LIVE",
    "OPEN_AFTER_END",
    "SEEKING",
    "Booking",
    "BookingKind",
    "BookingReason",
    "BookingState",
    "BookingStep",
    "BookingYes",
    "CallState",
    "DayPart",
    "Flexibility",
    "Handover",
    "HiveBookingRule",
    "HomePicture",
    "HostAway",
    "HostCall",
    "HostDay",
    "HostHome",
    "HostPattern",
    "PackedThing",
    "Stay",
    "StayFace",
    "StayNote",
    "StayNoteKind",
    "StayThanks",
    "StayWords",
    "YesKind",
]
