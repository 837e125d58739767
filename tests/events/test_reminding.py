"""Reminders: once each, at an hour at which nobody is asleep."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.core import clock
from app.core.clock import LONDON
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventState
from app.events.services.reminding import remind
from app.notices.models import Notice
from tests.conventions.county import County
from tests.events.guests import Guests, an_event

BEGINS = datetime(2026, 11, 28, 10, 30, tzinfo=LONDON)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def event(county: County) -> Event:
    event = an_event(county)
    with unit_of_work():
        event.starts_at, event.ends_at = BEGINS, BEGINS + timedelta(hours=2)
    return event


@pytest.fixture
def at() -> Iterator[object]:
    travellers = []

    def go(text: str) -> None:
        traveller = time_machine.travel(datetime.fromisoformat(text).replace(tzinfo=LONDON))
        traveller.start()
        travellers.append(traveller)

    yield go
    for each in reversed(travellers):
        each.stop()


def _told(guests: Guests) -> list[str]:
    titles = sa.select(Notice.title).where(Notice.person_id == guests.carer.id)
    return list(db.session.scalars(titles.order_by(Notice.id)))


def test_the_evening_before_and_two_hours_ahead_once_each(county: County, event: Event, at):
    guests = Guests.of(county.hive, 8)
    guests.sign_up(event)
    for moment in ("2026-11-27 12:00", "2026-11-27 18:05", "2026-11-27 18:10", "2026-11-27 22:00"):
        at(moment)
        remind()
    assert _told(guests) == ["Tomorrow at 10:30: Family social"]
    for moment in ("2026-11-28 08:00", "2026-11-28 08:35", "2026-11-28 08:40", "2026-11-28 11:00"):
        at(moment)
        remind()
    assert _told(guests)[1:] == ["Today at 10:30: Family social"]


def test_only_those_who_come_are_reminded_and_of_nothing_called_off(
    county: County, event: Event, at
):
    guests, others = Guests.of(county.hive, 8), Guests.of(county.hive, 9, name="Other")
    guests.sign_up(event)
    with unit_of_work():
        event.state, event.cancelled_at = EventState.CANCELLED, clock.now()
    at("2026-11-27 18:05")
    assert remind() == 0
    assert _told(guests) == _told(others) == []


def test_who_could_come_is_told_that_sign_up_closes(county: County, event: Event, at):
    guests, others = Guests.of(county.hive, 8), Guests.of(county.hive, 9, name="Other")
    guests.sign_up(event)
    with unit_of_work():
        event.closes_at = BEGINS - timedelta(days=1)
    at("2026-11-26 11:00")
    assert remind() == 1
    assert remind() == 0
    assert _told(others) == ["Sign-up closes soon: Family social"]
    assert _told(guests) == []
