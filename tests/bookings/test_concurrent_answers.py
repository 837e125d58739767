"""A hundred tap at once, in two processes: never more than the places, and all hear why."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    LIVE,
    Booking,
    BookingState,
    BookingStep,
    CallState,
    HostCall,
    Stay,
)
from app.bookings.services.beds import NO_BED
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.services import join_household
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import OPENED, County, _membership, _person
from tests.two_processes import in_two_processes

ATTEMPTS = 100
PLACES = 3

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def _all_at_once(app: Flask, taps: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """What each is told; a process that fails fails the test."""
    shares = [taps[nth::2] for nth in range(2)]
    said = in_two_processes(app, "tests.bookings.concurrent_answers", shares)
    told = [(each[0], each[1]) for each in said]
    assert len(told) == len(taps)
    return told


def _asking(street: Street, hosts: Sequence[Host], actor: Person | None = None) -> dict[str, Any]:
    """A family's wish, as it is sent to a process."""
    return {
        "does": "ask",
        "actor_id": (actor or street.family.carer).id,
        "household_id": street.family.household.id,
        "client_id": str(uuid.uuid4()),
        "child_ids": [child.id for child in street.family.children],
        "host_ids": [host.household.id for host in hosts],
        "starts_at": at(AHEAD, 17).isoformat(),
        "ends_at": at(AHEAD + 1, 10).isoformat(),
    }


def test_of_a_hundred_hosts_who_say_yes_to_one_call_one_has_it(app: Flask, county: County):
    street = Street.built(county, hosts=0)
    with unit_of_work():
        hosts = [Host.of(county.hive, f"No{nth}") for nth in range(ATTEMPTS)]
    booking = street.ask(is_urgent=True, host_ids=[host.household.id for host in hosts])
    booking_id = booking.id
    taps = [
        {"does": "accept", "actor_id": host.carer.id, "booking_id": booking_id} for host in hosts
    ]
    told = _all_at_once(app, taps)

    assert Counter(kind for kind, _ in told)["done"] == 1
    refusals = [words for kind, words in told if kind != "done"]
    assert [words for words in refusals if " first" not in words] == []
    assert {kind for kind, _ in told} <= {"done", "Conflict", "NotFound"}
    trail = db.session.scalars(
        sa.select(BookingStep.state)
        .where(BookingStep.booking_id == booking_id)
        .order_by(BookingStep.id)
    ).all()
    assert trail == [BookingState.REQUESTED, BookingState.ACCEPTED, BookingState.CONFIRMED]
    calls = Counter(
        db.session.scalars(sa.select(HostCall.state).where(HostCall.booking_id == booking_id))
    )
    assert calls == {CallState.ACCEPTED: 1, CallState.CLOSED: ATTEMPTS - 1}
    assert len(_held(booking_id)) == 1


def test_a_host_with_three_places_has_three_of_a_hundred(app: Flask, county: County):
    host = Host.of(county.hive, "Lisa", places=PLACES)
    with unit_of_work():
        streets = [Street.built(county, 8, hosts=0) for _ in range(ATTEMPTS)]
    # Each an hour or more into the others' night.
    asked = [
        street.ask(
            host_ids=[host.household.id],
            starts_at=at(AHEAD, 17 + nth % 4),
            ends_at=at(AHEAD + 1 + nth % 2, 9),
        ).id
        for nth, street in enumerate(streets)
    ]
    taps = [{"does": "accept", "actor_id": host.carer.id, "booking_id": each} for each in asked]
    told = Counter(_all_at_once(app, taps))

    assert sum(number for (kind, _), number in told.items() if kind == "done") == PLACES
    assert told["Conflict", NO_BED] == ATTEMPTS - PLACES
    held = _held(*asked)
    assert sorted(stay.bed or 0 for stay in held) == list(range(1, PLACES + 1))
    states = Counter(db.session.scalars(sa.select(Booking.state).where(Booking.id.in_(asked))))
    assert sum(states[each] for each in HOLDING) == PLACES
    assert states[BookingState.REQUESTED] == ATTEMPTS - PLACES


