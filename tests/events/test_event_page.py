"""The page of an event, and the words for when, where, whom for and how many."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.wall_times import midnight_before
from app.events import words
from app.events.models import Audience, Event, EventPart
from app.events.services.planning import PartPlan
from app.hives.models import Membership
from tests.conventions.county import OPENED, County
from tests.events.guests import Guests, an_event


def test_everything_about_it_is_there(county: County, carer: FlaskClient):
    event = an_event(
        county,
        PartPlan(place="The farm", address="Farm Lane, Andover", age_from=4, age_to=11,
                 child_places=12),
        about="Muddy.\n\nAnd fun.", cost="£2", bring="Wellies",
        closes_at=clock.now() + timedelta(days=3),
    )  # fmt: skip
    page = carer.get(f"/events/{event.id}").text
    for said in ("The farm", "4 to 11 years", "12 places left", "£2", "Wellies", "Muddy.",
                 "Sign-up closes", "Run by", Role.SUPPORT_WORKER.label):  # fmt: skip
        assert said in page
    assert "openstreetmap.org/search?query=Farm+Lane%2C+Andover" in page


def test_the_ways_on_are_for_those_who_may_go_them(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    event = an_event(county)
    ways = ("register", "edit", "copy", "cancel")

    def seen_by(role: Role) -> set[str]:
        page = client_for(county.people[role]).get(f"/events/{event.id}").text
        return {each for each in ways if f'href="/events/{event.id}/{each}"' in page}

    assert seen_by(Role.SUPPORT_WORKER) == set(ways)
    assert seen_by(Role.MANAGER) == {"copy"}
    assert seen_by(Role.CARER) == seen_by(Role.SOCIAL_WORKER) == set()


def test_whoever_hosts_has_the_register_and_the_room(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    event = an_event(county, host_ids=[county.people[Role.CARER].id])
    page = client_for(county.people[Role.CARER]).get(f"/events/{event.id}").text
    assert f"/events/{event.id}/register" in page
    assert f"/chat/rooms/{event.room_id}" in page


def test_a_host_who_left_the_hive_keeps_no_register(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    carer = county.people[Role.CARER]
    event = an_event(county, host_ids=[carer.id])
    with unit_of_work():
        for each in carer.memberships:
            each.until_on = clock.today() - timedelta(days=1)
        db.session.add(Membership(person_id=carer.id, hive_id=_far_hive(county), role=Role.CARER,
                                  from_on=OPENED))  # fmt: skip
    client = client_for(carer)
    assert client.get(f"/events/{event.id}/register").status_code in {403, 404}
    assert f"/events/{event.id}/register" not in client.get(f"/events/{event.id}").text


def _far_hive(county: County) -> int:
    hive_id = county.stranger().memberships[0].hive_id
    assert hive_id
    return hive_id


def test_who_comes_is_led_to_the_room(
    county: County, client_for: Callable[[Person | None], FlaskClient]
):
    event = an_event(county)
    guests = Guests.of(county.hive, 7)
    client = client_for(guests.carer)
    assert "Talk about it" not in client.get(f"/events/{event.id}").text
    guests.sign_up(event, adults=True)
    assert "Talk about it" in client.get(f"/events/{event.id}").text


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (EventPart(), ""),
        (EventPart(age_from=8, age_to=14), "8 to 14 years"),
        (EventPart(age_from=8), "From 8 years"),
        (EventPart(age_to=11), "Up to 11 years"),
        (EventPart(age_from=9, age_to=9), "9 years"),
        (EventPart(year_from=0, year_to=0), "Reception"),
        (EventPart(year_from=4, year_to=6), "Year 4 to Year 6"),
        (EventPart(year_from=7), "From Year 7"),
        (EventPart(year_to=2), "Up to Year 2"),
    ],
)
def test_whom_it_fits_in_words(part: EventPart, said: str):
    assert words.whom_for(part) == said


def test_when_it_is_in_words():
    week = Event(starts_at=midnight_before(date(2021, 8, 2)),
                 ends_at=midnight_before(date(2021, 8, 7)), is_all_day=True)  # fmt: skip
    assert words.when(week) == "Mon 2 August to Fri 6 August 2021"
    assert words.time_on(week, date(2021, 8, 3)) == "Until Fri 6 August 2021"
    assert words.time_on(week, date(2021, 8, 6)) == "Last day"
    begins = midnight_before(date(2021, 8, 2)) + timedelta(hours=22)
    night = Event(starts_at=begins, ends_at=begins + timedelta(hours=10), is_all_day=False)
    assert words.when(night) == "Mon 2 August 2021 22:00 to Tue 3 August 2021 08:00"
    assert words.time_on(night, date(2021, 8, 3)) == "Until 08:00"
    evening = Event(starts_at=begins, ends_at=begins + timedelta(hours=2), is_all_day=False)
    assert words.when(evening) == "Mon 2 August 2021, 22:00 to 00:00"
    assert words.time_on(evening, date(2021, 8, 2)) == "22:00 to 00:00"


@pytest.mark.parametrize(
    ("places", "families", "said"),
    [
        ([(None, 0)], (None, 0), ""),
        ([(5, 1)], (None, 0), "4 places left"),
        ([(5, 4)], (None, 0), "1 place left"),
        ([(5, 5)], (None, 0), "Full: waiting list"),
        ([(5, 1)], (3, 3), "Full: waiting list"),
        ([(5, 5), (5, 3)], (None, 0), "2 places left"),
        ([(5, 5), (None, 3)], (None, 0), ""),
        ([(None, 3)], (4, 3), "Room for 1 more family"),
        ([(None, 3)], (4, 1), "Room for 3 more families"),
    ],
)
def test_places_left_in_words(
    places: list[tuple[int | None, int]], families: tuple[int | None, int], said: str
):
    event = Event(audience=Audience.FAMILIES, household_places=families[0],
                  household_taken=families[1])  # fmt: skip
    event.parts = [EventPart(child_places=most, child_taken=taken) for most, taken in places]
    assert words.places_left(event) == said
