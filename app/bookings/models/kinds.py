"""What is asked for and why, and where it stands."""

from datetime import timedelta
from enum import StrEnum


class BookingKind(StrEnum):
    """What is asked for."""

    #: One night or more.
    SLEEPOVER = "sleepover"
    #: Within a day.
    DAY_CARE = "day_care"
    #: A visit to meet the host before a stay: "tea first".
    TEA = "tea"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return {
            BookingKind.SLEEPOVER: "Sleepover",
            BookingKind.DAY_CARE: "Day care",
            BookingKind.TEA: "Tea first",
        }[self]


class BookingReason(StrEnum):
    """Why, in broad words: more is nobody's business."""

    REST = "rest"
    APPOINTMENT = "appointment"
    WORK = "work"
    FAMILY_EMERGENCY = "family_emergency"
    SETTLING_IN = "settling_in"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason as people say it."""
        return {
            BookingReason.REST: "A rest",
            BookingReason.APPOINTMENT: "An appointment",
            BookingReason.WORK: "Work",
            BookingReason.FAMILY_EMERGENCY: "Family emergency",
            BookingReason.SETTLING_IN: "Settling in",
            BookingReason.OTHER: "Something else",
        }[self]


class Flexibility(StrEnum):
    """How much the time could move."""

    FIXED = "fixed"
    FEW_HOURS = "few_hours"
    OTHER_DAY = "other_day"

    @property
    def label(self) -> str:
        """The flexibility as people say it."""
        return {
            Flexibility.FIXED: "It has to be then",
            Flexibility.FEW_HOURS: "A few hours either way",
            Flexibility.OTHER_DAY: "Another day is fine",
        }[self]


class BookingState(StrEnum):
    """Where a booking stands."""

    #: Hosts have been asked.
    REQUESTED = "requested"
    #: A host offers another time, and the family is asked.
    OFFERED = "offered"
    #: A host takes it; somebody's yes is still needed.
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    #: No host can, or somebody whose yes was needed said no before a host took it.
    DECLINED = "declined"
    #: The family took it back before a host had it.
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    #: The time came without an answer.
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The state as people say it."""
        return {
            BookingState.REQUESTED: "Asked for",
            BookingState.OFFERED: "Another time offered",
            BookingState.ACCEPTED: "Taken, not confirmed yet",
            BookingState.CONFIRMED: "Confirmed",
            BookingState.UNDER_WAY: "Under way",
            BookingState.FINISHED: "Over",
            BookingState.DECLINED: "Nobody could",
            BookingState.WITHDRAWN: "Taken back",
            BookingState.CANCELLED: "Called off",
            BookingState.EXPIRED: "Not answered in time",
        }[self]


#: A host has the children in its book: their beds and their time are taken.
HOLDING = frozenset({BookingState.ACCEPTED, BookingState.CONFIRMED, BookingState.UNDER_WAY})
#: Nobody has taken it yet.
SEEKING = frozenset({BookingState.REQUESTED, BookingState.OFFERED})
#: Goes on.
LIVE = HOLDING | SEEKING
#: Over without a stay.
ENDED_WITHOUT = frozenset(
    {BookingState.DECLINED, BookingState.WITHDRAWN, BookingState.CANCELLED, BookingState.EXPIRED}
)
#: How long after its end a stay can be read up by its host: the care card, the notes.
OPEN_AFTER_END = timedelta(hours=24)