def test_two_carers_of_one_family_who_ask_at_once_have_one_booking(app: Flask, county: County):
    street = Street.built(county, hosts=1)
    with unit_of_work():
        second = _person("Second Carer")
        _membership(second, county.hive, Role.CARER)
        join_household(person=second, household=street.family.household, from_on=OPENED)
    people = [street.family.carer, second] * 5
    told = _all_at_once(app, [_asking(street, street.hosts, each) for each in people])

    assert Counter(kind for kind, _ in told) == {"done": 1, "Invalid": len(people) - 1}
    assert all("has a sleepover then already" in words for kind, words in told if kind != "done")
    assert db.session.scalar(_live(street)) == 1


def test_one_form_sent_many_times_at_once_asks_once(app: Flask, county: County):
    street = Street.built(county, hosts=1)
    told = _all_at_once(app, [_asking(street, street.hosts)] * 10)
    assert len(set(told)) == 1
    assert told[0][0] == "done"
    assert db.session.scalar(_live(street)) == 1


def test_two_host_families_who_ask_each_other_do_not_wait_for_each_other(
    app: Flask, county: County
):
    streets = [Street.built(county, 8, hosts=0) for _ in range(20)]
    homes = [Host(street.family.carer, street.family.household) for street in streets]
    with unit_of_work():
        for home in homes:
            home.household.is_host, home.household.host_places = True, 1
            home.frees(range(AHEAD + 3))
    taps = []
    for nth in range(0, len(streets), 2):
        taps += [_asking(streets[nth], [homes[nth + 1]]), _asking(streets[nth + 1], [homes[nth]])]
    # Neighbours in different processes, at the same moment.
    assert {kind for kind, _ in _all_at_once(app, taps)} == {"done"}


def test_hosts_who_say_yes_to_each_others_children_do_not_wait_for_each_other(
    app: Flask, county: County
):
    streets = [Street.built(county, 8, hosts=0) for _ in range(20)]
    homes = [Host(street.family.carer, street.family.household) for street in streets]
    with unit_of_work():
        for home in homes:
            home.household.is_host, home.household.host_places = True, 1
            home.frees(range(AHEAD + 3))
    taps = []
    for nth in range(0, len(streets), 2):
        for one, other in ((nth, nth + 1), (nth + 1, nth)):
            booking = streets[one].ask(host_ids=[homes[other].household.id])
            actor_id = homes[other].carer.id
            taps.append({"does": "accept", "actor_id": actor_id, "booking_id": booking.id})
    assert set(_all_at_once(app, taps)) == {("done", "confirmed")}


def test_the_last_night_of_a_family_is_given_without_a_yes_once(app: Flask, county: County):
    street = Street.built(county, 8, 9, hosts=2)
    with unit_of_work():
        street.family.household.sleepover_nights = 1
    asked = []
    for nth, (host, child) in enumerate(zip(street.hosts, street.family.children, strict=True)):
        booking = street.ask(
            host_ids=[host.household.id],
            child_ids=[child.id],
            starts_at=at(AHEAD + 2 * nth, 17),
            ends_at=at(AHEAD + 2 * nth + 1, 10),
        )
        asked.append({"does": "accept", "actor_id": host.carer.id, "booking_id": booking.id})
    assert sorted(_all_at_once(app, asked)) == [("done", "accepted"), ("done", "confirmed")]


def _held(*booking_ids: int) -> Sequence[Stay]:
    return db.session.scalars(
        sa.select(Stay).where(Stay.booking_id.in_(booking_ids), Stay.host_id.is_not(None))
    ).all()


def _live(street: Street) -> sa.Select[int]:
    return (
        sa.select(sa.func.count())
        .select_from(Booking)
        .where(
            Booking.household_id == street.family.household.id,
            Booking.state.in_(LIVE),
        )
    )
