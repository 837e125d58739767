"""Short breaks (regulation 48): 17 days at once, 75 in any year, for children flagged so alone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import BookingState
from app.bookings.services.beds import TOO_LONG
from app.bookings.short_breaks import A_YEAR, days_of, most_in_a_year
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import Child
from tests.bookings.people import Street, at

FIRST = date(2026, 1, 1)
TICKED = 'id="is_on_short_breaks" value="yes" checked'


@pytest.fixture
def short(street: Street) -> Street:
    """A street whose child is on short breaks, and whose host has all the time."""
    with unit_of_work():
        street.family.children[0].is_on_short_breaks = True
        street.family.household.sleepover_nights = 365
        street.host.frees(range(366))
    return street


def _ask(street: Street, begin: int, days: int):
    """A sleepover of so many days, both ends counted."""
    return street.ask(starts_at=at(begin, 17), ends_at=at(begin + days - 1, 10))


def _said(street: Street, begin: int, days: int) -> str:
    with pytest.raises(Invalid) as said:
        _ask(street, begin, days)
    return said.value.errors["children"]


def test_seventeen_days_at_once_and_not_eighteen(short: Street):
    assert "at most 17 days at once" in _said(short, 10, 18)
    assert _ask(short, 10, 17).nights == 16


def test_without_the_flag_nothing_is_counted(street: Street):
    street.host.frees(range(60))
    assert _ask(street, 10, 25).nights == 24


def test_seventy_five_days_in_a_year(short: Street):
    for begin in (10, 40, 70, 100):
        booking = _ask(short, begin, 17)
        services.accept(actor=short.host.carer, booking_id=booking.id)
    # 68 are booked.
    assert "at most 75 days in a year" in _said(short, 130, 8)
    _ask(short, 130, 7)


def test_a_stay_before_those_booked_counts_them(short: Street):
    for begin in (60, 90, 120, 150):
        booking = _ask(short, begin, 17)
        services.accept(actor=short.host.carer, booking_id=booking.id)
    assert "at most 75 days in a year" in _said(short, 10, 8)


def test_requests_that_wait_at_once_do_not_go_beyond_it_together(short: Street):
    asked = [_ask(short, begin, 16) for begin in (10, 40, 70, 100, 130)]
    for booking in asked[:4]:
        services.accept(actor=short.host.carer, booking_id=booking.id)
    with pytest.raises(Conflict) as said:
        services.accept(actor=short.host.carer, booking_id=asked[4].id)
    assert said.value.detail == TOO_LONG
    assert short.family.children[0].preferred_name not in TOO_LONG
    db.session.rollback()
    db.session.expire_all()
    assert asked[4].state is BookingState.REQUESTED


def test_another_time_that_a_host_offers_is_no_way_around_it(short: Street):
    booking = _ask(short, 10, 3)
    services.offer_another_time(
        actor=short.host.carer,
        booking_id=booking.id,
        starts_at=at(10, 17),
        ends_at=at(30, 10),
    )
    with pytest.raises(Conflict):
        services.take_offer(
            actor=short.family.carer, booking_id=booking.id, call_id=booking.calls[0].id
        )


def test_days_not_stayed_do_not_count(short: Street):
    booking = _ask(short, 10, 17)
    services.accept(actor=short.host.carer, booking_id=booking.id)
    with time_machine.travel(at(10, 17), tick=False):
        services.mark_arrived(actor=short.host.carer, booking_id=booking.id)
    with time_machine.travel(at(11, 12), tick=False):
        services.mark_gone_home(actor=short.host.carer, booking_id=booking.id)
    for begin in (40, 70, 100, 130):
        again = _ask(short, begin, 17)
        services.accept(actor=short.host.carer, booking_id=again.id)
    # 2 and 68 days, and 5 more.
    assert "75 days in a year" in _said(short, 160, 6)
    _ask(short, 160, 5)


@given(
    st.integers(0, 500),
    st.integers(1, 17),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 17)), max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_the_fullest_year_is_found(begin: int, length: int, others: list[tuple[int, int]]):
    wanted = _days(begin, length)
    had = set().union(*(_days(*each) for each in others)) if others else set()
    everything = wanted | had
    mine = {day.toordinal() for day in wanted}
    numbers = sorted(day.toordinal() for day in everything)
    by_hand = 0
    for start in range(min(mine) - 364, max(mine) + 1):
        year = range(start, start + 365)
        by_hand = max(by_hand, sum(number in year for number in numbers))
    assert most_in_a_year(wanted, had) == by_hand


def _days(begin: int, length: int) -> set[date]:
    first = FIRST + timedelta(days=begin)
    return days_of(first, first + timedelta(days=length - 1))


def test_a_year_is_not_more_than_it_may_be():
    assert A_YEAR == 75


def test_who_works_with_the_family_sets_the_flag_and_the_family_does_not(
    street: Street, client_for: Callable[[Person], FlaskClient]
):
    child = street.family.children[0]
    path = f"/children/{child.id}/edit"
    sent = {
        "preferred_name": child.preferred_name,
        "born_on_day": "3",
        "born_on_month": "2",
        "born_on_year": "2018",
        "care_status": "in_care",
        "pronouns": "",
    }
    for person in (street.leader, street.social_worker):
        client = client_for(person)
        assert "short breaks" in client.get(path).get_data(as_text=True)
        assert client.post(path, data=sent | {"is_on_short_breaks": "yes"}).status_code == 303
        assert _flag(child.id)
        assert TICKED in client.get(path).get_data(as_text=True)
        assert client.post(path, data=sent).status_code == 303
        assert not _flag(child.id)
        assert TICKED not in client.get(path).get_data(as_text=True)
    carer = client_for(street.family.carer)
    assert "is_on_short_breaks" not in carer.get(path).get_data(as_text=True)
    assert carer.post(path, data=sent | {"is_on_short_breaks": "yes"}).status_code == 303
    assert not _flag(child.id)
    # What the social worker has said stays when the family mends a name.
    client_for(street.leader).post(path, data=sent | {"is_on_short_breaks": "yes"})
    assert carer.post(path, data=sent | {"preferred_name": "Jo"}).status_code == 303
    assert _flag(child.id)


def _flag(child_id: int) -> bool:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Child, child_id).is_on_short_breaks
