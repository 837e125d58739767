"""Stays beside events: in the list, the month, and the phone's own calendar."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import Booking, BookingKind
from app.core import clock
from app.core.extensions import db
from app.core.words import local_day
from app.events.services.signing_up import sign_up
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County
from tests.events.guests import an_event
from tests.events.strict_calendar import Part, read_strictly

Clients = Callable[[Person | None], FlaskClient]


def _text(client: FlaskClient, path: str) -> str:
    html = client.get(path).text.split("<main")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _confirmed(street: Street, **facts: object) -> Booking:
    booking = street.ask(**facts)
    services.accept(actor=street.host.carer, booking_id=booking.id)
    return booking


def _feed(client: FlaskClient) -> str:
    """The path of a feed that is made on its page."""
    page = client.post("/events/feed", follow_redirects=True).text
    found = re.search(r'data-copy-text="https?://[^/"]+(/calendar/[\w-]+\.ics)"', page)
    assert found
    return found[1]


def _stays(app: Flask, path: str) -> list[Part]:
    response = app.test_client().get(path)
    assert response.status_code == 200
    entries = read_strictly(response.get_data()).of("VEVENT")
    return [each for each in entries if each.value("UID").startswith("booking-")]


def test_each_side_sees_the_stay_in_the_list(street: Street, client_for: Clients):
    _confirmed(street)
    own = _text(client_for(street.family.carer), "/events")
    assert "Sleepover with the Lisa family" in own
    assert "Okaforchild0" in own
    here = _text(client_for(street.host.carer), "/events")
    assert "Sleepover: 1 child comes to you" in here
    assert "Okaforchild0" in here
    leader = _text(client_for(street.leader), "/events")
    assert "Sleepover" not in leader, "whose calendar it is not"


def test_what_is_only_asked_for_says_so_and_is_not_with_the_host(
    street: Street, client_for: Clients
):
    street.ask()
    assert re.search(r"Sleepover .* Asked for", _text(client_for(street.family.carer), "/events"))
    assert "Sleepover" not in _text(client_for(street.host.carer), "/events")


def test_a_clash_is_pointed_out_on_both(county: County, street: Street, client_for: Clients):
    _confirmed(street)
    there = an_event(county, starts_in=at(AHEAD, 18) - clock.now(), title="Bonfire")
    other = an_event(county, starts_in=at(AHEAD, 18) - clock.now(), title="Choir")
    street.family.delegated(street.leader).sign_up(there)
    carer = client_for(street.family.carer)
    page = _text(carer, "/events")
    assert page.count("At the same time: Bonfire") == 1
    assert page.count("At the same time: Sleepover with the Lisa family") == 1
    assert f"At the same time: {other.title}" not in page
    services.call_off(actor=street.family.carer, booking_id=_one_booking(street).id, why="Ill")
    assert "At the same time" not in _text(carer, "/events")


def test_who_has_a_child_to_stay_sees_that_they_are_signed_up_elsewhere(
    county: County, street: Street, client_for: Clients
):
    _confirmed(street)
    event = an_event(county, starts_in=at(AHEAD, 18) - clock.now(), title="Bonfire")
    sign_up(
        actor=street.host.carer,
        event_id=event.id,
        party=uuid.uuid4(),
        children=[],
        adult_ids=[street.host.carer.id],
    )
    assert "At the same time: Bonfire" in _text(client_for(street.host.carer), "/events")


def test_the_month_has_a_dot_and_the_day_the_stay(street: Street, client_for: Clients):
    _confirmed(street)
    day = local_day(at(AHEAD, 12))
    carer = client_for(street.family.carer)
    page = carer.get(f"/events?view=month&day={day.isoformat()}&month={day:%Y-%m}").text
    assert re.search(rf'aria-label="{day.day} {day:%B}, (1 event and )?1 stay"', page)
    assert "Sleepover with the Lisa family" in page
    assert "Sleepovers and day care" in page


@pytest.mark.parametrize("args", ["whose=county", "kind=training"])
def test_filters_for_something_else_leave_stays_out(street: Street, client_for: Clients, args: str):
    _confirmed(street)
    assert "Sleepover" not in _text(client_for(street.family.carer), f"/events?{args}")


def test_the_feed_names_the_kind_and_the_host_and_no_child(
    app: Flask, street: Street, client_for: Clients
):
    booking = _confirmed(street, kind=BookingKind.DAY_CARE, ends_at=at(AHEAD, 19))
    path = _feed(client_for(street.family.carer))
    (entry,) = _stays(app, path)
    assert entry.text("SUMMARY") == "Day care with the Lisa family"
    assert entry.value("STATUS") == "CONFIRMED"
    assert entry.value("UID").startswith(f"booking-{booking.id}@")
    assert entry.value("SEQUENCE") == str(booking.sequence)
    assert entry.value("DTSTART") == f"{at(AHEAD, 17):%Y%m%dT%H%M%S}"
    assert entry.value("URL").endswith(f"/bookings/{booking.id}")
    assert "Okaforchild" not in app.test_client().get(path).text
    (hosted,) = _stays(app, _feed(client_for(street.host.carer)))
    assert hosted.text("SUMMARY") == "Day care: 1 child comes to you"
    assert _stays(app, _feed(client_for(street.leader))) == []


def test_what_nobody_has_taken_is_in_no_feed_and_what_waits_for_a_yes_is_tentative(
    app: Flask, county: County, client_for: Clients
):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    path = _feed(client_for(street.family.carer))
    assert _stays(app, path) == []
    services.accept(actor=street.host.carer, booking_id=booking.id)
    (entry,) = _stays(app, path)
    assert entry.value("STATUS") == "TENTATIVE"


def test_what_is_called_off_stays_with_its_uid_and_a_higher_sequence(
    app: Flask, street: Street, client_for: Clients
):
    booking = _confirmed(street)
    path = _feed(client_for(street.family.carer))
    (before,) = _stays(app, path)
    services.call_off(actor=street.host.carer, booking_id=booking.id, why="Flu")
    (after,) = _stays(app, path)
    assert after.value("UID") == before.value("UID")
    assert int(after.value("SEQUENCE")) > int(before.value("SEQUENCE"))
    assert after.value("STATUS") == "CANCELLED"
    assert after.text("SUMMARY") == "Called off: Sleepover with the Lisa family"
    assert "Flu" not in app.test_client().get(path).text


def test_a_phone_that_asks_again_gets_the_same_until_a_stay_changes(
    app: Flask, street: Street, client_for: Clients
):
    booking = _confirmed(street)
    path = _feed(client_for(street.family.carer))
    phone = app.test_client()
    first = phone.get(path)
    known = [
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ]
    assert [phone.get(path, headers=each).status_code for each in known] == [304, 304]
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        services.call_off(actor=street.host.carer, booking_id=booking.id, why="Flu")
        assert [phone.get(path, headers=each).status_code for each in known] == [200, 200]


def test_a_stay_that_is_over_names_nobody_any_more(street: Street, client_for: Clients):
    booking = _confirmed(street)
    with time_machine.travel(at(AHEAD + 3, 12)):
        services.finish_overdue()
        day = local_day(booking.starts_at)
        path = f"/events?view=month&day={day.isoformat()}&month={day:%Y-%m}"
        for person in (street.family.carer, street.host.carer):
            page = _text(client_for(person), path)
            assert "Sleepover" in page
            assert "Okaforchild" not in page


def _one_booking(street: Street) -> Booking:
    return db.session.query(Booking).filter_by(household_id=street.family.household.id).one()
