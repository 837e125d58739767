"""Events that come again: made ahead, at the same time on the wall, once."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.words import local_day
from app.events.jobs import make_series_ahead
from app.events.models import EventState
from app.events.recurrence import Rule
from app.events.services.repeating import make_due, open_due_rooms
from app.hives.models import Hive
from tests.conventions.county import County
from tests.events.guests import Guests
from tests.events.weekly import FIRST, TODAY, a_series, all_events, all_series, at, walls


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TODAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def county(app: Flask, travel: time_machine.Traveller) -> County:
    return County.founded()


def test_a_series_is_made_for_a_year_at_the_same_time_on_the_wall(county: County):
    first = a_series(county)
    events = all_events()
    assert events[0].id == first.id
    assert local_day(events[0].starts_at) == FIRST
    assert len(events) == 52
    assert {wall.split(" ", 1)[0] + wall[-6:] for wall in walls(events)} == {"Fri 18:00"}
    assert len({each.starts_at.hour for each in events}) == 2, "over both clock changes"
    assert {each.ends_at - each.starts_at for each in events} == {timedelta(hours=2)}
    assert {each.parts[0].place for each in events} == {"Scout hut"}
    assert {tuple(hive.id for hive in each.hives) for each in events} == {(county.hive.id,)}
    leader = county.people[Role.SUPPORT_WORKER].id
    assert {tuple(host.id for host in each.hosts) for each in events} == {(leader,)}


def test_a_series_sent_twice_is_made_once(county: County):
    client_id = uuid.uuid4()
    first = a_series(county, client_id=client_id)
    assert a_series(county, client_id=client_id).id == first.id
    assert len(all_series()) == 1


def test_a_daily_one_is_made_sixty_at_a_time(county: County):
    a_series(county, Rule.parse("FREQ=DAILY"))
    assert len(all_events()) == 61  # the first, and sixty ahead
    assert make_due() == 60
    assert len(all_events()) == 121
    days = [each.series_day for each in all_events()]
    assert days == [FIRST + timedelta(days=nth) for nth in range(121)]


def test_the_job_makes_what_time_has_brought_nearer_and_nothing_twice(county: County, travel):
    a_series(county)
    make_series_ahead()
    assert len(all_events()) == 52
    travel.move_to(TODAY + timedelta(days=15))
    make_series_ahead()
    make_series_ahead()
    assert len(all_events()) == 55
    assert walls(all_events())[-1] == "Fri 18 Feb 18:00"


def test_what_is_made_later_is_like_the_last_and_not_like_one_changed_by_itself(
    county: County, travel
):
    a_series(county)
    with unit_of_work():
        *_, before, last = all_events()
        before.title, last.title, last.is_own = "Friday supper", "Pancakes", True
    travel.move_to(TODAY + timedelta(days=2))
    make_due()
    assert [each.title for each in all_events()[-3:]] == ["Friday supper", "Pancakes",
                                                          "Friday supper"]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "walls_made"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=3",
         ["Fri 05 Feb 18:00", "Fri 19 Feb 18:00", "Fri 05 Mar 18:00"]),
        ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270219",
         ["Fri 05 Feb 18:00", "Fri 12 Feb 18:00", "Fri 19 Feb 18:00"]),
        ("FREQ=MONTHLY;BYDAY=1FR;COUNT=3",
         ["Fri 05 Feb 18:00", "Fri 05 Mar 18:00", "Fri 02 Apr 18:00"]),
    ],
)  # fmt: skip
def test_a_rule_with_an_end_is_made_to_its_end(county: County, rule: str, walls_made: list[str]):
    a_series(county, Rule.parse(rule))
    assert walls(all_events()) == walls_made
    assert all_series()[0].ended_at is not None


def test_the_fifth_friday_of_the_month(county: County):
    first = date(2027, 4, 30)
    rule = Rule.parse("FREQ=MONTHLY;BYDAY=5FR")
    a_series(county, rule, starts_at=at(first), ends_at=at(first, "20:00"))
    assert walls(all_events()) == [
        "Fri 30 Apr 18:00", "Fri 30 Jul 18:00", "Fri 29 Oct 18:00", "Fri 31 Dec 18:00",
    ]  # fmt: skip


def test_the_first_day_must_be_one_of_the_rule(county: County):
    with pytest.raises(Invalid) as problem:
        a_series(county, Rule.parse("FREQ=WEEKLY;BYDAY=MO"))
    assert set(problem.value.errors) == {"repeats"}
    with pytest.raises(Invalid) as problem:
        a_series(county, Rule.parse("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270101"))
    assert set(problem.value.errors) == {"repeats_until"}
    assert not all_events()


def test_a_carer_plans_no_series(county: County):
    county.people[Role.SUPPORT_WORKER] = county.people[Role.CARER]
    with pytest.raises(NotAllowed):
        a_series(county)
    assert not all_events()
    assert not all_series()


def test_sign_up_opens_and_closes_as_long_before_each(county: County):
    closes = at(FIRST - timedelta(days=1), "12:00")
    a_series(county, opens_at=at(FIRST - timedelta(days=7), "08:00"), closes_at=closes)
    for event in all_events():
        day = local_day(event.starts_at)
        assert event.opens_at == at(day - timedelta(days=7), "08:00")
        assert event.closes_at == at(day - timedelta(days=1), "12:00")


def test_whole_days_stay_whole_days_over_the_clock_changes(county: County):
    a_series(
        county, is_all_day=True, starts_at=at(FIRST, "00:00"),
        ends_at=at(FIRST + timedelta(days=2), "00:00"),
    )  # fmt: skip
    assert {wall[-5:] for wall in walls(all_events())} == {"00:00"}
    for event in all_events():
        day = local_day(event.starts_at)
        assert event.ends_at == at(day + timedelta(days=2), "00:00")


def test_drafts_are_made_as_drafts(county: County):
    a_series(county, is_draft=True)
    assert {each.state for each in all_events()} == {EventState.DRAFT}


def test_nothing_more_is_made_for_a_hive_that_has_closed(county: County, travel):
    a_series(county)
    with unit_of_work():
        db.session.get_one(Hive, county.hive.id).closed_on = TODAY.date()
    travel.move_to(TODAY + timedelta(days=30))
    assert make_due() == 0
    assert all_series()[0].ended_at is not None


def test_rooms_open_when_their_event_is_near_with_those_who_have_places(county: County, travel):
    a_series(county)
    family = Guests.of(county.hive, 9)
    third = all_events()[2]
    family.sign_up(third)
    assert third.room_id is None
    assert open_due_rooms() == 1  # the first has had one from the beginning
    assert all_events()[2].room_id is None
    travel.move_to(TODAY + timedelta(days=7))
    assert open_due_rooms() == 1
    room_id = all_events()[2].room_id
    members = db.session.scalars(
        db.select(db.metadata.tables["room_members"].c.person_id).where(
            db.metadata.tables["room_members"].c.room_id == room_id
        )
    ).all()
    assert set(members) == {family.carer.id, county.people[Role.SUPPORT_WORKER].id}
    assert open_due_rooms() == 0
