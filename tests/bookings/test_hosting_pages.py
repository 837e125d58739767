"""The pages of hosts: their week, and their calendar tapped day by day."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import BookingKind
from app.bookings.queries.hosts import times_of
from app.bookings.services import hosting
from app.core import clock
from app.core.roles import Role
from tests.bookings.people import AHEAD, Host, Street, at
from tests.bookings.reading import afresh, said_on
from tests.conventions.county import County

ClientFor = Callable[..., FlaskClient]
WEEK = "/bookings/hosting"
TIME = "/bookings/hosting/time"


def _labels(html: str) -> list[str]:
    """What is read out of the days of a month."""
    return re.findall(r'host-day[^>]*aria-label="([^"]+)"', html)


# ---- The week ----


def test_what_waits_comes_first_urgent_before_the_rest_and_without_names(
    street: Street, client_for: ClientFor
):
    street.ask()
    street.ask(
        kind=BookingKind.DAY_CARE,
        starts_at=at(AHEAD + 5, 9),
        ends_at=at(AHEAD + 5, 14),
        is_urgent=True,
    )
    page = client_for(street.host.carer).get(WEEK).text
    said = said_on(page)
    assert "Waits for your answer" in said
    assert said.index("Day care") < said.index("Sleepover, 1 night")
    assert "1 child, 8 years" in said
    assert street.family.children[0].preferred_name not in page
    assert street.family.household.name not in page


def test_another_time_that_was_offered_waits_apart(street: Street, client_for: ClientFor):
    booking = street.ask()
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 1, 18),
        ends_at=at(AHEAD + 2, 9),
    )
    said = said_on(client_for(street.host.carer).get(WEEK).text)
    assert "You offered another time" in said
    assert "Waits for your answer" not in said


def test_who_stays_is_named_from_the_yes_until_a_day_after_the_end(
    street: Street, client_for: ClientFor
):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    name = street.family.children[0].preferred_name
    page = client_for(street.host.carer).get(WEEK).text
    assert name in page
    assert f'href="/bookings/{booking.id}"' in page
    with time_machine.travel(at(AHEAD + 2, 11), tick=True):
        later = client_for(street.host.carer).get(WEEK).text
        assert name not in later


def test_a_week_without_anything_says_what_to_do(county: County, client_for: ClientFor):
    host = Host.of(county.hive, free=False)
    said = said_on(client_for(host.carer).get(WEEK).text)
    assert "Nobody stays with you this week" in said
    assert "You have not said that you are free" in said
    assert "Your free days" in said


def test_a_family_that_is_no_host_is_told_who_can_change_that(
    county: County, client_for: ClientFor
):
    answer = client_for(county.people[Role.CARER]).get(WEEK)
    assert answer.status_code == 403
    assert "Your support worker can mark your home" in answer.text


# ---- The calendar ----


def test_days_are_read_out_with_what_is_free_who_stays_and_who_is_away(
    street: Street, client_for: ClientFor
):
    host = street.host
    booking = street.ask()
    services.accept(actor=host.carer, booking_id=booking.id)
    day = clock.today() + timedelta(days=AHEAD)
    hosting.say_away(
        actor=host.carer,
        host_id=host.household.id,
        from_on=day + timedelta(days=3),
        until_on=day + timedelta(days=3),
    )
    client = client_for(host.carer)
    labels = [
        label
        for month in {day.strftime("%Y-%m"), (day + timedelta(days=3)).strftime("%Y-%m")}
        for label in _labels(client.get(f"{TIME}?month={month}").text)
    ]
    assert f"{day.day} {day:%B}, free: the whole day, 1 child stays" in labels
    away = day + timedelta(days=3)
    assert f"{away.day} {away:%B}, you are away" in labels


def test_a_day_is_changed_by_tapping_its_parts(county: County, client_for: ClientFor):
    host = Host.of(county.hive, free=False)
    client, day = client_for(host.carer), clock.today() + timedelta(days=3)
    url = f"/bookings/hosts/{host.household.id}/time/{day}"
    answer = client.post(url, data={"parts": "morning night"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert _pressed(page) == {
        "Morning": True,
        "Afternoon": False,
        "Night": True,
        "Whole day": False,
    }
    # Tapping a part again takes it back; the button says what the day is then.
    assert _buttons(page)["Night"] == "morning"
    client.post(url, data={"parts": _buttons(page)["Whole day"]})
    assert all(_pressed(client.get(answer.location).text).values())
    client.post(url, data={"parts": "none"})
    assert not any(_pressed(client.get(answer.location).text).values())
    client.post(f"{url}/forget")
    afresh()
    assert times_of([host.household.id], day, day)[host.household.id].days == {}


def _pressed(html: str) -> dict[str, bool]:
    found = re.findall(r'<button class="host-toggle.*?</button>', html, re.DOTALL)
    return {_name(each): 'aria-pressed="true"' in each for each in found}


def _buttons(html: str) -> dict[str, str]:
    found = re.findall(r'<button class="host-toggle.*?</button>', html, re.DOTALL)
    return {_name(each): re.search(r'value="([^"]*)"', each)[1] for each in found}  # type: ignore[index]


def _name(button: str) -> str:
    return re.search(r"<span>([^<]+)</span>", button)[1]  # type: ignore[index]


@pytest.mark.parametrize("parts", ["", "midnight", "morning,night", "x" * 5000])
def test_parts_that_are_none_change_nothing(county: County, client_for: ClientFor, parts: str):
    host = Host.of(county.hive, free=False)
    day = clock.today() + timedelta(days=3)
    url = f"/bookings/hosts/{host.household.id}/time/{day}"
    answer = client_for(host.carer).post(url, data={"parts": parts} if parts else {})
    assert answer.status_code == 422
    afresh()
    assert times_of([host.household.id], day, day)[host.household.id].days == {}


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0000-00-00", "2026-02-30"])
def test_days_that_do_not_exist_are_not_there(county: County, client_for: ClientFor, day: str):
    host = Host.of(county.hive, free=False)
    url = f"/bookings/hosts/{host.household.id}/time/{day}"
    assert client_for(host.carer).post(url, data={"parts": "night"}).status_code == 404


@pytest.mark.parametrize("query", ["month=nonsense", "month=9999-99", "month=1066-10", "day=x"])
def test_a_month_that_makes_no_sense_is_this_month(
    county: County, client_for: ClientFor, query: str
):
    host = Host.of(county.hive, free=False)
    answer = client_for(host.carer).get(f"{TIME}?{query}")
    assert answer.status_code == 200
    assert f"{clock.today():%B %Y}" in answer.text


def test_a_day_that_is_over_can_be_seen_and_not_changed(county: County, client_for: ClientFor):
    host = Host.of(county.hive, free=False)
    day = clock.today() - timedelta(days=1)
    page = client_for(host.carer).get(f"{TIME}?month={day:%Y-%m}&day={day}").text
    assert "This day is over" in page
    assert "host-toggle" not in page


def test_the_weekend_is_set_and_stopped_by_forms(county: County, client_for: ClientFor):
    host = Host.of(county.hive, free=False)
    client, url = client_for(host.carer), f"/bookings/hosts/{host.household.id}/repeats"
    begins = clock.today().isoformat()
    form = {"which": "weekend", "every_weeks": "2", "begins_on": begins, "until_on": ""}
    answer = client.post(url, data=form)
    assert answer.status_code == 303
    assert "Every second weekend" in client.get(answer.location).text
    assert client.post(f"{url}/remove", data={"weekdays": "4 5 6"}).status_code == 303
    assert "Nothing comes again yet" in client.get(url).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"which": "8"}, "which"),
        ({"which": "monday"}, "which"),
        ({"which": "1", "night": ""}, "parts"),
        ({"every_weeks": "5"}, "every_weeks"),
        ({"every_weeks": "0"}, "every_weeks"),
        ({"begins_on": ""}, "begins_on"),
        ({"begins_on": "2020-01-01"}, "begins_on"),
        ({"until_on": "2020-01-01"}, "until_on"),
        ({"until_on": "soon"}, "until_on"),
    ],
)
def test_a_wrong_repeat_is_refused_beside_its_field(
    county: County, client_for: ClientFor, changed: dict[str, str], field: str
):
    host = Host.of(county.hive, free=False)
    url = f"/bookings/hosts/{host.household.id}/repeats"
    form = {
        "which": "2",
        "every_weeks": "1",
        "begins_on": clock.today().isoformat(),
        "night": "yes",
    }
    answer = client_for(host.carer).post(url, data={k: v for k, v in (form | changed).items() if v})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text


def test_a_stay_within_days_away_stays_booked_and_is_shown(street: Street, client_for: ClientFor):
    host, booking = street.host, street.ask()
    services.accept(actor=host.carer, booking_id=booking.id)
    day = clock.today() + timedelta(days=AHEAD)
    client, url = client_for(host.carer), f"/bookings/hosts/{host.household.id}/away"
    answer = client.post(url, data={"from_on": day.isoformat(), "until_on": day.isoformat()})
    page = client.get(answer.location).text
    assert "stays booked" in page
    assert f'href="/bookings/{booking.id}"' in page
    wrong = client.post(url, data={"from_on": day.isoformat(), "until_on": "2020-01-01"})
    assert wrong.status_code == 422
    assert f'value="{day}"' in wrong.text


def test_the_support_worker_opens_the_calendar_of_a_host(street: Street, client_for: ClientFor):
    url = f"/bookings/hosts/{street.host.household.id}/time"
    page = client_for(street.leader).get(f"{url}?day={clock.today()}").text
    assert "When they are free" in page
    answer = client_for(street.leader).post(f"{url}/{clock.today()}", data={"parts": "night"})
    assert answer.location.startswith(url)
    assert client_for(street.family.carer).get(url).status_code == 404
