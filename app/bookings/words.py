"""What is said of a booking: when it is, how many nights, where it stands."""

from collections.abc import Sequence
from datetime import date, datetime

from app.bookings.allowance import Allowance
from app.bookings.models import (
    SEEKING,
    Booking,
    BookingKind,
    BookingState,
    CallState,
    YesKind,
)
from app.core import clock
from app.core.words import clock_time, local_day

_S = BookingState
#: The colour and the picture of a state: the same on every page, always with its word.
STATE_TAGS = {
    _S.REQUESTED: ("calm", "send-horizontal"),
    _S.OFFERED: ("honey", "refresh-cw"),
    _S.ACCEPTED: ("honey", "clock"),
    _S.CONFIRMED: ("do", "circle-check"),
    _S.UNDER_WAY: ("do", "house"),
    _S.FINISHED: ("", "check"),
    _S.DECLINED: ("warn", "circle-alert"),
    _S.WITHDRAWN: ("", "reply"),
    _S.CANCELLED: ("stop", "ban"),
    _S.EXPIRED: ("warn", "circle-alert"),
}
#: The picture of a kind, from the sprite of pictures.
KIND_PICTURES = {
    BookingKind.SLEEPOVER: "bed",
    BookingKind.DAY_CARE: "trees",
    BookingKind.TEA: "soup",
}
CALL_TAGS = {
    CallState.ASKED: ("Not answered yet", "calm", "clock"),
    CallState.ACCEPTED: ("Yes", "do", "circle-check"),
    CallState.OFFERED: ("Another time", "honey", "refresh-cw"),
    CallState.DECLINED: ("Not this time", "", "x"),
    CallState.CLOSED: ("Not needed any more", "", "check"),
}


def span(starts_at: datetime, ends_at: datetime) -> str:
    """ "Fri 4 December 17:00 to Sun 6 December 10:00", "Sat 5 December, 09:00 to 15:00"."""
    first, last = local_day(starts_at), local_day(ends_at)
    begins, ends = clock_time(starts_at), clock_time(ends_at)
    if first == last:
        return f"{_day(first)}, {begins} to {ends}"
    return f"{_day(first)} {begins} to {_day(last)} {ends}"


def when(booking: Booking) -> str:
    """When a booking is."""
    return span(booking.starts_at, booking.ends_at)


def nights(count: int) -> str:
    """ "1 night", "2 nights"."""
    return "1 night" if count == 1 else f"{count} nights"


def nights_and_days(starts_at: datetime, ends_at: datetime) -> str:
    """ "2 nights, Fri 4 to Sun 6 December"; "" within one day."""
    first, last = local_day(starts_at), local_day(ends_at)
    if first == last:
        return ""
    begins = f"{first:%a} {first.day}"
    if (first.month, first.year) != (last.month, last.year):
        begins = f"{begins} {first:%B}"
    return f"{nights((last - first).days)}, {begins} to {_day(last)}"


def title(booking: Booking) -> str:
    """ "Sleepover, 2 nights", "Day care", "Tea first"."""
    if booking.kind is BookingKind.SLEEPOVER:
        return f"{booking.kind.label}, {nights(booking.nights)}"
    return booking.kind.label


def state_tag(booking: Booking) -> tuple[str, str, str]:
    """The word, the colour and the picture of where a booking stands."""
    return (booking.state.label, *STATE_TAGS[booking.state])


def call_tag(state: CallState) -> tuple[str, str, str]:
    """The same of what a host said."""
    return CALL_TAGS[state]


def kind_picture(kind: BookingKind) -> str:
    """The picture of a kind."""
    return KIND_PICTURES[kind]


def names(words: Sequence[str]) -> str:
    """ "Ava", "Ava and Leo", "Ava, Leo and Noor"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def how_many(ages: Sequence[str]) -> str:
    """Children without their names: "1 child, 8 years", "2 children, 8 years and 14 months"."""
    count = "1 child" if len(ages) == 1 else f"{len(ages)} children"
    return f"{count}, {names(ages)}"


def nights_line(allowance: Allowance) -> str:
    """ "5 of 14 nights used, 2 booked, 7 left"."""
    return (
        f"{allowance.used} of {nights(allowance.has)} used, "
        f"{allowance.booked} booked, {allowance.left} left"
    )


def night_dots(allowance: Allowance) -> list[str]:
    """The same as a picture: a dot for each night, used, booked or left."""
    return ["used"] * allowance.used + ["booked"] * allowance.booked + ["left"] * allowance.left


def path(booking: Booking) -> list[tuple[str, str]]:
    """The states of a booking from first to last, each `done`, `now` or `next`; ended ones end."""
    way = [_S.REQUESTED, _S.ACCEPTED, _S.CONFIRMED, _S.UNDER_WAY, _S.FINISHED]
    said = {
        _S.REQUESTED: "Asked for",
        _S.ACCEPTED: "A host said yes",
        _S.CONFIRMED: "Confirmed",
        _S.UNDER_WAY: "Under way",
        _S.FINISHED: "Over",
    }
    if booking.state in way or booking.state in SEEKING:
        here = way.index(_S.REQUESTED if booking.state in SEEKING else booking.state)
        marks = ["done"] * here + ["now"] + ["next"] * (len(way) - here - 1)
        words = [said[state] for state in way]
        if booking.state is _S.OFFERED:
            words[0] = booking.state.label
        return list(zip(words, marks, strict=True))
    been = [_S.REQUESTED]
    been += [_S.ACCEPTED] if booking.accepted_at else []
    been += [_S.CONFIRMED] if booking.confirmed_at else []
    return [(said[state], "done") for state in been] + [(booking.state.label, "now")]


def whose_yes(kind: YesKind) -> str:
    """ "The social worker", at the beginning of a sentence."""
    return kind.who[:1].upper() + kind.who[1:]


def _day(day: date) -> str:
    said = f"{day:%a} {day.day} {day:%B}"
    return said if day.year == clock.today().year else f"{said} {day.year}"


#: What templates use, each as `booking_<name>`.
FILTERS = (
    span,
    when,
    nights,
    title,
    state_tag,
    call_tag,
    kind_picture,
    names,
    how_many,
    nights_line,
    night_dots,
    path,
    whose_yes,
)
