"""Rules: against a second library, against days counted by hand, and around the clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.wall_times import instant_of, lasting, nearest_instant, wall_minutes
from app.events.recurrence import LAST, Every, Rule
from tests.events.days_by_hand import days_by_hand
from tests.events.rules import begun, days

pytestmark = pytest.mark.static

FIFTH_FRIDAY = Rule(every=Every.MONTH_WEEKDAY, weekdays=(4,), nth=5)
FRIDAYS = Rule(every=Every.WEEK, weekdays=(4,))
TWO_YEARS = timedelta(days=730)


@given(begun())
@settings(max_examples=400, deadline=None)
def test_a_rule_gives_the_days_counted_by_hand(made: tuple[Rule, date]):
    rule, begins_on = made
    last = begins_on + TWO_YEARS
    assert rule.days(begins_on, begins_on, last) == days_by_hand(rule, begins_on, last)


@given(begun(), st.integers(0, 23), st.integers(0, 59))
@settings(max_examples=400, deadline=None)
def test_a_second_library_reads_the_rule_and_finds_the_same_instants(
    made: tuple[Rule, date], hour: int, minute: int
):
    """rust-rrule, which shares no code with dateutil: days, times and both clock changes."""
    rrule = pytest.importorskip("rrule", reason="no build of it for this Python")
    rule, begins_on = made
    at, last = time(hour, minute), begins_on + TWO_YEARS
    # Nothing is planned to begin in the hour that is left out in March; that library gives up.
    assume(instant_of(begins_on, at) is not None)
    begins = datetime.combine(begins_on, at, tzinfo=clock.LONDON)
    ends = datetime.combine(last, time(23, 59, 59), tzinfo=clock.LONDON)
    # With a time of day, RFC 5545 wants UNTIL as an instant: the end of that London day.
    text = str(rule)
    if rule.until is not None:
        until = nearest_instant(rule.until, time(23, 59, 59))
        text = text.replace(f"{rule.until:%Y%m%d}", f"{until:%Y%m%dT%H%M%SZ}")
    found = rrule.build_rruleset(begins, [f"RRULE:{text}"]).between(begins, ends, 2000)
    own = [nearest_instant(day, at) for day in rule.days(begins_on, begins_on, last)]
    assert [each.astimezone(UTC) for each in found] == own


@given(begun())
def test_a_rule_is_read_as_it_was_written(made: tuple[Rule, date]):
    rule, _ = made
    assert Rule.parse(str(rule)) == rule
    assert len(str(rule)) <= 200


@given(begun(), st.integers(0, 300), st.integers(0, 300))
@settings(deadline=None)
def test_a_window_shows_its_part_of_the_days(made: tuple[Rule, date], skip: int, length: int):
    rule, begins_on = made
    first = begins_on + timedelta(days=skip)
    last = first + timedelta(days=length)
    whole = rule.days(begins_on, begins_on, last)
    assert rule.days(begins_on, first, last) == [day for day in whole if day >= first]
    assert rule.days(begins_on, first, last, without=whole) == []


@given(begun(), st.integers(1, 300))
@settings(deadline=None)
def test_a_rule_cut_in_two_gives_the_same_days_once_each(made: tuple[Rule, date], skip: int):
    rule, begins_on = made
    last = begins_on + TWO_YEARS
    later = [day for day in rule.days(begins_on, begins_on, last) if day > begins_on]
    if not later:
        return
    cut = later[min(skip, len(later) - 1)]
    head = rule.ended_before(cut).days(begins_on, begins_on, last)
    tail = rule.going_on_from(begins_on, cut).days(cut, cut, last)
    assert head + tail == rule.days(begins_on, begins_on, last)


@given(days, st.sampled_from(list(Every)), st.booleans())
@settings(deadline=None)
def test_a_rule_made_for_a_day_begins_on_it(day: date, every: Every, wants_last: bool):
    is_last = wants_last and (day + timedelta(days=7)).month != day.month
    rule = Rule.beginning(every, day, is_last=is_last)
    assert rule.fits(day, day)


def test_the_fifth_friday_comes_in_the_months_that_have_one():
    found = FIFTH_FRIDAY.days(date(2027, 1, 29), date(2027, 1, 1), date(2027, 12, 31))
    assert found == [date(2027, 1, 29), date(2027, 4, 30), date(2027, 7, 30), date(2027, 10, 29),
                     date(2027, 12, 31)]  # fmt: skip


def test_an_exception_is_left_out_and_still_counts():
    rule = Rule(every=Every.WEEK, weekdays=(4,), count=3)
    begins = date(2027, 1, 1)
    found = rule.days(begins, begins, date(2028, 1, 1), without={date(2027, 1, 8)})
    assert found == [date(2027, 1, 1), date(2027, 1, 15)]
    assert rule.is_used_up(begins, date(2027, 1, 15))
    assert not rule.is_used_up(begins, date(2027, 1, 14))


@pytest.mark.parametrize(
    ("begins", "change"),
    [(date(2027, 3, 19), date(2027, 3, 28)), (date(2027, 10, 22), date(2027, 10, 31))],
)
def test_six_in_the_evening_stays_six_in_the_evening_over_a_clock_change(begins, change):
    weeks = FRIDAYS.days(begins, begins, begins + timedelta(days=28))
    instants = [nearest_instant(day, time(18)) for day in weeks]
    assert {f"{each.astimezone(clock.LONDON):%H:%M}" for each in instants} == {"18:00"}
    assert len({each.hour for each in instants}) == 2, "the clocks changed in between"
    assert weeks[0] < change < weeks[-1]


def test_a_time_that_is_missing_moves_forward_and_a_doubled_one_is_the_first():
    missing = nearest_instant(date(2027, 3, 28), time(1, 30))
    assert missing == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert f"{missing.astimezone(clock.LONDON):%H:%M}" == "02:30"
    assert nearest_instant(date(2027, 10, 31), time(1, 30)) == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


def test_a_night_away_ends_at_ten_also_when_the_clocks_change_in_it():
    begins, ends = lasting(date(2027, 10, 30), time(18), 16 * 60)
    assert f"{ends.astimezone(clock.LONDON):%a %H:%M}" == "Sun 10:00"
    assert ends - begins == timedelta(hours=17)
    assert wall_minutes(begins, ends) == 16 * 60


@given(days, st.times(), st.integers(1, 3000))
@settings(max_examples=300)
def test_whatever_the_clocks_do_the_end_is_after_the_start(day: date, at: time, minutes: int):
    begins, ends = lasting(day, at.replace(second=0, microsecond=0), minutes)
    assert ends > begins
    assert wall_minutes(begins, ends) > 0


def test_nothing_ends_before_it_began_in_the_night_of_a_change():
    begins, ends = lasting(date(2027, 3, 28), time(1, 30), 30)
    assert ends - begins == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "Every day"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "Every 3 days, 5 times"),
        ("FREQ=DAILY;COUNT=1", "Every day, once"),
        ("FREQ=WEEKLY;BYDAY=FR", "Every Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "Every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Every 2 weeks on Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "On the 15th of the month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=22", "On the 22nd of every 2nd month"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "On the 31st of the month, if it has one"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "On the last Friday of the month"),
        (
            "FREQ=MONTHLY;BYDAY=5FR;UNTIL=20270630",
            "On the 5th Friday of the month, until 30 June 2027",
        ),
    ],
)
def test_a_rule_in_plain_words(text: str, words: str):
    assert Rule.parse(text).words == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=YEARLY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=FR,MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=FR;BYHOUR=3",
        "FREQ=WEEKLY;BYDAY=2FR",
        "FREQ=MONTHLY;BYDAY=FR",
        "FREQ=MONTHLY;BYDAY=6FR",
        "FREQ=MONTHLY;BYDAY=1FR,2FR",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=tomorrow",
    ],
)
def test_what_is_no_rule_of_ours_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        Rule.parse(text)


def test_the_last_friday_is_not_always_the_fourth():
    last = Rule(every=Every.MONTH_WEEKDAY, weekdays=(4,), nth=LAST)
    begins = date(2027, 1, 29)
    found = last.days(begins, begins, date(2027, 4, 30))
    assert [day.day for day in found] == [29, 26, 26, 30]


@given(begun(), st.integers(-20, 20))
@settings(deadline=None)
def test_a_rule_whose_day_moved_fits_the_new_day(made: tuple[Rule, date], by: int):
    rule, begins_on = made
    later = rule.days(begins_on, begins_on, begins_on + TWO_YEARS)
    if later:
        moved = rule.moved(later[0], day := later[0] + timedelta(days=by))
        if moved.until is None or moved.until >= day:
            assert moved.fits(day, day)
            assert (moved.every, moved.interval) == (rule.every, rule.interval)
