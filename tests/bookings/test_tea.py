"""A visit for tea before a stay."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import Booking, BookingKind, BookingState
from app.bookings.queries import yeses_for
from app.core.extensions import db
from tests.bookings.ask_form import day_in
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County
from tests.events.forms import fields_of

Clients = Callable[..., FlaskClient]


@pytest.fixture
def stay(street: Street) -> Booking:
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    return booking


def _teas(stay: Booking) -> list[Booking]:
    db.session.rollback()
    db.session.expire_all()
    return list(
        db.session.scalars(
            sa.select(Booking).where(Booking.tea_for_id == stay.id).order_by(Booking.id)
        )
    )


def test_tea_is_asked_of_the_host_and_stands_on_both_pages(
    street: Street, stay: Booking, client_for: Clients
):
    family, host = client_for(street.family.carer), client_for(street.host.carer)
    assert f"/bookings/{stay.id}/tea" in family.get(f"/bookings/{stay.id}").text
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    assert (form["day_on"], form["day_starts"]) == (day_in(AHEAD - 1), "16:00")
    answer = family.post(f"/bookings/{stay.id}/tea", data=form, follow_redirects=True)
    assert "The host is asked for tea." in answer.text
    (tea,) = _teas(stay)
    assert (tea.kind, tea.nights, tea.state) == (BookingKind.TEA, 0, BookingState.REQUESTED)
    assert f'href="/bookings/{stay.id}"' in answer.text
    page = family.get(f"/bookings/{stay.id}").text
    assert f'href="/bookings/{tea.id}"' in page
    assert f'href="/bookings/{tea.id}"' in host.get(f"/bookings/{stay.id}").text
    assert host.post(f"/bookings/{tea.id}/accept").status_code == 303
    (tea,) = _teas(stay)
    assert (tea.state, tea.host_id) == (BookingState.CONFIRMED, street.host.household.id)


def test_tea_counts_as_no_night_and_needs_no_yes(county: County, client_for: Clients):
    street = Street.built(county, delegated=False)
    stay = street.ask()
    services.accept(actor=street.host.carer, booking_id=stay.id)
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    family.post(f"/bookings/{stay.id}/tea", data=form)
    (tea,) = _teas(stay)
    assert tea.yeses == []
    assert "0 of 14 nights used, 1 booked, 13 left" in family.get("/bookings").text


def test_one_visit_at_a_time_and_sent_twice_it_is_one(
    street: Street, stay: Booking, client_for: Clients
):
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    places = {family.post(f"/bookings/{stay.id}/tea", data=form).location for _ in range(2)}
    assert len(places) == 1
    other = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    assert family.post(f"/bookings/{stay.id}/tea", data=other).status_code == 409
    (tea,) = _teas(stay)
    family.post(f"/bookings/{tea.id}/take-back")
    assert family.post(f"/bookings/{stay.id}/tea", data=other).status_code == 303


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"day_on": ""}, "day_on", "Choose the day."),
        ({"day_starts": "tea time"}, "day_starts", "Enter a time like 18:00."),
        ({"day_ends": ""}, "day_ends", "Enter the time, like 18:00."),
        ({"day_ends": "15:00"}, "day_ends", "The end comes before the beginning."),
        ({"day_on": day_in(-1)}, "day_starts", "That time is over."),
        ({"day_on": day_in(AHEAD + 3)}, "day_starts", "The visit comes before the stay."),
        ({"note": "x" * 1001}, "note", "This is too long."),
    ],
)
def test_a_mistake_stands_beside_its_field(
    street: Street,
    stay: Booking,
    client_for: Clients,
    changed: dict[str, str],
    field: str,
    said: str,
):
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text) | {"note": "Keep me"} | changed
    answer = family.post(f"/bookings/{stay.id}/tea", data=form)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert said in answer.text
    assert form["note"] in answer.text
    assert _teas(stay) == []


def test_a_child_that_is_away_then_can_not_come(street: Street, stay: Booking, client_for: Clients):
    street.ask(kind="day_care", starts_at=at(AHEAD - 1, 9), ends_at=at(AHEAD - 1, 18))
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    answer = family.post(f"/bookings/{stay.id}/tea", data=form)
    assert answer.status_code == 422
    assert 'id="day_starts-error"' in answer.text
    assert "has a day care then already" in answer.text


def test_only_the_family_and_its_support_worker_ask(
    street: Street, stay: Booking, client_for: Clients
):
    where = f"/bookings/{stay.id}/tea"
    assert client_for(street.host.carer).get(where).status_code == 403
    assert client_for(street.social_worker).get(where).status_code == 403
    assert client_for(street.county.stranger()).get(where).status_code == 404
    assert client_for(street.leader).get(where).status_code == 200


def test_no_visit_without_a_host(street: Street, client_for: Clients):
    booking = street.ask()
    family = client_for(street.family.carer)
    assert f"/bookings/{booking.id}/tea" not in family.get(f"/bookings/{booking.id}").text
    assert family.get(f"/bookings/{booking.id}/tea").status_code == 409


def test_the_visit_ends_with_the_stay_it_hangs_on(
    street: Street, stay: Booking, client_for: Clients
):
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    family.post(f"/bookings/{stay.id}/tea", data=form)
    family.post(f"/bookings/{stay.id}/call-off", data={"why": "Chickenpox"})
    (tea,) = _teas(stay)
    assert tea.state is BookingState.WITHDRAWN


def test_the_visit_ends_with_a_no_to_the_stay(county: County, client_for: Clients):
    street = Street.built(county, delegated=False)
    stay = street.ask()
    services.accept(actor=street.host.carer, booking_id=stay.id)
    family = client_for(street.family.carer)
    form = fields_of(family.get(f"/bookings/{stay.id}/tea").text)
    family.post(f"/bookings/{stay.id}/tea", data=form)
    (asked,) = yeses_for(street.social_worker)
    services.say_yes(actor=street.social_worker, yes_id=asked.id, is_yes=False)
    (tea,) = _teas(stay)
    assert tea.state is BookingState.WITHDRAWN
