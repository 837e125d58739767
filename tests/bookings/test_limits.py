"""The usual fostering limit and the terms of approval: beyond them a manager is asked."""

import uuid
from dataclasses import replace
from itertools import pairwise

import pytest
from flask import Flask

from app.bookings import services
from app.bookings.models import Booking, BookingKind, BookingState, YesKind
from app.bookings.queries import booking_for, yeses_for
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import CareStatus, Child, TermsExemption, TieKind
from app.families.services import join_household, place_child, tie_children
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import OPENED, County, _membership
from tests.events.guests import years_ago


def _lives_with(host: Host, count: int, status: CareStatus = CareStatus.IN_CARE) -> list[Child]:
    return [
        place_child(
            household=host.household,
            added_by=host.carer,
            preferred_name=f"Own{nth}",
            born_on=years_ago(9),
            care_status=status,
            from_on=clock.today(),
            client_id=uuid.uuid4(),
        )
        for nth in range(count)
    ]


def _taken(street: Street, **facts: object) -> Booking:
    booking = street.ask(**facts)
    services.accept(actor=street.host.carer, booking_id=booking.id)
    return booking


def _about(booking: Booking) -> list[str]:
    return [each.about for each in booking.yeses if each.kind is YesKind.LIMIT]


@pytest.fixture
def wide(county: County) -> Street:
    """Two children, and a host with room for four."""
    street = Street.built(county, 8, 9, hosts=0)
    street.hosts = [Host.of(county.hive, "Lisa", places=4)]
    return street


def test_three_in_a_home_are_usual(wide: Street):
    _lives_with(wide.host, 1)
    assert _taken(wide).state is BookingState.CONFIRMED


def test_a_fourth_waits_for_the_managers_yes(wide: Street):
    _lives_with(wide.host, 2)
    booking = _taken(wide)
    assert booking.state is BookingState.ACCEPTED
    (asked,) = yeses_for(wide.manager)
    assert asked.about == "4 foster children in one home. The usual limit is 3."
    for other in (wide.leader, wide.social_worker, wide.family.carer, wide.host.carer):
        with pytest.raises(NotFound):
            services.say_yes(actor=other, yes_id=asked.id, is_yes=True)
    # The manager reads of numbers, and not of the children.
    with pytest.raises(NotFound):
        booking_for(wide.manager, booking.id)
    services.say_yes(actor=wide.manager, yes_id=asked.id, is_yes=True)
    assert booking.state is BookingState.CONFIRMED


def test_the_guests_of_others_count_on_the_nights_they_stay(county: County, wide: Street):
    other = Street.built(county, 10, 11, hosts=0)
    other.hosts = wide.hosts
    assert _about(_taken(wide)) == []
    beside = other.ask(starts_at=at(AHEAD + 1, 10), ends_at=at(AHEAD + 2, 10))
    services.accept(actor=wide.host.carer, booking_id=beside.id)
    assert _about(beside) == []
    services.call_off(actor=wide.host.carer, booking_id=beside.id, why="")
    together = _taken(other)
    assert _about(together) == ["4 foster children in one home. The usual limit is 3."]


def test_birth_children_are_not_counted(county: County, wide: Street):
    _lives_with(wide.host, 3, CareStatus.BIRTH_CHILD)
    assert _taken(wide).state is BookingState.CONFIRMED


def test_birth_children_who_stay_are_not_counted_either(county: County):
    street = Street.built(county, hosts=0)
    street.hosts = [Host.of(county.hive, places=4)]
    with unit_of_work():
        street.family.children[0].care_status = CareStatus.BIRTH_CHILD
    _lives_with(street.host, 3)
    assert _taken(street).state is BookingState.CONFIRMED


def test_brothers_and_sisters_may_be_more(wide: Street):
    own = _lives_with(wide.host, 2)
    children = [*own, *wide.family.children]
    for one, other in pairwise(children):
        tie_children(
            actor=wide.leader, child_id=one.id, other_child_id=other.id, kind=TieKind.SIBLING
        )
    assert _taken(wide).state is BookingState.CONFIRMED


