"""A host's time: days, what comes again, being away, and who says it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from app.bookings.hosting_words import Repeat, repeats_of
from app.bookings.models import Booking, BookingState, DayPart
from app.bookings.queries.hosting import aways_of
from app.bookings.queries.hosts import days_between, times_of
from app.bookings.services import accept
from app.bookings.services import hosting as services
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.roles import Role
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County

#: A Monday shortly before the end of a year.
MONDAY = date(2026, 12, 14)
WHOLE = frozenset(DayPart)
NIGHT = frozenset({DayPart.NIGHT})
NONE: frozenset[DayPart] = frozenset()


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel("2026-12-14T09:00:00+00:00", tick=True):
        yield


@pytest.fixture
def host(county: County) -> Host:
    return Host.of(county.hive, free=False)


def _free(host: Host, first: date, last: date) -> dict[date, frozenset[DayPart]]:
    time = times_of([host.household.id], first, last)[host.household.id]
    return {day: parts for day in days_between(first, last) if (parts := time.on(day))}


def _on(host: Host, day: date) -> frozenset[DayPart]:
    return _free(host, day, day).get(day, NONE)


def _repeat(host: Host, weekday: int | None, *, every: int = 1, **facts: object) -> None:
    given = {"begins_on": MONDAY, "parts": NIGHT} | facts
    services.set_pattern(
        actor=host.carer,
        host_id=host.household.id,
        weekday=weekday,
        every_weeks=every,
        **given,  # type: ignore[arg-type]
    )


def _set(host: Host, day: date, *parts: DayPart) -> None:
    services.set_day(actor=host.carer, host_id=host.household.id, day=day, parts=parts)


def _away(host: Host, first: date, last: date) -> None:
    services.say_away(actor=host.carer, host_id=host.household.id, from_on=first, until_on=last)


def test_a_day_is_what_was_said_last(host: Host):
    day = MONDAY + timedelta(days=3)
    _set(host, day, DayPart.MORNING, DayPart.NIGHT)
    assert _on(host, day) == {DayPart.MORNING, DayPart.NIGHT}
    _set(host, day, *DayPart)
    assert _on(host, day) == WHOLE
    _set(host, day)
    assert _on(host, day) == NONE


def test_every_second_weekend_goes_on_over_the_end_of_the_year(host: Host):
    _repeat(host, None, every=2)
    assert _free(host, MONDAY, date(2027, 1, 31)) == {
        date(2026, 12, 18): NIGHT,
        date(2026, 12, 19): WHOLE,
        date(2026, 12, 20): {DayPart.MORNING, DayPart.AFTERNOON},
        date(2027, 1, 1): NIGHT,
        date(2027, 1, 2): WHOLE,
        date(2027, 1, 3): {DayPart.MORNING, DayPart.AFTERNOON},
        date(2027, 1, 15): NIGHT,
        date(2027, 1, 16): WHOLE,
        date(2027, 1, 17): {DayPart.MORNING, DayPart.AFTERNOON},
        date(2027, 1, 29): NIGHT,
        date(2027, 1, 30): WHOLE,
        date(2027, 1, 31): {DayPart.MORNING, DayPart.AFTERNOON},
    }


@pytest.mark.parametrize("begins", [date(2026, 12, 18), date(2026, 12, 19), date(2026, 12, 20)])
def test_a_weekend_that_begins_within_one_is_that_one(host: Host, begins: date):
    _repeat(host, None, every=2, begins_on=begins)
    assert min(_free(host, MONDAY, date(2026, 12, 31))) == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("every", "wanted"),
    [
        (1, [16, 23, 30, 37, 44]),
        (2, [16, 30, 44]),
        (3, [16, 37]),
        (4, [16, 44]),
    ],
)
def test_a_weekday_comes_every_few_weeks_over_the_end_of_the_month(
    host: Host, every: int, wanted: list[int]
):
    _repeat(host, 2, every=every)
    first = date(2026, 11, 30)
    days = [(day - first).days for day in _free(host, MONDAY, date(2027, 1, 13))]
    assert days == wanted


def test_the_night_the_clocks_change_moves_no_week(host: Host):
    _repeat(host, 6, every=2, begins_on=date(2027, 3, 14))
    free = _free(host, date(2027, 3, 1), date(2027, 4, 30))
    assert list(free) == [
        date(2027, 3, 14),
        date(2027, 3, 28),
        date(2027, 4, 11),
        date(2027, 4, 25),
    ]


def test_nothing_comes_before_it_begins_or_after_it_ends(host: Host):
    _repeat(host, 0, begins_on=date(2026, 12, 22), until_on=date(2027, 1, 11))
    free = _free(host, MONDAY, date(2027, 2, 28))
    assert list(free) == [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]


def test_what_was_said_of_a_day_counts_before_what_comes_again(host: Host):
    _repeat(host, 0)
    _set(host, MONDAY, DayPart.MORNING)
    assert _on(host, MONDAY) == {DayPart.MORNING}
    assert _on(host, MONDAY + timedelta(days=7)) == NIGHT
    services.forget_day(actor=host.carer, host_id=host.household.id, day=MONDAY)
    assert _on(host, MONDAY) == NIGHT


def test_being_away_counts_before_everything(host: Host):
    _repeat(host, 0)
    tuesday = MONDAY + timedelta(days=8)
    _set(host, tuesday, *DayPart)
    _away(host, MONDAY + timedelta(days=7), tuesday)
    assert _on(host, MONDAY + timedelta(days=7)) == NONE
    assert _on(host, tuesday) == NONE
    (away,) = aways_of(host.household)
    services.take_away_back(actor=host.carer, host_id=host.household.id, away_id=away.id)
    assert _on(host, tuesday) == WHOLE


def test_days_away_that_overlap_become_one(host: Host):
    for first, last in ((3, 6), (9, 12), (5, 10)):
        _away(host, MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))
    (away,) = aways_of(host.household)
    assert (away.from_on, away.until_on) == (
        MONDAY + timedelta(days=3),
        MONDAY + timedelta(days=12),
    )


def test_a_weekday_has_one_pattern_and_it_can_be_stopped(host: Host):
    _repeat(host, 4, parts={DayPart.MORNING})
    _repeat(host, None, every=2)
    assert [each.title for each in _repeats(host)] == ["Every second weekend"]
    services.remove_pattern(actor=host.carer, host_id=host.household.id, weekdays=[4, 5, 6])
    assert _repeats(host) == []


def test_a_weekend_that_was_changed_in_part_is_told_day_by_day(host: Host):
    _repeat(host, None, every=2)
    _repeat(host, 6, parts=WHOLE)
    assert [(each.title, each.weekdays) for each in _repeats(host)] == [
        ("Every second Friday", (4,)),
        ("Every second Saturday", (5,)),
        ("Every Sunday", (6,)),
    ]


def _repeats(host: Host) -> list[Repeat]:
    last = MONDAY + timedelta(days=60)
    return repeats_of(times_of([host.household.id], MONDAY, last)[host.household.id].patterns)


@pytest.mark.parametrize("day", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=400)])
def test_days_that_are_over_or_far_away_are_refused(host: Host, day: date):
    with pytest.raises(Invalid) as said:
        _set(host, day, DayPart.NIGHT)
    assert list(said.value.errors) == ["day"]
    with pytest.raises(Invalid) as said:
        _repeat(host, 0, begins_on=day)
    assert list(said.value.errors) == ["begins_on"]
    with pytest.raises(Invalid) as said:
        _away(host, day, day)
    assert list(said.value.errors) == ["until_on"]


def test_an_end_before_the_beginning_and_no_part_at_all_are_refused(host: Host):
    with pytest.raises(Invalid) as said:
        _away(host, MONDAY + timedelta(days=2), MONDAY + timedelta(days=1))
    assert list(said.value.errors) == ["until_on"]
    with pytest.raises(Invalid) as said:
        _repeat(host, 3, until_on=MONDAY + timedelta(days=1))
    assert list(said.value.errors) == ["until_on"]
    with pytest.raises(Invalid) as said:
        _repeat(host, 3, parts=())
    assert list(said.value.errors) == ["parts"]


def test_the_support_worker_says_it_for_people_by_phone(county: County, host: Host):
    leader = county.people[Role.SUPPORT_WORKER]
    services.set_day(actor=leader, host_id=host.household.id, day=MONDAY, parts=WHOLE)
    assert _on(host, MONDAY) == WHOLE


def test_nobody_else_says_when_a_host_is_free(county: County, host: Host):
    other = Host.of(county.hive, "Moira")
    people = [county.people[role] for role in Role if role is not Role.SUPPORT_WORKER]
    for person in [*people, other.carer, county.stranger()]:
        given = {"actor": person, "host_id": host.household.id}
        with pytest.raises(NotFound):
            services.set_day(day=MONDAY, parts=WHOLE, **given)
        with pytest.raises(NotFound):
            services.forget_day(day=MONDAY, **given)
        with pytest.raises(NotFound):
            services.set_pattern(weekday=None, every_weeks=1, begins_on=MONDAY, **given)
        with pytest.raises(NotFound):
            services.remove_pattern(weekdays=[1], **given)
        with pytest.raises(NotFound):
            services.say_away(from_on=MONDAY, until_on=MONDAY, **given)
        with pytest.raises(NotFound):
            services.take_away_back(away_id=1, **given)
    assert _on(host, MONDAY) == NONE


def test_a_home_that_is_no_host_has_no_time_to_say(county: County):
    carer = county.people[Role.CARER]
    with pytest.raises(NotFound):
        services.set_day(actor=carer, host_id=county.household.id, day=clock.today(), parts=WHOLE)


def test_what_a_host_said_decides_who_is_asked(county: County):
    street = Street.built(county, hosts=0)
    host = Host.of(county.hive, free=False)
    with pytest.raises(Invalid):
        street.ask()
    wanted = clock.today() + timedelta(days=AHEAD)
    _repeat(host, wanted.weekday(), parts=NIGHT)
    _repeat(host, (wanted.weekday() + 1) % 7, parts={DayPart.MORNING})
    booking = street.ask()
    assert [call.host_id for call in booking.calls] == [host.household.id]


def test_a_support_worker_says_yes_to_every_sleepover_of_a_hive(street: Street):
    leader, hive = street.leader, street.county.hive
    services.set_rules(actor=leader, confirming=[hive.id])
    booking = _taken(street)
    assert booking.state is BookingState.ACCEPTED
    assert [each.kind.value for each in booking.yeses] == ["hive"]
    services.set_rules(actor=leader, confirming=[])
    assert _taken(street, AHEAD + 3).state is BookingState.CONFIRMED


def _taken(street: Street, days: int = AHEAD) -> Booking:
    booking = street.ask(starts_at=at(days, 17), ends_at=at(days + 1, 10))
    return accept(actor=street.host.carer, booking_id=booking.id)


def test_the_rule_of_a_hive_is_for_those_who_lead_it(county: County):
    for role in set(Role) - {Role.SUPPORT_WORKER}:
        with pytest.raises(NotAllowed):
            services.set_rules(actor=county.people[role], confirming=[county.hive.id])
    elsewhere = county.stranger().current_memberships[0].hive_id
    with pytest.raises(NotFound):
        services.set_rules(actor=county.people[Role.SUPPORT_WORKER], confirming=[elsewhere])
