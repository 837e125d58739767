"""What hosts answer, and what follows from it."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app.bookings import services
from app.bookings.models import (
    Booking,
    BookingState,
    BookingStep,
    CallState,
    Stay,
    YesKind,
)
from app.bookings.queries import booking_for, yeses_for
from app.core.errors import Conflict, Invalid, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.notices.models import Notice
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County


def _titles(person_id: int) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(Notice.title).where(Notice.person_id == person_id).order_by(Notice.id)
        )
    )


def test_a_yes_confirms_at_once_where_nobody_elses_is_needed(street: Street):
    booking = street.ask()
    assert booking.state is BookingState.REQUESTED
    assert _titles(street.host.carer.id)[-1].startswith("Sleepover, 1 night for a child")
    services.accept(actor=street.host.carer, booking_id=booking.id)
    assert booking.state is BookingState.CONFIRMED
    stay = db.session.scalars(sa.select(Stay)).one()
    assert (stay.host_id, stay.bed) == (street.host.household.id, 1)
    assert _titles(street.family.carer.id) == [
        "The Lisa family: yes to your sleepover",
        "Confirmed: sleepover",
    ]
    states = db.session.scalars(sa.select(BookingStep.state).order_by(BookingStep.id)).all()
    assert states == [BookingState.REQUESTED, BookingState.ACCEPTED, BookingState.CONFIRMED]


def test_the_first_yes_wins_and_the_others_are_told(county: County):
    street = Street.built(county, hosts=3)
    booking = street.ask(is_urgent=True)
    first, second, third = street.hosts
    services.accept(actor=second.carer, booking_id=booking.id)
    with pytest.raises(NotFound):
        services.accept(actor=first.carer, booking_id=booking.id)
    assert [call.state for call in booking.calls] == [
        CallState.CLOSED,
        CallState.ACCEPTED,
        CallState.CLOSED,
    ]
    taken = "It is taken: another host said yes first. Thank you"
    assert _titles(first.carer.id)[-1] == _titles(third.carer.id)[-1] == taken


def test_saying_yes_twice_is_once(street: Street):
    booking = street.ask()
    for _ in range(2):
        services.accept(actor=street.host.carer, booking_id=booking.id)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(BookingStep)) == 3


def test_without_authority_it_waits_for_the_social_worker(county: County):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    assert booking.state is BookingState.ACCEPTED
    (asked,) = yeses_for(street.social_worker)
    assert (asked.kind, asked.child) == (YesKind.AUTHORITY, street.family.children[0])
    assert yeses_for(street.leader) == []
    with pytest.raises(NotFound):
        services.say_yes(actor=street.leader, yes_id=asked.id, is_yes=True)
    services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=True)
    assert booking.state is BookingState.CONFIRMED


def test_a_no_of_the_social_worker_ends_it_and_frees_the_bed(county: County):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    (asked,) = yeses_for(street.social_worker)
    services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=False, why="Court")
    assert booking.state is BookingState.CANCELLED
    assert booking.ended_why == "Court"
    assert db.session.scalars(sa.select(Stay.bed)).one() is None


def test_another_time_is_offered_and_taken(street: Street):
    booking = street.ask()
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 1, 18),
        ends_at=at(AHEAD + 3, 9),
    )
    assert booking.state is BookingState.OFFERED
    services.take_offer(
        actor=street.family.carer, booking_id=booking.id, call_id=booking.calls[0].id
    )
    assert (booking.state, booking.nights) == (BookingState.CONFIRMED, 2)
    assert booking.stays[0].ends_at == at(AHEAD + 3, 9)


def test_an_offer_turned_down_by_the_family_leaves_nobody(street: Street):
    booking = street.ask()
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 1, 18),
        ends_at=at(AHEAD + 3, 9),
    )
    services.turn_down_offer(
        actor=street.family.carer, booking_id=booking.id, call_id=booking.calls[0].id
    )
    assert booking.state is BookingState.DECLINED


def test_when_the_last_host_declines_the_family_hears(street: Street):
    booking = street.ask()
    services.decline(actor=street.host.carer, booking_id=booking.id, words="Away, sorry")
    assert booking.state is BookingState.DECLINED
    assert _titles(street.family.carer.id) == ["No host can have your sleepover so far"]
    assert _titles(street.leader.id)[-1] == "No host can have your sleepover so far"


def test_a_host_with_one_bed_has_one_child(county: County):
    street = Street.built(county, hosts=0)
    host = Host.of(county.hive, places=1)
    booking = street.ask()
    services.accept(actor=host.carer, booking_id=booking.id)
    other = Street.built(county, 9, hosts=0)
    with pytest.raises(Invalid) as said:
        other.ask(host_ids=[host.household.id])
    assert "no room" in said.value.errors["hosts"]
    later = other.ask(starts_at=at(AHEAD + 1, 10), ends_at=at(AHEAD + 2, 10))
    services.accept(actor=host.carer, booking_id=later.id)
    assert later.state is BookingState.CONFIRMED


def test_the_database_itself_refuses_a_bed_taken_twice(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    for same in ("bed", "child"):
        with pytest.raises(sa.exc.IntegrityError):
            _book_over(booking, street, same)


def test_the_beds_of_a_called_off_stay_are_free_again(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    services.call_off(actor=street.family.carer, booking_id=booking.id, why="Chickenpox")
    assert booking.state is BookingState.CANCELLED
    again = street.ask()
    services.accept(actor=street.host.carer, booking_id=again.id)
    assert again.state is BookingState.CONFIRMED


def test_the_stay_begins_and_ends(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with pytest.raises(Conflict):
        services.mark_arrived(actor=street.host.carer, booking_id=booking.id)
    with time_machine.travel(at(AHEAD, 17, 10), tick=False):
        with pytest.raises(Conflict):
            services.mark_gone_home(actor=street.host.carer, booking_id=booking.id)
        services.mark_arrived(actor=street.host.carer, booking_id=booking.id)
    assert booking.state is BookingState.UNDER_WAY
    with time_machine.travel(at(AHEAD + 1, 10), tick=False):
        services.mark_gone_home(actor=street.host.carer, booking_id=booking.id, collected_by="Sam")
    assert booking.state is BookingState.FINISHED
    assert (booking.stays[0].bed, booking.stays[0].collected_by) == (None, "Sam")


def _book_over(booking: Booking, street: Street, same: str) -> None:
    """Write a stay that overlaps, past all services."""
    with unit_of_work():
        other = _copy_of(booking)
        db.session.add(other)
        db.session.flush()
        db.session.execute(
            sa.insert(Stay).values(
                booking_id=other.id,
                child_id=booking.stays[0].child_id if same == "child" else street.county.child.id,
                host_id=street.host.household.id,
                bed=1 if same == "bed" else 2,
                starts_at=booking.starts_at + timedelta(hours=2),
                ends_at=booking.ends_at + timedelta(hours=2),
                collected_by="",
            )
        )


def _copy_of(booking: Booking) -> Booking:
    return Booking(
        household_id=booking.household_id,
        hive_id=booking.hive_id,
        kind=booking.kind,
        state=BookingState.CONFIRMED,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        nights=booking.nights,
        reason=booking.reason,
        flexibility=booking.flexibility,
        note="",
        ended_why="",
        host_id=booking.host_id,
        asked_by_id=booking.asked_by_id,
        asked_at=booking.asked_at,
        client_id=uuid.uuid4(),
        changed_at=booking.changed_at,
    )


def test_others_see_nothing_of_it(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask(host_ids=[street.host.household.id])
    for person in (street.family.carer, street.host.carer, street.leader, street.social_worker):
        assert booking_for(person, booking.id)
    for person in (street.hosts[1].carer, county.stranger(), street.manager):
        with pytest.raises(NotFound):
            booking_for(person, booking.id)
