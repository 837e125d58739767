"""Events that come again, through the forms: planned, changed, called off, thrown away."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.errors import Invalid
from app.core.roles import Role
from app.events.recurrence import Rule
from app.events.schemas.repeating import Repeats, rule_beginning
from tests.conventions.county import County
from tests.events.guests import an_event
from tests.events.weekly import TODAY, a_series, all_events, all_series, going, walls

FIVE = Rule.parse("FREQ=WEEKLY;BYDAY=FR;COUNT=5")


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TODAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def county(app: Flask, travel: time_machine.Traveller) -> County:
    return County.founded()


@pytest.fixture
def leader(county: County, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


def _form(county: County, **typed: Any) -> dict[str, Any]:
    return {
        "client_id": "8c8ac5a0-6f7f-4f36-9b3e-6d2f3f5b8b11",
        "title": "Friday group",
        "kind": "support_group",
        "audience": "families",
        f"hive-{county.hive.id}": "yes",
        "starts_on": "2027-02-05",
        "starts": "18:00",
        "ends": "20:00",
        "part-0-place": "Scout hut",
        "then": "open",
        **typed,
    }


def _edit(county: County, **typed: Any) -> dict[str, Any]:
    part_id = all_events()[2].parts[0].id
    return _form(county, **{"part-0-id": str(part_id), "starts_on": "2027-02-19"} | typed)


def test_a_weekly_group_is_planned_with_the_form(county: County, leader: FlaskClient):
    page = leader.get("/events/new").get_data(as_text=True)
    assert "Does it come again?" in page
    typed = _form(county, repeats="two_weeks", repeats_count="3")
    shown = leader.post("/events/new", data=typed, follow_redirects=True).get_data(as_text=True)
    assert "Every 2 weeks on Friday, 3 times" in shown
    assert walls(all_events()) == ["Fri 05 Feb 18:00", "Fri 19 Feb 18:00", "Fri 05 Mar 18:00"]


def test_what_never_comes_again_is_no_series(county: County, leader: FlaskClient):
    assert leader.post("/events/new", data=_form(county, repeats="")).status_code == 303
    assert all_series() == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"repeats": "sometimes"}, "repeats"),
        ({"repeats": "", "repeats_count": "3"}, "repeats"),
        ({"repeats": "week", "repeats_until": "2027-01-01"}, "repeats_until"),
        ({"repeats": "week", "repeats_until": "2027-03-01", "repeats_count": "3"}, "repeats_count"),
        ({"repeats": "week", "repeats_count": "1"}, "repeats_count"),
        ({"repeats": "week", "repeats_until": "soon"}, "repeats_until"),
        ({"repeats": "month_last"}, "repeats"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_kept(
    county: County, leader: FlaskClient, typed: dict[str, str], field: str
):
    response = leader.post("/events/new", data=_form(county, **typed))
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert f'id="{field}-error"' in page
    assert 'value="Friday group"' in page
    assert all_events() == []


@pytest.mark.parametrize(
    ("repeats", "rule"),
    [
        (Repeats.DAY, "FREQ=DAILY"),
        (Repeats.WEEK, "FREQ=WEEKLY;BYDAY=FR"),
        (Repeats.TWO_WEEKS, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        (Repeats.MONTH_DAY, "FREQ=MONTHLY;BYMONTHDAY=29"),
        (Repeats.MONTH_WEEKDAY, "FREQ=MONTHLY;BYDAY=5FR"),
        (Repeats.MONTH_LAST, "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_each_choice_becomes_the_rule_of_its_first_day(repeats: Repeats, rule: str):
    assert str(rule_beginning(date(2027, 1, 29), repeats=repeats)) == rule


def test_a_first_day_that_is_not_the_last_of_its_kind_is_no_last_friday():
    with pytest.raises(Invalid) as problem:
        rule_beginning(date(2027, 1, 22), repeats=Repeats.MONTH_LAST)
    assert problem.value.errors == {"repeats": "The first day is not the last Friday of its month."}


def test_the_form_of_a_series_asks_which_ones_and_goes_on_as_now(
    county: County, leader: FlaskClient
):
    a_series(county, FIVE)
    third = all_events()[2]
    page = leader.get(f"/events/{third.id}/edit").get_data(as_text=True)
    assert "Which ones do you change?" in page
    assert "As now: Every Friday, 5 times" in page
    typed = _edit(county, which="later", repeats="as_now", title="Friday supper")
    assert leader.post(f"/events/{third.id}/edit", data=typed).status_code == 303
    assert [each.title for each in all_events()] == ["Friday group"] * 2 + ["Friday supper"] * 3


def test_without_an_answer_to_which_ones_nothing_changes(county: County, leader: FlaskClient):
    a_series(county, FIVE)
    third = all_events()[2]
    for which in ({}, {"which": "some"}):
        typed = _edit(county, title="Friday supper", **which)
        response = leader.post(f"/events/{third.id}/edit", data=typed)
        assert response.status_code == 422
        assert 'id="which-error"' in response.get_data(as_text=True)
    assert {each.title for each in all_events()} == {"Friday group"}


def test_a_series_gets_a_new_rule_with_the_form(county: County, leader: FlaskClient):
    a_series(county, FIVE)
    third = all_events()[2]
    typed = _edit(county, which="later", repeats="two_weeks", repeats_count="2")
    assert leader.post(f"/events/{third.id}/edit", data=typed).status_code == 303
    assert walls(going(all_events())) == ["Fri 05 Feb 18:00", "Fri 12 Feb 18:00",
                                          "Fri 19 Feb 18:00", "Fri 05 Mar 18:00"]  # fmt: skip


@pytest.mark.parametrize(("which", "left"), [("this", 4), ("later", 2), ("all", 0)])
def test_calling_off_asks_which_ones(county: County, leader: FlaskClient, which: str, left: int):
    a_series(county, FIVE)
    url = f"/events/{all_events()[2].id}/cancel"
    assert "Which ones do you call off?" in leader.get(url).get_data(as_text=True)
    assert leader.post(url, data={"why": "The hut is closed"}).status_code == 422
    assert leader.post(url, data={"why": "The hut is closed", "which": which}).status_code == 303
    assert len(going(all_events())) == left


def test_drafts_are_opened_together_and_thrown_away_as_asked(county: County, leader: FlaskClient):
    a_series(county, FIVE, is_draft=True)
    fourth = all_events()[3]
    page = leader.get(f"/events/{fourth.id}/cancel").get_data(as_text=True)
    assert "Which ones do you throw away?" in page
    leader.post(f"/events/{fourth.id}/discard", data={"which": "later"})
    assert len(all_events()) == 3
    leader.post(f"/events/{all_events()[0].id}/open")
    assert {each.state for each in all_events()} == {"open"}


def test_an_event_by_itself_asks_nothing_of_the_kind(county: County, leader: FlaskClient):
    event = an_event(county)
    for page in ("edit", "cancel"):
        text = leader.get(f"/events/{event.id}/{page}").get_data(as_text=True)
        assert "Which ones" not in text
        assert "come again" not in text
