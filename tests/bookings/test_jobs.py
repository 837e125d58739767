"""What the clock ends: what nobody answered, what nobody wrote the end of, who has gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app.bookings import services
from app.bookings.jobs import end_overdue_bookings
from app.bookings.models import Booking, BookingState, BookingStep, CallState, Stay
from app.bookings.queries import visible_bookings
from app.core import clock
from app.core.extensions import db
from app.families.models import Household, LeavingReason, PlacementEnding
from app.families.services import end_placement, leave_household
from app.notices.models import Notice
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County


def _run() -> None:
    end_overdue_bookings()
    db.session.rollback()
    db.session.expire_all()


def _titles(person_id: int) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(Notice.title).where(Notice.person_id == person_id).order_by(Notice.id)
        )
    )


def test_what_nobody_answered_ends_when_its_time_comes(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    with time_machine.travel(at(AHEAD, 16, 59), tick=False):
        _run()
        assert booking.state is BookingState.REQUESTED
    with time_machine.travel(at(AHEAD, 17), tick=False):
        _run()
        _run()
        assert booking.state is BookingState.EXPIRED
    assert {call.state for call in booking.calls} == {CallState.CLOSED}
    for person in (street.family.carer, street.leader, *(host.carer for host in street.hosts)):
        said = "A request for a stay had no answer in time"
        assert _titles(person.id).count(said) == 1
    steps = db.session.scalars(
        sa.select(BookingStep).where(BookingStep.booking_id == booking.id).order_by(BookingStep.id)
    ).all()
    assert [(step.state, step.by_id is None) for step in steps] == [
        (BookingState.REQUESTED, False),
        (BookingState.EXPIRED, True),
    ]


def test_an_urgent_call_waits_four_hours_but_not_beyond_its_end(street: Street):
    begin = at(1, 12)
    with time_machine.travel(begin, tick=False):
        night = street.ask(
            is_urgent=True,
            starts_at=begin + timedelta(minutes=5),
            ends_at=begin + timedelta(hours=20),
        )
    with time_machine.travel(begin + timedelta(hours=3, minutes=59), tick=False):
        _run()
        assert night.state is BookingState.REQUESTED
        services.accept(actor=street.host.carer, booking_id=night.id)
        assert night.state is BookingState.CONFIRMED


def test_an_urgent_call_that_nobody_took_ends_after_four_hours(street: Street):
    begin = at(1, 12)
    with time_machine.travel(begin, tick=False):
        night = street.ask(
            is_urgent=True,
            starts_at=begin + timedelta(minutes=5),
            ends_at=begin + timedelta(hours=20),
        )
    with time_machine.travel(begin + timedelta(hours=4), tick=False):
        _run()
        assert night.state is BookingState.EXPIRED


def test_what_waits_for_a_yes_ends_too_and_frees_the_bed(county: County):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    assert booking.state is BookingState.ACCEPTED
    with time_machine.travel(at(AHEAD, 17, 1), tick=False):
        _run()
        assert booking.state is BookingState.EXPIRED
        assert [stay.bed for stay in booking.stays] == [None]
        assert _titles(street.host.carer.id)[-1] == "A request for a stay had no answer in time"


@pytest.mark.parametrize("arrived", [True, False])
def test_a_stay_ends_a_day_after_its_end_by_itself(street: Street, arrived: bool):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    if arrived:
        with time_machine.travel(at(AHEAD, 17), tick=False):
            services.mark_arrived(actor=street.host.carer, booking_id=booking.id)
    with time_machine.travel(at(AHEAD + 2, 9, 59), tick=False):
        _run()
        assert booking.state is (BookingState.UNDER_WAY if arrived else BookingState.CONFIRMED)
        assert booking.is_open_to_host
    with time_machine.travel(at(AHEAD + 2, 10), tick=False):
        _run()
        assert booking.state is BookingState.FINISHED
        assert not booking.is_open_to_host


def _gone(street: Street) -> None:
    end_placement(
        actor=street.leader,
        child_id=street.family.children[0].id,
        until_on=clock.today(),
        ending=PlacementEnding.PLANNED,
        note="",
    )


@pytest.mark.parametrize("taken", [True, False])
def test_the_stay_of_a_child_who_moves_on_is_called_off(street: Street, taken: bool):
    booking = street.ask()
    if taken:
        services.accept(actor=street.host.carer, booking_id=booking.id)
    _gone(street)
    _run()
    assert booking.is_live  # the last day counts
    with time_machine.travel(at(1, 6), tick=False):
        _run()
        assert booking.state is (BookingState.CANCELLED if taken else BookingState.WITHDRAWN)
        assert booking.ended_by_id is None
        assert db.session.scalars(sa.select(Stay.bed)).all() == [None]
        for person in (street.family.carer, street.host.carer, street.leader):
            assert _titles(person.id)[-1] == "A stay was called off"


def test_a_stay_under_way_goes_on(street: Street):
    booking = street.ask(ends_at=at(AHEAD + 2, 10))
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with time_machine.travel(at(AHEAD, 18), tick=False):
        services.mark_arrived(actor=street.host.carer, booking_id=booking.id)
        _gone(street)
    with time_machine.travel(at(AHEAD + 1, 9), tick=False):
        _run()
        assert booking.state is BookingState.UNDER_WAY


def _leaves(street: Street, household: Household) -> None:
    leave_household(
        actor=street.leader,
        household_id=household.id,
        reason=LeavingReason.OTHER,
        left_on=clock.today(),
        endings={child.id: PlacementEnding.PLANNED for child in street.family.children},
    )


def test_when_the_host_leaves_the_family_hears_at_once(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    _leaves(street, street.host.household)
    _run()
    assert booking.state is BookingState.CANCELLED
    for person in (street.family.carer, street.leader):
        assert _titles(person.id)[-1] == "A stay was called off"


def test_when_the_family_leaves_the_host_hears_at_once(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    _leaves(street, street.family.household)
    _run()
    assert booking.state is BookingState.CANCELLED
    assert _titles(street.host.carer.id)[-1] == "A stay was called off"
    assert db.session.scalars(visible_bookings(street.family.carer)).all() == []


def test_nothing_to_end_changes_nothing(street: Street):
    booking = street.ask()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Notice))
    _run()
    assert db.session.get_one(Booking, booking.id).state is BookingState.REQUESTED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == before
