"""What changed between asking and answering; and people who are two things at once."""

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import Booking, BookingState, BookingStep, YesKind
from app.bookings.queries import booking_for, yeses_for
from app.bookings.services.beds import NO_BED, NO_HOST, OVER
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.services import join_household, move_household
from app.hives.models import Hive
from app.notices.models import Notice
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import OPENED, County, _hive, _membership
from tests.events.guests import Guests


def _titles(person: Person) -> list[str]:
    return list(
        db.session.scalars(
            sa.select(Notice.title).where(Notice.person_id == person.id).order_by(Notice.id)
        )
    )


def _far() -> Hive:
    with unit_of_work():
        hive, _ = _hive("Gosport")
    return hive


def _refused(host: Host, booking: Booking) -> str:
    with pytest.raises(Conflict) as said:
        services.accept(actor=host.carer, booking_id=booking.id)
    db.session.rollback()
    db.session.expire_all()
    assert booking.state in {BookingState.REQUESTED, BookingState.OFFERED}
    return said.value.detail


def test_a_home_that_is_no_host_any_more_takes_nobody(street: Street):
    booking = street.ask()
    with unit_of_work():
        street.host.household.is_host = False
    assert _refused(street.host, booking) == NO_HOST


def test_nor_by_a_time_it_had_offered(street: Street):
    booking = street.ask()
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 1, 18),
        ends_at=at(AHEAD + 2, 9),
    )
    with unit_of_work():
        street.host.household.is_host = False
    with pytest.raises(Conflict) as said:
        services.take_offer(
            actor=street.family.carer, booking_id=booking.id, call_id=booking.calls[0].id
        )
    assert said.value.detail == NO_HOST
    db.session.rollback()
    db.session.expire_all()
    assert booking.starts_at == at(AHEAD, 17)


def test_with_fewer_places_than_before_nobody_more_comes(county: County):
    street = Street.built(county, 8, 9, hosts=0)
    host = Host.of(county.hive, places=3)
    one, two = (Street.built(county, 7, hosts=0) for _ in range(2))
    first = street.ask(host_ids=[host.household.id], child_ids=[street.family.children[0].id])
    second = one.ask(host_ids=[host.household.id])
    third = two.ask(host_ids=[host.household.id])
    for booking in (first, second):
        services.accept(actor=host.carer, booking_id=booking.id)
    # Bed 2 stays taken, bed 1 is free again, and the home has one place from now on.
    services.call_off(actor=host.carer, booking_id=first.id, why="")
    with unit_of_work():
        host.household.host_places = 1
    assert _refused(host, third) == NO_BED
    assert second.state is BookingState.CONFIRMED


def test_what_a_host_says_of_its_beds_counts_at_the_moment_of_its_yes(street: Street):
    booking = street.ask()
    with unit_of_work():
        street.host.household.host_places = 0
    assert _refused(street.host, booking) == NO_HOST