def test_friends_are_no_brothers_and_sisters(wide: Street):
    own = _lives_with(wide.host, 2)
    children = [*own, *wide.family.children]
    for nth, (one, other) in enumerate(pairwise(children)):
        kind = TieKind.FRIEND if nth == 1 else TieKind.SIBLING
        tie_children(actor=wide.leader, child_id=one.id, other_child_id=other.id, kind=kind)
    assert _taken(wide).state is BookingState.ACCEPTED


def test_whom_an_exemption_names_is_not_counted(wide: Street):
    own = _lives_with(wide.host, 2)
    with unit_of_work():
        db.session.add(
            TermsExemption(
                household_id=wide.host.household.id,
                child_id=own[0].id,
                granted_on=clock.today(),
                granted_by_id=wide.leader.id,
            )
        )
    assert _taken(wide).state is BookingState.CONFIRMED


def test_more_than_the_terms_are_for(wide: Street):
    with unit_of_work():
        wide.host.household.places = 1
    assert _about(_taken(wide)) == ["2 foster children. The terms of approval are for 1."]


@pytest.mark.parametrize(
    ("least", "most", "about"),
    [
        (0, 8, "A child of 9. The terms of approval are for ages 0 to 8."),
        (9, None, "A child of 8. The terms of approval are for ages from 9."),
        (8, 9, None),
    ],
)
def test_ages_beyond_the_terms(wide: Street, least: int, most: int | None, about: str | None):
    with unit_of_work():
        wide.host.household.ages_from, wide.host.household.ages_to = least, most
    assert _about(_taken(wide)) == ([about] if about else [])


def test_who_has_moved_on_by_then_is_not_counted(wide: Street):
    own = _lives_with(wide.host, 2)
    with unit_of_work():
        stay = own[0].placements[0]
        stay.until_on, stay.ending = clock.today(), "planned"
    assert _taken(wide).state is BookingState.CONFIRMED


def test_day_care_is_no_night(wide: Street):
    _lives_with(wide.host, 3)
    booking = _taken(wide, kind=BookingKind.DAY_CARE, starts_at=at(AHEAD, 9), ends_at=at(AHEAD, 15))
    assert booking.state is BookingState.CONFIRMED


def test_the_council_may_say_that_guests_do_not_count(
    app: Flask, wide: Street, monkeypatch: pytest.MonkeyPatch
):
    _lives_with(wide.host, 3)
    config = app.extensions["hive_config"]
    monkeypatch.setitem(app.extensions, "hive_config", replace(config, guests_count=False))
    assert _taken(wide).state is BookingState.CONFIRMED


def test_the_council_may_have_another_limit(
    app: Flask, wide: Street, monkeypatch: pytest.MonkeyPatch
):
    config = app.extensions["hive_config"]
    monkeypatch.setitem(app.extensions, "hive_config", replace(config, fostering_limit=1))
    assert _about(_taken(wide)) == ["2 foster children in one home. The usual limit is 1."]


def test_no_names_in_what_a_manager_reads(wide: Street):
    _lives_with(wide.host, 2)
    (about,) = _about(_taken(wide))
    assert not [each for each in wide.family.children if each.preferred_name in about]


def test_a_manager_does_not_say_yes_to_more_children_in_the_own_home(wide: Street):
    _lives_with(wide.host, 2)
    with unit_of_work():
        join_household(person=wide.manager, household=wide.host.household, from_on=OPENED)
    booking = _taken(wide)
    (asked,) = booking.yeses
    assert yeses_for(wide.manager) == []
    with pytest.raises(NotFound):
        services.say_yes(actor=wide.manager, yes_id=asked.id, is_yes=True)
    with unit_of_work():
        _membership(wide.leader, None, Role.MANAGER)
    db.session.expire_all()
    assert yeses_for(wide.leader) == [asked]
