"""The calendar: what is on by day and by month, filters, and who of one's own comes."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.wall_times import midnight_before
from app.core.words import local_day
from app.events.models import Audience, Event, EventKind, SignUpState
from app.events.queries.calendar import Wanted, events_ahead, events_before, events_near
from app.events.services.cancelling import cancel_event
from app.events.services.planning import PartPlan, plan_event
from tests.conventions.county import County, _hive, _membership
from tests.events.guests import Guests, an_event
from tests.events.made import coming


@pytest.fixture
def guests(county: County) -> Guests:
    return Guests.of(county.hive, 7, 11)


@pytest.fixture
def phone(guests: Guests, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(guests.carer)


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1]).split())


def _at(day: date, hour: int) -> timedelta:
    return midnight_before(day) + timedelta(hours=hour) - clock.now()


def test_days_are_named_as_people_say_them(county: County, phone: FlaskClient):
    today = clock.today()
    for days, title in ((1, "Soon"), (30, "Later")):
        an_event(county, starts_in=_at(today + timedelta(days=days), 12), title=title)
    an_event(county, starts_in=timedelta(minutes=-10), title="Under way")
    page = _text(phone.get("/events").text)
    assert re.search(r"Today, .*Under way.*Tomorrow, .*Soon.*Later", page)
    assert "Andover" in page


def test_what_is_over_is_not_listed_but_stands_in_its_month(county: County, phone: FlaskClient):
    an_event(county, starts_in=timedelta(days=-45), title="Long ago")
    day = local_day(clock.now() - timedelta(days=45))
    assert "Long ago" not in phone.get("/events").text
    month = phone.get(f"/events?view=month&month={day:%Y-%m}&day={day.isoformat()}").text
    assert "Long ago" in month


def test_places_left_are_said_in_words(county: County, phone: FlaskClient):
    other = Guests.of(county.hive, 6, 8, name="Other")
    an_event(county, PartPlan(child_places=4), title="Roomy")
    last = an_event(county, PartPlan(child_places=3), title="Nearly")
    full = an_event(county, PartPlan(child_places=2), title="Crowded")
    for event in (last, full):
        other.sign_up(event)
    page = _text(phone.get("/events").text)
    assert re.search(r"Roomy.*?4 places left", page)
    assert re.search(r"Nearly.*?1 place left", page)
    assert re.search(r"Crowded.*?Full: waiting list", page)


def test_who_of_the_own_household_comes_is_said_by_name(
    county: County, guests: Guests, phone: FlaskClient, carer: FlaskClient
):
    event = an_event(county, PartPlan(child_places=3))
    guests.sign_up(event, adults=True)
    waiting = an_event(county, title="Crowded")
    coming(waiting, guests.children[0], household=guests.household, state=SignUpState.WAITING)
    page = _text(phone.get("/events").text)
    assert "Guestchild0, Guestchild1 and you are going" in page
    assert "Guestchild0 is on the waiting list" in page
    assert "Guestchild0" in phone.get(f"/events/{event.id}").text
    for client in (carer.get("/events"), carer.get(f"/events/{event.id}")):
        assert "Guestchild" not in client.text


def test_of_a_child_who_moved_on_nothing_is_said(
    county: County, guests: Guests, phone: FlaskClient
):
    event = an_event(county)
    guests.sign_up(event, guests.children[0])
    with unit_of_work():
        stay = guests.children[0].placements[0]
        stay.from_on, stay.until_on = date(2020, 9, 1), clock.today() - timedelta(days=1)
        stay.ending = "planned"
    assert "Guestchild0" not in phone.get("/events").text


def test_filters_by_whose_and_by_kind(county: County, phone: FlaskClient):
    an_event(county, title="In the Hive", kind=EventKind.SUPPORT_GROUP)
    _county_event(county, "For everybody")
    titles = {"": {"In the Hive", "For everybody", "Pizza kitchen"},
              "whose=mine": {"In the Hive", "Pizza kitchen"},
              "whose=county": {"For everybody"},
              "kind=support_group": {"In the Hive"},
              "whose=county&kind=support_group": set(),
              "whose=x&kind=x": {"In the Hive", "For everybody", "Pizza kitchen"}}  # fmt: skip
    for query, wanted in titles.items():
        page = phone.get(f"/events?{query}").text
        assert {each for each in titles[""] if each in page} == wanted, query
    assert "Nothing of that kind is on" in phone.get("/events?whose=county&kind=training").text


def test_for_my_children_are_those_that_fit_at_least_one(county: County, phone: FlaskClient):
    an_event(county, PartPlan(age_from=10, age_to=14), title="Climbing")
    an_event(county, PartPlan(age_to=4), title="Toddlers")
    an_event(county, PartPlan(year_from=13), PartPlan(age_from=5, age_to=8), title="Two parts")
    an_event(county, title="Carers alone", audience=Audience.CARERS)
    page = phone.get("/events?for=children").text
    shown = {each for each in ("Climbing", "Toddlers", "Two parts", "Carers alone") if each in page}
    assert shown == {"Climbing", "Two parts"}


def test_events_of_other_hives_and_meetings_of_others_stay_unseen(
    county: County, phone: FlaskClient, leader: FlaskClient
):
    with unit_of_work():
        far, _ = _hive("Far away")
        _membership(county.people[Role.SUPPORT_WORKER], far, Role.SUPPORT_WORKER)
    db.session.expire_all()
    an_event(county, title="Far party", hive_ids=[far.id])
    an_event(county, title="Team", audience=Audience.SUPPORT_WORKERS, kind=EventKind.TEAM_MEETING)
    for title in ("Far party", "Team"):
        assert title not in phone.get("/events").text
        assert title in leader.get("/events").text


def test_called_off_says_so(county: County, phone: FlaskClient):
    event = an_event(county)
    cancel_event(actor=county.people[Role.SUPPORT_WORKER], event_id=event.id, why="Rain")
    assert "Called off" in phone.get("/events").text


def test_show_more_leads_on_by_whole_days_and_shows_each_event_once(county: County, guests: Guests):
    for nth in range(12):
        for hour in (9, 14):
            day = clock.today() + timedelta(days=20 + nth)
            an_event(county, starts_in=_at(day, hour), title=f"{nth} at {hour}")
    seen: list[int] = []
    ahead = events_ahead(guests.carer, Wanted(), limit=5)
    while True:
        seen += [event.id for event in ahead.events]
        if ahead.next_day is None:
            break
        ahead = events_ahead(guests.carer, Wanted(), first_day=ahead.next_day, limit=5)
    assert len(seen) == len(set(seen)) == 25


def test_the_list_goes_eight_weeks_ahead_and_then_on_with_what_comes_after(
    county: County, guests: Guests, phone: FlaskClient
):
    for weeks in (1, 6, 20, 40):
        an_event(county, starts_in=timedelta(weeks=weeks), title=f"In {weeks} weeks")
    page = phone.get("/events").text
    assert "In 6 weeks" in page
    assert "In 20 weeks" not in page
    assert "Show what is later" in page
    near = events_near(guests.carer, Wanted())
    later = events_near(guests.carer, Wanted(), first_day=near.next_day)
    assert [event.title for event in later.events] == ["In 20 weeks"]
    last = events_near(guests.carer, Wanted(), first_day=later.next_day)
    assert ([event.title for event in last.events], last.next_day) == (["In 40 weeks"], None)


def test_what_was_on_is_found_again_the_newest_first(county: County, phone: FlaskClient):
    assert "Nothing yet" in phone.get("/events?view=past").text
    for weeks in (3, 1, 40):
        an_event(county, starts_in=timedelta(weeks=-weeks), title=f"{weeks} weeks ago")
    page = phone.get("/events?view=past").text
    assert page.index("1 weeks ago") < page.index("3 weeks ago")
    assert "40 weeks ago" not in page
    newest = events_before(county.people[Role.CARER], Wanted(), limit=1)
    assert [event.title for event in newest] == ["1 weeks ago"]
    assert "weeks ago" not in phone.get("/events").text


def test_more_events_on_a_day_than_fit_a_page_end(county: County, guests: Guests):
    for nth in range(9):
        an_event(county, starts_in=_at(clock.today() + timedelta(days=9), 8 + nth))
    seen, ahead = 0, events_ahead(guests.carer, Wanted(), limit=3)
    for _ in range(5):
        seen += len(ahead.events)
        if ahead.next_day is None:
            break
        ahead = events_ahead(guests.carer, Wanted(), first_day=ahead.next_day, limit=3)
    assert ahead.next_day is None
    assert seen >= 1 + 3


def test_a_month_has_a_link_for_each_day_that_says_how_much_is_on(
    county: County,
    guests: Guests,
    client_for: Callable[[Person | None], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 3, 10, 9, tzinfo=UTC))
    phone = client_for(guests.carer)
    begins = midnight_before(date(2030, 3, 30))
    _county_event(county, "Over the clock change", starts_at=begins,
                  ends_at=midnight_before(date(2030, 4, 2)), is_all_day=True)  # fmt: skip
    march = phone.get("/events?view=month&month=2030-03").text
    assert 'aria-label="31 March, 1 event"' in march
    assert 'aria-label="29 March, nothing on"' in march
    april = phone.get("/events?view=month&month=2030-04&day=2030-04-01").text
    assert 'aria-label="1 April, 1 event"' in april
    assert 'aria-label="2 April, nothing on"' in april
    assert "Over the clock change" in april
    assert "month=2030-03" in april
    assert "month=2030-05" in april


@pytest.mark.parametrize(
    "query",
    ["view=month&month=0000-00", "view=month&month=9999-12", "view=month&day=soon",
     "from=9999-12-31", "from=x", "whose=' OR 1", "view=month&month=2026-02&day=2026-03-01"],
)  # fmt: skip
def test_made_up_addresses_lead_to_a_calendar(phone: FlaskClient, query: str):
    assert phone.get(f"/events?{query}").status_code == 200


def test_nothing_on_says_what_comes_here(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    far = client_for(county.stranger())
    assert "Nothing is on just now" in far.get("/events").text
    assert "Nothing is on this month" in far.get("/events?view=month&month=2020-01").text


def _county_event(county: County, title: str, **facts: object) -> Event:
    starts_at = clock.now() + timedelta(days=9)
    given = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | facts
    return plan_event(
        actor=county.people[Role.MANAGER],
        client_id=uuid.uuid4(),
        title=title,
        kind=EventKind.FAMILY_SOCIAL,
        audience=Audience.FAMILIES,
        host_ids=[county.people[Role.SUPPORT_WORKER].id],
        **given,
    )