def test_a_family_that_moved_is_taken_by_hosts_of_its_new_hive(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    far = _far()
    with unit_of_work():
        _membership(street.hosts[1].carer, far, Role.LINK_CARER)
    move_household(actor=street.manager, household_id=street.family.household.id, hive_id=far.id)
    db.session.expire_all()
    assert _refused(street.hosts[0], booking) == NO_HOST
    # A link carer of both Hives.
    services.accept(actor=street.hosts[1].carer, booking_id=booking.id)
    assert booking.state is BookingState.CONFIRMED
    # The support worker of the Hive it left sees it no more.
    with pytest.raises(NotFound):
        booking_for(street.leader, booking.id)


def test_a_link_carer_of_two_hives_has_children_of_both(county: County):
    far = _far()
    host = Host.of(far, places=2)
    with unit_of_work():
        _membership(host.carer, county.hive, Role.LINK_CARER)
    near = Street.built(county, hosts=0)
    booking = near.ask(host_ids=[host.household.id])
    services.accept(actor=host.carer, booking_id=booking.id)
    assert booking.state is BookingState.CONFIRMED
    assert booking_for(host.carer, booking.id).stays[0].bed == 1
    # Who leads the host's Hive has nothing to do with the family.
    with unit_of_work():
        leader = Guests.of(far, name="Leader").carer
        _membership(leader, far, Role.SUPPORT_WORKER)
    with pytest.raises(NotFound):
        booking_for(leader, booking.id)


def test_a_time_that_is_over_is_taken_by_nobody(street: Street):
    booking = street.ask()
    # The job that ends it is late.
    with time_machine.travel(at(AHEAD + 1, 10), tick=False):
        assert _refused(street.host, booking) == OVER


def test_a_time_that_is_not_offered_any_more_is_not_taken(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    offered = {"starts_at": at(AHEAD + 1, 18), "ends_at": at(AHEAD + 2, 9)}
    services.offer_another_time(actor=street.host.carer, booking_id=booking.id, **offered)
    services.decline(actor=street.host.carer, booking_id=booking.id)
    call = next(each for each in booking.calls if each.host_id == street.host.household.id)
    with pytest.raises(Conflict) as said:
        services.take_offer(actor=street.family.carer, booking_id=booking.id, call_id=call.id)
    assert said.value.detail == "This time is not offered any more."


@pytest.fixture
def both(county: County) -> Street:
    """A family in which the support worker of the Hive is a carer as well."""
    street = Street.built(county)
    with unit_of_work():
        street.family.household.sleepover_nights = 0
        join_household(person=street.leader, household=street.family.household, from_on=OPENED)
    db.session.expire_all()
    return street


def test_nobody_says_for_a_host_that_it_has_the_own_children(both: Street):
    booking = both.ask()
    for answer in (services.accept, services.decline):
        with pytest.raises(NotAllowed):
            answer(actor=both.leader, booking_id=booking.id, host_id=both.host.household.id)


def test_nobody_says_yes_to_more_nights_for_the_own_family(both: Street):
    booking = both.ask(actor=both.leader)
    services.accept(actor=both.host.carer, booking_id=booking.id)
    (asked,) = booking.yeses
    assert asked.kind is YesKind.ALLOWANCE
    assert yeses_for(both.leader) == []
    assert "A family asks for more nights than it has" not in _titles(both.leader)
    with pytest.raises(NotFound):
        services.say_yes(actor=both.leader, yes_id=asked.id, is_yes=True)
    # Somebody else who leads the Hive does.
    with unit_of_work():
        other = Guests.of(both.county.hive, name="Other").carer
        _membership(other, both.county.hive, Role.SUPPORT_WORKER)
    services.say_yes(actor=other, yes_id=asked.id, is_yes=True)
    assert booking.state is BookingState.CONFIRMED


def test_a_no_sent_twice_is_one(county: County):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    (asked,) = yeses_for(street.social_worker)
    for _ in range(2):
        services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=False, why="Court")
    assert booking.state is BookingState.DECLINED
    steps = db.session.scalars(sa.select(BookingStep).where(BookingStep.booking_id == booking.id))
    assert [step.state for step in steps] == [BookingState.REQUESTED, BookingState.DECLINED]
    with pytest.raises(Conflict):
        services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=True)


def test_hosts_who_were_asked_hear_that_somebody_said_no(county: County):
    street = Street.built(county, hosts=2, delegated=False)
    street.ask()
    (asked,) = yeses_for(street.social_worker)
    services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=False, why="Court")
    for host in street.hosts:
        assert _titles(host.carer)[-1] == "A request for a stay was taken back"
    for person in (street.family.carer, street.leader):
        assert _titles(person)[-1] == "There was a no: sleepover"
    everything = db.session.scalars(sa.select(Notice.title)).all()
    assert not [title for title in everything if "Court" in title]


def test_a_yes_after_the_stay_was_called_off_changes_nothing(county: County):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    (asked,) = yeses_for(street.social_worker)
    services.take_back(actor=street.family.carer, booking_id=booking.id)
    assert yeses_for(street.social_worker) == []
    with pytest.raises(Conflict) as said:
        services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=True)
    assert said.value.detail == "This booking is over. Nothing is left to answer."


def test_a_host_who_was_not_asked_cannot_take_it(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask(host_ids=[street.host.household.id])
    with pytest.raises(NotFound):
        services.accept(actor=street.hosts[1].carer, booking_id=booking.id)
    with pytest.raises(NotFound):
        services.accept(
            actor=street.leader, booking_id=booking.id, host_id=street.hosts[1].household.id
        )


def test_a_host_answers_for_its_own_home_alone(county: County):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    for answer in (services.accept, services.decline):
        with pytest.raises(NotAllowed):
            answer(
                actor=street.hosts[1].carer,
                booking_id=booking.id,
                host_id=street.host.household.id,
            )


def test_a_social_worker_and_a_manager_change_nothing_of_it(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with pytest.raises(NotAllowed):
        services.call_off(actor=street.social_worker, booking_id=booking.id, why="")
    with pytest.raises(NotFound):
        services.call_off(actor=street.manager, booking_id=booking.id, why="")


def test_who_moved_out_of_the_host_home_sees_the_stay_no_more(street: Street):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with unit_of_work():
        guest = Guests.of(street.county.hive, name="Lodger")
        member = street.host.household.members[0]
        member.until_on = OPENED
    db.session.expire_all()
    with pytest.raises(NotFound):
        booking_for(street.host.carer, booking.id)
    with pytest.raises(NotFound):
        booking_for(guest.carer, booking.id)
