"""Sleepovers in the demo county: something of everything, and nothing that can't be."""

from collections import Counter
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.demo_people import email_of
from app.accounts.models import Person
from app.bookings.models import (
    Booking,
    BookingState,
    CallState,
    HomePicture,
    HostCall,
    HostHome,
    HostPattern,
    Stay,
    StayThanks,
    StayWords,
)
from app.bookings.queries import allowances_for, yeses_for
from app.bookings.queries.home import bookings_for_home
from app.bookings.services import ending
from app.core.extensions import db
from app.demo import load_demo
from app.families.models import Household


@pytest.fixture
def demo(app: Flask) -> None:
    load_demo()


def _person(who: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.email == email_of(who))).one()


@pytest.mark.usefixtures("demo")
def test_the_people_shown_have_something_to_do():
    sam, lisa, priya, helen = (_person(who) for who in ("sam", "lisa", "priya", "helen"))
    at_sams = bookings_for_home(sam)
    assert at_sams.next
    assert at_sams.next.title == "Sleepover with the Marchant family"
    assert len(at_sams.offers) == 1
    at_lisas = bookings_for_home(lisa)
    assert at_lisas.next
    assert at_lisas.next.is_here
    assert [call.is_urgent for call in at_lisas.calls] == [True]
    assert len(yeses_for(helen)) == bookings_for_home(helen).yeses == 1
    assert bookings_for_home(priya).unanswered == 1
    assert db.session.query(HomePicture).filter_by(added_by_id=lisa.id).count() == 3


@pytest.mark.usefixtures("demo")
def test_there_are_stays_of_every_hive_and_hosts_who_have_said_when():
    hives = set(db.session.scalars(sa.select(Booking.hive_id)))
    assert len(hives) == 6
    states = Counter(db.session.scalars(sa.select(Booking.state)))
    assert states[BookingState.FINISHED] > 60
    assert states[BookingState.CONFIRMED] > 20
    assert states[BookingState.UNDER_WAY] == 1
    hosts = set(db.session.scalars(sa.select(Household.id).where(Household.is_host)))
    assert hosts == set(db.session.scalars(sa.select(HostHome.household_id)))
    assert hosts == set(db.session.scalars(sa.select(HostPattern.household_id)))
    for thing in (StayWords, StayThanks):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(thing)) > 20


@pytest.mark.usefixtures("demo")
def test_nothing_in_it_is_beyond_what_the_rules_allow():
    rows = db.session.execute(
        sa.select(Stay.child_id, Booking.starts_at, Booking.ends_at)
        .join(Stay.booking)
        .where(Booking.host_id.is_not(None))
        .order_by(Stay.child_id, Booking.starts_at)
    ).all()
    for before, after in pairwise(rows):
        assert before.child_id != after.child_id or before.ends_at <= after.starts_at
    households = db.session.scalars(
        sa.select(Household).where(Household.hive_id.is_not(None))
    ).all()
    assert not [each for each in allowances_for(households).values() if each.over]
    asked = sa.select(HostCall).where(HostCall.state == CallState.ACCEPTED)
    for call in db.session.scalars(asked):
        assert call.host_id == call.booking.host_id
    # The clock finds nothing to put right.
    assert ending.expire_overdue() == 0
    assert ending.finish_overdue() == 0
    assert ending.end_for_children_gone() == 0
