"""What is on in the demo county, and the Big Activity Week of 2021 as it was."""

from collections import Counter
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from app.accounts.demo_people import email_of
from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.words import local_day
from app.demo import load_demo
from app.demo.event_words import CENTRES
from app.events.models import Event, EventKind, EventPart, SignUp
from app.events.models.sign_ups import HOLDING
from app.events.policy import why_not_fitting
from app.events.queries.calendar import Wanted, events_ahead
from app.families.queries import own_children, school_year_number


def test_the_big_activity_week_of_2021_is_as_it_was(app: Flask):
    load_demo()
    week = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.ACTIVITY_WEEK)).one()
    assert (local_day(week.starts_at), week.is_all_day) == (date(2021, 8, 2), True)
    assert local_day(week.ends_at - timedelta(seconds=1)) == date(2021, 8, 6)
    assert [(part.name, part.year_from, part.year_to) for part in week.parts] == [
        (name, year, year) for name, _, year, _ in CENTRES
    ]
    counts = [count for *_, count in CENTRES]
    assert counts == [13, 19, 17, 18, 19, 19]
    assert [part.child_places for part in week.parts] == counts
    assert [part.child_taken for part in week.parts] == counts
    children = []
    for part in week.parts:
        for sign_up in part.sign_ups:
            assert sign_up.child
            assert why_not_fitting(part, sign_up.child, week) == ""
            assert school_year_number(sign_up.child.born_on, date(2021, 8, 2)) == part.year_from
            children.append(sign_up.child_id)
    assert len(set(children)) == len(children) == 105


def test_each_hive_has_something_nearly_full_and_something_full_and_places_add_up(app: Flask):
    load_demo()
    sam = db.session.scalars(sa.select(Person).where(Person.email == email_of("sam"))).one()
    ahead = events_ahead(sam, Wanted(), limit=50).events
    kinds = {event.kind for event in ahead}
    assert kinds == {EventKind.FAMILY_SOCIAL, EventKind.SUPPORT_GROUP, EventKind.TRAINING}
    free = [part.free for event in ahead for part in event.parts if part.free is not None]
    assert any(0 < each <= 3 for each in free)
    assert 0 in free
    assert any(event.is_county for event in ahead)
    full = next(event for event in ahead if event.parts[0].free == 0)
    assert full.parts[0].last_queued > 0
    fitting = events_ahead(sam, Wanted(children=own_children(sam)), limit=50).events
    assert 0 < len(fitting) < len(ahead)
    _check_places()


def _check_places() -> None:
    """Places taken are those of the sign-ups."""
    holding = sa.select(SignUp.part_id, SignUp.event_id, SignUp.child_id, SignUp.household_id)
    rows = db.session.execute(holding.where(SignUp.state.in_(HOLDING))).all()
    children = Counter(row.part_id for row in rows if row.child_id)
    for part in db.session.scalars(sa.select(EventPart)):
        assert part.child_taken == children[part.id]
    homes = Counter(event_id for event_id, _ in {(row.event_id, row.household_id) for row in rows})
    for event in db.session.scalars(sa.select(Event)):
        assert event.household_taken == homes[event.id], event.title
    assert db.session.scalar(sa.select(sa.func.max(Event.starts_at))) > clock.now()
