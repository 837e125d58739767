"""What waits for somebody's yes, and the answer."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import Booking, BookingState, YesKind
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County

Clients = Callable[..., FlaskClient]
CHILD = "Okaforchild0"


def _state(booking: Booking) -> BookingState:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Booking, booking.id).state


def _yes_id(booking: Booking, kind: YesKind) -> int:
    return next(each.id for each in booking.yeses if each.kind is kind)


@pytest.fixture
def waiting(county: County) -> tuple[Street, Booking]:
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    return street, booking


def test_the_social_worker_is_asked_and_says_yes(
    waiting: tuple[Street, Booking], client_for: Clients
):
    street, booking = waiting
    desk = client_for(street.social_worker)
    page = desk.get("/bookings/asked").text
    assert CHILD in page
    assert "The placement plan does not leave it to the carers." in page
    assert "1 sleepover waits" in desk.get("/bookings").text
    where = f"/bookings/asked/{_yes_id(booking, YesKind.AUTHORITY)}"
    for _ in range(2):
        assert desk.post(where, data={"answer": "yes"}).status_code == 303
    assert _state(booking) is BookingState.CONFIRMED
    assert "Nothing waits for you" in desk.get("/bookings/asked").text
    assert desk.post(where, data={"answer": "no"}).status_code == 409


def test_a_no_says_why_and_ends_it(waiting: tuple[Street, Booking], client_for: Clients):
    street, booking = waiting
    where = f"/bookings/asked/{_yes_id(booking, YesKind.AUTHORITY)}"
    client_for(street.social_worker).post(where, data={"answer": "no", "why": "Court on Monday"})
    assert _state(booking) is BookingState.CANCELLED
    page = client_for(street.family.carer).get(f"/bookings/{booking.id}").text
    assert "Court on Monday" in page
    assert street.social_worker.name in page


@pytest.mark.parametrize(
    "form", [{}, {"answer": "perhaps"}, {"answer": "no", "why": "Too long " * 60}]
)
def test_an_answer_that_is_none_keeps_what_was_typed(
    waiting: tuple[Street, Booking], client_for: Clients, form: dict[str, str]
):
    street, booking = waiting
    yes_id = _yes_id(booking, YesKind.AUTHORITY)
    answer = client_for(street.social_worker).post(f"/bookings/asked/{yes_id}", data=form)
    assert answer.status_code == 422
    assert f'id="why-{yes_id}-error"' in answer.text
    assert form.get("why", "") in answer.text
    assert _state(booking) is BookingState.ACCEPTED


def test_nobody_elses_yes_counts(waiting: tuple[Street, Booking], client_for: Clients):
    street, booking = waiting
    where = f"/bookings/asked/{_yes_id(booking, YesKind.AUTHORITY)}"
    wanted = {street.family.carer: 403, street.host.carer: 403} | {
        street.leader: 404,
        street.manager: 404,
    }
    for person, status in wanted.items():
        answer = client_for(person).post(where, data={"answer": "yes"})
        assert answer.status_code == status, person.name
    assert client_for(street.family.carer).get("/bookings/asked").status_code == 403
    assert _state(booking) is BookingState.ACCEPTED


def test_more_nights_than_the_year_has_wait_for_the_support_worker(
    street: Street, client_for: Clients
):
    with unit_of_work():
        street.family.household.sleepover_nights = 1
    booking = street.ask(ends_at=at(AHEAD + 3, 10))
    services.accept(actor=street.host.carer, booking_id=booking.id)
    desk = client_for(street.leader)
    assert "2 nights more than the family has" in desk.get("/bookings/asked").text
    where = f"/bookings/asked/{_yes_id(booking, YesKind.ALLOWANCE)}"
    assert desk.post(where, data={"answer": "yes"}).status_code == 303
    assert _state(booking) is BookingState.CONFIRMED


def test_a_manager_sees_homes_and_numbers_and_no_child(county: County, client_for: Clients):
    street = Street.built(county, 8, 9)
    with unit_of_work():
        street.host.household.places = 1
    booking = street.ask(note="Words of the family")
    services.accept(actor=street.host.carer, booking_id=booking.id)
    desk = client_for(street.manager)
    page = desk.get("/bookings/asked").text
    assert "2 foster children. The terms of approval are for 1." in page
    assert "The Okafor family" in page
    assert "the Lisa family" in page
    for secret in ("Okaforchild", "Words of the family", f"/bookings/{booking.id}"):
        assert secret not in page, secret
    assert "1 sleepover waits" in desk.get("/bookings").text
    where = f"/bookings/asked/{_yes_id(booking, YesKind.LIMIT)}"
    assert client_for(street.leader).post(where, data={"answer": "yes"}).status_code == 404
    assert desk.post(where, data={"answer": "yes"}).status_code == 303
    assert _state(booking) is BookingState.CONFIRMED
