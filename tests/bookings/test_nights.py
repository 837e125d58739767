"""Nights and parts of days by the London calendar; times that can't be, in clear words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bookings.models import BookingKind, DayPart
from app.bookings.nights import BEGINS, nights_between, parts_between, wrong_times
from app.core import clock

pytestmark = pytest.mark.static

#: Minutes of three years with both clock changes in each.
SPAN = st.integers(0, 3 * 366 * 24 * 60)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def london(text: str) -> datetime:
    """The instant when London clocks show "2027-03-27 17:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "nights"),
    [
        ("2027-03-27 17:00", "2027-03-28 10:00", 1),  # an hour shorter
        ("2027-10-30 17:00", "2027-10-31 10:00", 1),  # an hour longer
        ("2027-03-27 17:00", "2027-04-03 17:00", 7),
        ("2027-10-30 17:00", "2027-11-06 17:00", 7),
        ("2027-02-28 17:00", "2027-03-01 10:00", 1),
        ("2028-02-28 17:00", "2028-03-01 10:00", 2),  # a leap year
        ("2026-12-31 17:00", "2027-01-01 10:00", 1),
        ("2026-12-31 23:59", "2027-01-01 00:00", 1),
        ("2027-07-01 00:30", "2027-07-01 23:30", 0),  # midnight in UTC lies between
        ("2027-07-01 00:00", "2027-07-02 00:00", 1),
        ("2027-07-01 09:00", "2027-07-01 09:00", 0),
    ],
)
def test_a_night_is_a_london_midnight(starts: str, ends: str, nights: int):
    assert nights_between(london(starts), london(ends)) == nights


@given(SPAN, SPAN, SPAN)
@settings(max_examples=300, deadline=None)
def test_nights_add_up(one: int, other: int, third: int):
    a, b, c = (FIRST + timedelta(minutes=each) for each in sorted((one, other, third)))
    assert nights_between(a, b) + nights_between(b, c) == nights_between(a, c)
    # Counted midnight by midnight.
    day, counted = FIRST.date(), 0
    while day <= date(2029, 1, 10):
        midnight = datetime.combine(day, time(), clock.LONDON).astimezone(UTC)
        counted += a < midnight <= b
        day += timedelta(days=1)
    assert counted == nights_between(a, b)


@given(SPAN, st.integers(1, 3 * 24 * 60))
@settings(max_examples=100, deadline=None)
def test_the_parts_needed_are_those_the_stay_is_in(begin: int, minutes: int):
    starts = FIRST + timedelta(minutes=begin)
    ends = starts + timedelta(minutes=minutes)
    needed = parts_between(starts, ends)
    assert needed
    touched = _parts_by_minutes(starts, ends)
    for day, parts in needed.items():
        for part in parts:
            assert touched[day, part] > 0
    # Whatever lies in it for more than the hour of bringing or fetching is needed.
    for (day, part), inside in touched.items():
        if inside > 60:
            assert part in needed[day]
        elif any(other > 60 for other in touched.values()):
            assert part not in needed.get(day, frozenset())


def _parts_by_minutes(starts: datetime, ends: datetime) -> dict[tuple[date, DayPart], int]:
    found: dict[tuple[date, DayPart], int] = {}
    moment = starts
    while moment < ends:
        shown = moment.astimezone(clock.LONDON)
        day, at = shown.date(), shown.time()
        if at < BEGINS[DayPart.MORNING]:
            key = (day - timedelta(days=1), DayPart.NIGHT)
        elif at < BEGINS[DayPart.AFTERNOON]:
            key = (day, DayPart.MORNING)
        else:
            key = (day, DayPart.AFTERNOON if at < BEGINS[DayPart.NIGHT] else DayPart.NIGHT)
        found[key] = found.get(key, 0) + 1
        moment += timedelta(minutes=1)
    return found


def test_a_night_needs_no_afternoon_and_no_morning():
    needed = parts_between(london("2027-03-27 17:00"), london("2027-03-28 09:00"))
    assert needed == {date(2027, 3, 27): {DayPart.NIGHT}}


def test_an_hour_of_day_care_needs_the_part_it_is_in():
    needed = parts_between(london("2027-05-03 12:30"), london("2027-05-03 13:20"))
    assert needed == {date(2027, 5, 3): {DayPart.MORNING}}


NOW = london("2027-03-20 12:00")


def _wrong(kind: BookingKind, starts: str, ends: str, longest: int = 28) -> dict[str, str]:
    return wrong_times(kind, london(starts), london(ends), now=NOW, longest=longest)


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "field", "words"),
    [
        (BookingKind.SLEEPOVER, "2027-04-01 17:00", "2027-04-01 17:00", "ends", "before the beg"),
        (BookingKind.SLEEPOVER, "2027-04-02 17:00", "2027-04-01 17:00", "ends", "before the beg"),
        (BookingKind.DAY_CARE, "2027-04-01 17:00", "2027-04-01 17:00", "ends", "before the begi"),
        (BookingKind.SLEEPOVER, "2027-03-20 11:59", "2027-03-21 10:00", "starts", "is over"),
        (BookingKind.SLEEPOVER, "2027-04-01 17:00", "2028-05-05 10:00", "ends", "400 nights"),
        (BookingKind.SLEEPOVER, "2028-03-22 17:00", "2028-03-23 10:00", "starts", "next year"),
        (BookingKind.SLEEPOVER, "2027-04-01 09:00", "2027-04-01 17:00", "ends", "day care"),
        (BookingKind.DAY_CARE, "2027-04-01 20:00", "2027-04-02 08:00", "ends", "choose sleepover"),
        (BookingKind.DAY_CARE, "2027-04-01 10:00", "2027-04-01 10:14", "ends", "too short"),
        (BookingKind.TEA, "2027-04-01 20:00", "2027-04-02 08:00", "ends", "same day"),
    ],
)
def test_what_cannot_be_is_said_in_clear_words(
    kind: BookingKind, starts: str, ends: str, field: str, words: str
):
    wrong = _wrong(kind, starts, ends)
    assert list(wrong) == [field]
    assert words in wrong[field]


@pytest.mark.parametrize(
    ("kind", "starts", "ends"),
    [
        (BookingKind.SLEEPOVER, "2027-03-20 12:00", "2027-03-21 10:00"),
        (BookingKind.SLEEPOVER, "2027-03-27 23:30", "2027-03-28 00:10"),
        (BookingKind.SLEEPOVER, "2027-04-01 17:00", "2027-04-29 10:00"),
        (BookingKind.DAY_CARE, "2027-04-01 10:00", "2027-04-01 10:15"),
        (BookingKind.TEA, "2027-04-01 16:00", "2027-04-01 17:30"),
    ],
)
def test_what_can_be_has_nothing_wrong(kind: BookingKind, starts: str, ends: str):
    assert _wrong(kind, starts, ends) == {}


def test_the_most_nights_at_once_are_a_setting():
    assert _wrong(BookingKind.SLEEPOVER, "2027-04-01 17:00", "2027-04-04 10:00", longest=3) == {}
    wrong = _wrong(BookingKind.SLEEPOVER, "2027-04-01 17:00", "2027-04-05 10:00", longest=3)
    assert wrong["ends"].startswith("That is 4 nights. The most at once is 3.")
