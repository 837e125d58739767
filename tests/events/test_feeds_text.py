"""Events as iCalendar: read by a second library and by the letter of RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from app.core import clock
from app.core.schemas import clean_text
from app.events.feed_text import calendar_text
from app.events.models import Event, EventPart, EventState
from tests.events.strict_calendar import Part, read_strictly

pytestmark = pytest.mark.static

BASE = "https://hive.example.org"
LONDON = ZoneInfo("Europe/London")
SOME_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(clean_text)


def _event(number: int = 1, **facts: object) -> Event:
    given: dict[str, object] = {
        "id": number,
        "title": "Pizza kitchen",
        "about": "We roll, top; and eat.\nThen we wash up.",
        "bring": "A box",
        "cost": "Free",
        "state": EventState.OPEN,
        "sequence": 0,
        "starts_at": datetime(2027, 2, 5, 18, tzinfo=UTC),
        "ends_at": datetime(2027, 2, 5, 20, tzinfo=UTC),
        "is_all_day": False,
        "created_at": datetime(2027, 1, 5, 18, tzinfo=UTC),
        "changed_at": datetime(2027, 1, 6, 18, 0, 0, 123456, tzinfo=UTC),
        "parts": [EventPart(name="", place="The hall", address="1 High Street, Andover")],
    } | facts
    return Event(**given)


def _read(*events: Event) -> tuple[Part, Calendar]:
    body = calendar_text(events, base_url=BASE)
    return read_strictly(body), IcsCalendarStream.calendar_from_ics(body.decode())


def test_an_event_as_both_readers_understand_it():
    strict, calendar = _read(_event())
    (event,) = calendar.events
    assert event.uid == "event-1@hive.example.org"
    assert event.summary == "Pizza kitchen"
    assert event.location == "The hall, 1 High Street, Andover"
    assert event.description == (
        "We roll, top; and eat.\nThen we wash up.\n\nBring: A box\n\nCost: Free"
    )
    assert event.dtstart == datetime(2027, 2, 5, 18, tzinfo=LONDON)
    assert event.dtend == datetime(2027, 2, 5, 20, tzinfo=LONDON)
    assert event.status is EventStatus.CONFIRMED
    (own,) = strict.of("VEVENT")
    assert own.value("URL") == f"{BASE}/events/1"
    assert own.value("DTSTAMP") == own.value("LAST-MODIFIED") == "20270106T180000Z"


def test_what_is_called_off_is_cancelled_and_says_so_in_its_title():
    _, calendar = _read(_event(state=EventState.CANCELLED, sequence=3, cancelled_why="Nick is ill"))
    (event,) = calendar.events
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 3)
    assert event.summary == "Called off: Pizza kitchen"
    assert "Nick" not in (event.description or "")


def test_whole_days_are_dates():
    _, calendar = _read(
        _event(
            is_all_day=True,
            starts_at=datetime(2027, 8, 1, 23, tzinfo=UTC),
            ends_at=datetime(2027, 8, 6, 23, tzinfo=UTC),
        )
    )
    (event,) = calendar.events
    assert (event.dtstart, event.dtend) == (date(2027, 8, 2), date(2027, 8, 7))


def test_centres_are_named_with_their_school_years():
    parts = [
        EventPart(name="Minstead", place="", address="", year_from=4, year_to=4),
        EventPart(name="Calshot", place="", address="Spit Road", year_from=8, year_to=9),
    ]
    _, calendar = _read(_event(parts=parts))
    assert calendar.events[0].location == "Minstead (Year 4); Calshot, Spit Road (Year 8 to Year 9)"


@pytest.mark.parametrize(
    "day", [date(2027, 3, 26), date(2027, 4, 2), date(2027, 10, 29), date(2027, 11, 5)]
)
def test_six_in_the_evening_is_written_as_six_in_london(day: date):
    starts_at = datetime.combine(day, time(18), tzinfo=LONDON).astimezone(UTC)
    strict, calendar = _read(_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    assert strict.of("VEVENT")[0].value("DTSTART") == f"{day:%Y%m%d}T180000"
    assert calendar.events[0].dtstart == starts_at


def test_the_hour_that_comes_twice_is_written_without_doubt():
    starts_at = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    strict, calendar = _read(_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))
    own = strict.of("VEVENT")[0]
    assert own.properties["DTSTART"] == (";TZID=Europe/London", "20271031T013000")
    assert own.properties["DTEND"] == ("", "20271031T013000Z")
    assert calendar.events[0].dtend == starts_at + timedelta(hours=1)


@given(
    st.lists(
        st.fixed_dictionaries({"title": SOME_TEXT, "about": SOME_TEXT, "bring": SOME_TEXT}),
        max_size=3,
    ),
    SOME_TEXT,
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_comes_out_as_it_went_in(typed: list[dict[str, str]], place: str):
    events = [
        _event(nth, parts=[EventPart(name="", place=place, address="")], **each)
        for nth, each in enumerate(typed)
    ]
    strict, calendar = _read(*events)
    for each, event, own in zip(typed, calendar.events, strict.of("VEVENT"), strict=True):
        assert (event.summary or "") == own.text("SUMMARY") == each["title"]
        if place:
            assert event.location == own.text("LOCATION") == place
        assert (event.description or "").startswith(each["about"])


@given(st.integers(0, 2 * 366 * 24 * 60), st.integers(1, 5000))
@settings(max_examples=150, deadline=None)
def test_each_instant_is_read_as_the_same(since: int, minutes: int):
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=since)
    ends_at = starts_at + timedelta(minutes=minutes)
    body = calendar_text([_event(starts_at=starts_at, ends_at=ends_at)], base_url=BASE)
    (event,) = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert event.dtstart.astimezone(UTC) == starts_at
    assert event.dtend is not None
    assert event.dtend.astimezone(UTC) == ends_at


def test_a_calendar_with_nothing_in_it_is_valid():
    strict, calendar = _read()
    assert calendar.events == []
    (zone,) = strict.of("VTIMEZONE")
    assert zone.value("TZID") == clock.LONDON.key


@pytest.mark.parametrize(
    ("was", "would_be"),
    [
        (b"\r\n", b"\n"),
        (b"UID:event-1@hive.example.org\r\n", b""),
        (b"BEGIN:VTIMEZONE", b"BEGIN:VZONE"),
        (b"SUMMARY:Pizza", b"SUMMARY:Pi,zza"),
        (b"SUMMARY:Pizza", b"SUMMARY:" + b"Pizza" * 20),
        (b"STATUS:CONFIRMED", b"STATUS:SURE"),
        (b"DTEND;TZID=Europe/London:20270205T200000", b"DTEND;TZID=Europe/London:20270205T180000"),
    ],
)
def test_the_strict_reader_finds_what_is_wrong(was: bytes, would_be: bytes):
    body = calendar_text([_event()], base_url=BASE)
    assert was in body
    with pytest.raises(AssertionError):
        read_strictly(body.replace(was, would_be, 1 if was != b"\r\n" else -1))
