"""A family's nights in a year: used, booked, asked for, left; more needs the support worker."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bookings import services
from app.bookings.allowance import Year, allowance_of
from app.bookings.models import BookingKind, BookingState, YesKind
from app.bookings.queries import allowance_for, current_year, yeses_for
from app.core import clock
from app.core.unit_of_work import unit_of_work
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County

YEAR = Year(first=date(2026, 4, 1), last=date(2027, 3, 31))


@pytest.mark.parametrize(
    ("day", "begins", "first", "last"),
    [
        (date(2027, 3, 31), (4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), (4, 1), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2027, 12, 31), (1, 1), date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 2, 29), (3, 1), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_year_begins_where_the_council_says(
    day: date, begins: tuple[int, int], first: date, last: date
):
    year = Year.around(day, begins)
    assert (year.first, year.last) == (first, last)
    assert year.before.last == first - timedelta(days=1)


def _of(**given_: Any):
    given_ = {"held": (), "asked": (), "given": 14, "most_brought_over": 0} | given_
    return allowance_of(year=YEAR, today=date(2026, 10, 1), **given_)


def test_a_night_that_has_begun_is_used_and_tonight_is_booked():
    counted = _of(held=[date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2)])
    assert (counted.used, counted.booked, counted.left) == (1, 2, 11)


def test_a_night_with_two_children_away_is_one():
    counted = _of(held=[date(2026, 10, 5)] * 2, asked=[date(2026, 10, 5), date(2026, 10, 6)] * 2)
    assert (counted.booked, counted.asked) == (1, 1)


def test_what_was_left_is_brought_over_as_far_as_the_council_lets_it():
    last_year = [date(2026, 3, 1) + timedelta(days=nth) for nth in range(10)]
    assert _of(held=last_year).brought_over == 0
    assert _of(held=last_year, most_brought_over=3).brought_over == 3
    assert _of(held=last_year, most_brought_over=5).has == 18
    assert _of(held=last_year, given=8, most_brought_over=5).brought_over == 0


DAYS = st.dates(date(2025, 4, 1), date(2027, 6, 1))


@given(st.lists(DAYS), st.lists(DAYS), st.integers(0, 30), st.integers(0, 10), DAYS)
@settings(max_examples=200, deadline=None)
def test_it_always_adds_up(
    held: list[date], asked: list[date], given_: int, most: int, today: date
):
    counted = allowance_of(
        year=YEAR, given=given_, most_brought_over=most, held=held, asked=asked, today=today
    )
    assert counted.used + counted.booked == len({day for day in held if YEAR.holds(day)})
    assert counted.used + counted.booked + counted.left == counted.has + counted.over
    assert counted.left == 0 or counted.over == 0
    assert given_ <= counted.has <= given_ + most


def test_asked_then_booked_then_used(street: Street):
    home = street.family.household
    booking = street.ask(ends_at=at(AHEAD + 2, 10))
    counted = allowance_for(home, day=booking.night_days[0])
    assert (counted.used, counted.booked, counted.asked, counted.left) == (0, 0, 2, 14)
    services.accept(actor=street.host.carer, booking_id=booking.id)
    counted = allowance_for(home, day=booking.night_days[0])
    assert (counted.used, counted.booked, counted.asked, counted.left) == (0, 2, 0, 12)
    with time_machine.travel(at(AHEAD + 1, 9), tick=False):
        counted = allowance_for(home)
        assert (counted.used, counted.booked) == (1, 1)
    services.call_off(actor=street.family.carer, booking_id=booking.id, why="")
    assert allowance_for(home, day=booking.night_days[0]).left == 14


def test_nights_not_stayed_are_given_back(street: Street):
    booking = street.ask(ends_at=at(AHEAD + 3, 10))
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with time_machine.travel(at(AHEAD, 17), tick=False):
        services.mark_arrived(actor=street.host.carer, booking_id=booking.id)
    with time_machine.travel(at(AHEAD + 1, 11), tick=False):
        services.mark_gone_home(actor=street.host.carer, booking_id=booking.id)
        counted = allowance_for(street.family.household)
        assert (counted.used, counted.booked, counted.left) == (1, 0, 13)


def test_day_care_costs_no_night(street: Street):
    booking = street.ask(kind=BookingKind.DAY_CARE, starts_at=at(AHEAD, 9), ends_at=at(AHEAD, 15))
    services.accept(actor=street.host.carer, booking_id=booking.id)
    assert allowance_for(street.family.household, day=clock.today() + timedelta(AHEAD)).booked == 0


def test_a_stay_over_the_years_end_is_counted_in_both(app: Flask):
    with time_machine.travel("2027-03-24T12:00:00Z", tick=False):
        street = Street.built(County.founded())
        booking = street.ask(starts_at=at(5, 17), ends_at=at(10, 10))  # 29 March to 3 April
        services.accept(actor=street.host.carer, booking_id=booking.id)
        home = street.family.household
        assert allowance_for(home).booked == 3
        assert allowance_for(home, day=date(2027, 4, 1)).booked == 2
        assert booking.state is BookingState.CONFIRMED


def test_a_stay_over_the_years_end_can_be_too_much_in_one_of_them(app: Flask):
    with time_machine.travel("2027-03-24T12:00:00Z", tick=False):
        street = Street.built(County.founded())
        with unit_of_work():
            street.family.household.sleepover_nights = 2
        booking = street.ask(starts_at=at(5, 17), ends_at=at(10, 10))
        (asked,) = booking.yeses
        assert (asked.kind, asked.about) == (
            YesKind.ALLOWANCE,
            "1 night more than the family has",
        )


@pytest.fixture
def two_nights(county: County) -> Street:
    """A family of two children with two nights a year, and two hosts."""
    street = Street.built(county, 8, 9, hosts=2)
    with unit_of_work():
        street.family.household.sleepover_nights = 2
    return street


def test_more_than_it_has_waits_for_the_support_worker(two_nights: Street):
    booking = two_nights.ask(ends_at=at(AHEAD + 3, 10))
    services.accept(actor=two_nights.host.carer, booking_id=booking.id)
    assert booking.state is BookingState.ACCEPTED
    (asked,) = yeses_for(two_nights.leader)
    assert asked.about == "1 night more than the family has"
    services.say_yes(actor=two_nights.leader, yes_id=asked.id, is_yes=True)
    assert booking.state is BookingState.CONFIRMED


def test_what_was_within_it_when_asked_may_be_beyond_it_when_taken(two_nights: Street):
    first = two_nights.ask(ends_at=at(AHEAD + 2, 10))
    second = two_nights.ask(starts_at=at(AHEAD + 4, 17), ends_at=at(AHEAD + 5, 10))
    assert first.yeses == second.yeses == []
    services.accept(actor=two_nights.host.carer, booking_id=first.id)
    services.accept(actor=two_nights.host.carer, booking_id=second.id)
    assert (first.state, second.state) == (BookingState.CONFIRMED, BookingState.ACCEPTED)


def test_the_second_child_away_on_the_same_nights_costs_nothing(two_nights: Street):
    for host, child in zip(two_nights.hosts, two_nights.family.children, strict=True):
        booking = two_nights.ask(
            child_ids=[child.id], host_ids=[host.household.id], ends_at=at(AHEAD + 2, 10)
        )
        services.accept(actor=host.carer, booking_id=booking.id)
        assert booking.state is BookingState.CONFIRMED
    assert allowance_for(two_nights.family.household, day=booking.night_days[0]).left == 0


def test_a_yes_for_fewer_nights_is_asked_again_for_more(two_nights: Street):
    booking = two_nights.ask(ends_at=at(AHEAD + 3, 10))
    (asked,) = yeses_for(two_nights.leader)
    services.say_yes(actor=two_nights.leader, yes_id=asked.id, is_yes=True)
    services.offer_another_time(
        actor=two_nights.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD, 17),
        ends_at=at(AHEAD + 5, 10),
    )
    call = next(each for each in booking.calls if each.offered_starts_at)
    services.take_offer(actor=two_nights.family.carer, booking_id=booking.id, call_id=call.id)
    assert booking.state is BookingState.ACCEPTED
    (asked,) = yeses_for(two_nights.leader)
    assert asked.about == "3 nights more than the family has"


def test_the_councils_own_numbers_count(
    app: Flask, street: Street, monkeypatch: pytest.MonkeyPatch
):
    config = app.extensions["hive_config"]
    settings_ = replace(config, sleepover_nights=20, sleepover_carry_over=4, sleepover_year=(1, 1))
    monkeypatch.setitem(app.extensions, "hive_config", settings_)
    counted = allowance_for(street.family.household)
    assert (counted.has, counted.year) == (24, current_year())
    assert (counted.year.first.month, counted.year.first.day) == (1, 1)


def test_a_stay_from_long_before_the_year_counts_the_nights_in_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    config = replace(app.extensions["hive_config"], sleepover_longest=120)
    monkeypatch.setitem(app.extensions, "hive_config", config)
    with time_machine.travel("2026-01-20T12:00:00Z", tick=False):
        street = Street.built(County.founded(), hosts=0)
        with unit_of_work():
            street.family.household.sleepover_nights = 365
        host = Host.of(street.county.hive)
        host.frees(range(120))
        booking = street.ask(starts_at=at(1, 17), ends_at=at(80, 10))
        services.accept(actor=host.carer, booking_id=booking.id)
        counted = allowance_for(street.family.household, day=date(2026, 4, 1))
        assert counted.booked == (booking.night_days[-1] - date(2026, 3, 31)).days == 9
