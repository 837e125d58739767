"""This one, this and later ones, all to come: changed in place, so that sign-ups stay."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.events.models import EventState, SignUp
from app.events.recurrence import Rule, Which
from app.events.services.cancelling import cancel_event
from app.events.services.changing import CHANGED
from app.events.services.changing_series import DAY_GONE
from app.events.services.planning import PartPlan
from app.events.services.repeating import make_due
from app.events.services.series import end_series, open_all
from tests.conventions.county import County
from tests.events.guests import Guests
from tests.events.weekly import (
    FIRST,
    TODAY,
    a_series,
    all_events,
    all_series,
    at,
    change,
    going,
    notices_for,
    walls,
)

FIVE = Rule.parse("FREQ=WEEKLY;BYDAY=FR;COUNT=5")
FIVE_FRIDAYS = ["Fri 05 Feb 18:00", "Fri 12 Feb 18:00", "Fri 19 Feb 18:00", "Fri 26 Feb 18:00",
                "Fri 05 Mar 18:00"]  # fmt: skip


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TODAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def county(app: Flask, travel: time_machine.Traveller) -> County:
    return County.founded()


@pytest.fixture
def family(county: County) -> Guests:
    return Guests.of(county.hive, 9)


def _live(event_id: int) -> int:
    return db.session.query(SignUp).filter_by(event_id=event_id, ended_at=None).count()


def test_this_one_alone_is_set_apart(county: County):
    a_series(county, FIVE)
    third = all_events()[2]
    change(county, third, Which.THIS, title="Pancakes", starts_at=at(date(2027, 2, 18)),
           ends_at=at(date(2027, 2, 18), "20:00"))  # fmt: skip
    assert [each.title for each in all_events()].count("Pancakes") == 1
    assert walls(all_events())[2] == "Thu 18 Feb 18:00"
    assert [each.is_own for each in all_events()] == [False, False, True, False, False]
    assert all_events()[2].series_day == date(2027, 2, 19)
    assert len(all_series()) == 1


def test_this_and_later_ones_move_in_place_with_all_who_are_signed_up(
    county: County, family: Guests
):
    a_series(county, FIVE)
    before = [each.id for each in all_events()]
    for event in all_events():
        family.sign_up(event)
    third = all_events()[2]
    change(county, third, Which.LATER, starts_at=at(date(2027, 2, 18), "17:00"),
           ends_at=at(date(2027, 2, 18), "18:30"))  # fmt: skip
    events = all_events()
    assert [each.id for each in events] == before
    assert walls(events) == [*FIVE_FRIDAYS[:2], "Thu 18 Feb 17:00", "Thu 25 Feb 17:00",
                             "Thu 04 Mar 17:00"]  # fmt: skip
    assert [_live(event_id) for event_id in before] == [1] * 5
    assert {each.ends_at - each.starts_at for each in events[2:]} == {timedelta(minutes=90)}
    old, new = all_series()
    assert (old.rule, new.rule) == ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270218",
                                    "FREQ=WEEKLY;BYDAY=TH;COUNT=3")  # fmt: skip
    assert new.goes_on_from_id == old.id
    assert [each.series_id for each in events] == [old.id] * 2 + [new.id] * 3
    assert [each.sequence for each in events] == [0, 0, 1, 1, 1]
    assert not any(each.is_own for each in events)


def test_whoever_is_signed_up_for_many_is_told_once(county: County, family: Guests):
    a_series(county, FIVE)
    for event in all_events():
        family.sign_up(event)
    second = all_events()[1]
    change(county, second, Which.LATER, starts_at=at(date(2027, 2, 12), "17:00"))
    assert notices_for(family.carer) == [(CHANGED, f"/events/{second.id}")]


def test_all_to_come_leave_what_is_over_and_what_was_changed_by_itself(county: County, travel):
    a_series(county, FIVE)
    fourth = all_events()[3]
    change(county, fourth, Which.THIS, title="Pancakes")
    travel.move_to(at(date(2027, 2, 6)))
    third = all_events()[2]
    change(
        county, third, Which.ALL, title="Friday supper", starts_at=at(date(2027, 2, 19), "17:30")
    )
    events = all_events()
    assert [each.title for each in events] == ["Friday group", "Friday supper", "Friday supper",
                                               "Pancakes", "Friday supper"]  # fmt: skip
    assert [wall[-5:] for wall in walls(events)] == ["18:00", "17:30", "17:30", "18:00", "17:30"]
    assert len(all_series()) == 1
    assert all_series()[0].rule == str(FIVE)


def test_all_to_come_on_another_day_keep_what_is_over_and_each_week(county: County, travel):
    a_series(county, FIVE)
    before = [each.id for each in all_events()]
    travel.move_to(at(date(2027, 2, 6)))
    third = all_events()[2]
    change(county, third, Which.ALL, starts_at=at(date(2027, 2, 21), "10:00"),
           ends_at=at(date(2027, 2, 21), "12:00"))  # fmt: skip
    assert [each.id for each in all_events()] == before
    assert walls(all_events()) == ["Fri 05 Feb 18:00", "Sun 14 Feb 10:00", "Sun 21 Feb 10:00",
                                   "Sun 28 Feb 10:00", "Sun 07 Mar 10:00"]  # fmt: skip
    assert all_series()[-1].rule == "FREQ=WEEKLY;BYDAY=SU;COUNT=4"


def test_a_new_rule_keeps_the_days_it_shares_calls_off_the_others_and_makes_the_missing(
    county: County, family: Guests
):
    a_series(county, Rule.parse("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270305"))
    before = {each.id: walls([each])[0] for each in all_events()}
    for event in all_events():
        family.sign_up(event)
    second = all_events()[1]
    change(county, second, Which.LATER, Rule.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=3"))
    assert walls(going(all_events())) == ["Fri 05 Feb 18:00", "Fri 12 Feb 18:00",
                                          "Fri 26 Feb 18:00", "Fri 12 Mar 18:00"]  # fmt: skip
    off = [each for each in all_events() if each.is_cancelled]
    assert walls(off) == ["Fri 19 Feb 18:00", "Fri 05 Mar 18:00"]
    assert {each.cancelled_why for each in off} == {DAY_GONE}
    kept = [each for each in going(all_events()) if each.id in before]
    assert [before[each.id] for each in kept] == walls(kept)
    assert [_live(each.id) for each in kept] == [1, 1, 1]
    told = notices_for(family.carer)
    assert told == [("An event was called off", f"/events/{off[0].id}")]


def test_monthly_by_weekday_moves_within_each_month(county: County):
    a_series(county, Rule.parse("FREQ=MONTHLY;BYDAY=1FR;COUNT=4"))
    before = [each.id for each in all_events()]
    first = all_events()[0]
    change(county, first, Which.ALL, starts_at=at(date(2027, 2, 1) + timedelta(days=2)),
           ends_at=at(date(2027, 2, 3), "20:00"))  # fmt: skip
    assert [each.id for each in all_events()] == before
    assert walls(all_events()) == ["Wed 03 Feb 18:00", "Wed 03 Mar 18:00", "Wed 07 Apr 18:00",
                                   "Wed 05 May 18:00"]  # fmt: skip
    assert [each.rule for each in all_series()] == ["FREQ=MONTHLY;BYDAY=1WE;COUNT=4"]


def test_what_is_made_later_follows_the_change(county: County, travel):
    a_series(county)
    fifth = all_events()[4]
    times = {"starts_at": at(date(2027, 3, 5), "19:00"), "ends_at": at(date(2027, 3, 5), "21:00")}
    change(county, fifth, Which.LATER, title="Friday supper", **times)
    count = len(all_events())
    travel.move_to(TODAY + timedelta(days=35))
    assert make_due() == 5
    events = all_events()
    assert len(events) == count + 5
    assert {each.title for each in events[4:]} == {"Friday supper"}
    assert {wall[-5:] for wall in walls(events[4:])} == {"19:00"}


def test_a_day_that_is_skipped_stays_skipped(county: County, travel):
    a_series(county, FIVE)
    leader = county.people[Role.SUPPORT_WORKER]
    cancel_event(actor=leader, event_id=all_events()[2].id, why="Half-term")
    second = all_events()[1]
    change(county, second, Which.LATER, starts_at=at(date(2027, 2, 12), "17:00"))
    make_due()
    assert walls(going(all_events())) == ["Fri 05 Feb 18:00", "Fri 12 Feb 17:00",
                                          "Fri 26 Feb 17:00", "Fri 05 Mar 17:00"]  # fmt: skip


def test_more_places_are_offered_to_those_who_wait_on_each_day(county: County):
    a_series(county, FIVE, parts=[PartPlan(place="Scout hut", child_places=1)])
    for name in ("One", "Two"):
        guests = Guests.of(county.hive, 9, name=name)
        for event in all_events():
            guests.sign_up(event)
    second = all_events()[1]
    part = second.parts[0]
    change(county, second, Which.LATER,
           parts=[(part.id, PartPlan(place="Scout hut", child_places=3))])  # fmt: skip
    assert [each.parts[0].child_taken for each in all_events()] == [1, 2, 2, 2, 2]


def test_what_one_of_them_does_not_allow_is_said_with_its_day_and_nothing_changes(
    county: County, family: Guests
):
    a_series(county, FIVE)
    more = Guests.of(county.hive, 8, 10, name="More")
    fourth = all_events()[3]
    more.sign_up(fourth)
    second = all_events()[1]
    part = second.parts[0]
    with pytest.raises(Invalid) as problem:
        change(county, second, Which.LATER, title="Less room",
               parts=[(part.id, PartPlan(place="Scout hut", child_places=1))])  # fmt: skip
    assert problem.value.errors == {
        "part-0-child_places": "Fri 26 February: 2 places are taken already. Give at least 2."
    }
    assert {each.title for each in all_events()} == {"Friday group"}
    assert len(all_series()) == 1


def test_one_that_has_begun_changes_no_others(county: County, travel):
    a_series(county, FIVE)
    travel.move_to(at(FIRST, "18:30"))
    with pytest.raises(Conflict):
        change(county, all_events()[0], Which.LATER, title="Late")


def test_only_those_who_plan_it_change_it(county: County):
    a_series(county, FIVE)
    second = all_events()[1]
    county.people[Role.SUPPORT_WORKER] = county.people[Role.CARER]
    with pytest.raises(NotAllowed):
        change(county, second, Which.LATER, title="Mine")
    with pytest.raises(NotAllowed):
        end_series(actor=county.people[Role.CARER], event_id=second.id, which=Which.ALL)
    with pytest.raises(NotFound):
        end_series(actor=county.stranger(), event_id=second.id, which=Which.ALL)
    assert {each.title for each in all_events()} == {"Friday group"}
    assert len(going(all_events())) == 5


def test_calling_off_this_and_later_ones_ends_the_series_and_tells_once(
    county: County, family: Guests, travel
):
    a_series(county)
    for event in all_events()[:4]:
        family.sign_up(event)
    third = all_events()[2]
    leader = county.people[Role.SUPPORT_WORKER]
    end_series(actor=leader, event_id=third.id, which=Which.LATER, why="The hut is closed")
    assert walls(going(all_events())) == FIVE_FRIDAYS[:2]
    assert notices_for(family.carer) == [("An event was called off", f"/events/{third.id}")]
    travel.move_to(TODAY + timedelta(days=60))
    assert make_due() == 0
    assert all_series()[0].rule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20270218"


def test_calling_off_all_leaves_what_is_over(county: County, travel):
    a_series(county, FIVE)
    travel.move_to(at(date(2027, 2, 13)))
    leader = county.people[Role.SUPPORT_WORKER]
    end_series(actor=leader, event_id=all_events()[3].id, which=Which.ALL, why="Enough")
    assert walls(going(all_events())) == FIVE_FRIDAYS[:2]


def test_drafts_of_a_series_are_opened_together_or_thrown_away(county: County):
    leader = county.people[Role.SUPPORT_WORKER]
    a_series(county, FIVE, is_draft=True)
    end_series(actor=leader, event_id=all_events()[3].id, which=Which.LATER)
    assert walls(all_events()) == FIVE_FRIDAYS[:3]
    open_all(actor=leader, event_id=all_events()[0].id)
    assert {each.state for each in all_events()} == {EventState.OPEN}


def test_an_event_by_itself_is_no_series(county: County):
    leader = county.people[Role.SUPPORT_WORKER]
    with pytest.raises(Conflict):
        end_series(actor=leader, event_id=county.event.id, which=Which.ALL)
