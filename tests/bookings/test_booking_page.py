"""The page of a booking: who sees what of it; and the lists of bookings."""

from collections.abc import Callable

import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import Booking, BookingState, CallState, HostCall
from app.core.extensions import db
from app.notices.models import Notice
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County
from tests.events.guests import Guests

Clients = Callable[..., FlaskClient]
CHILD = "Okaforchild0"


def _now(booking: Booking) -> Booking:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Booking, booking.id)


def _calls(booking: Booking) -> list[CallState]:
    _now(booking)
    return list(
        db.session.scalars(
            sa.select(HostCall.state).where(HostCall.booking_id == booking.id).order_by(HostCall.id)
        )
    )


def _titles(person_id: int) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            sa.select(Notice.title).where(Notice.person_id == person_id).order_by(Notice.id)
        )
    )


def test_a_host_who_is_asked_sees_ages_and_no_names(county: County, client_for: Clients):
    street = Street.built(county, 8, 11)
    booking = street.ask(note="Both love pancakes")
    page = client_for(street.host.carer).get(f"/bookings/{booking.id}").text
    assert "2 children, 11 years and 8 years" in page
    assert "Both love pancakes" in page
    assert "The Okafor family" in page
    assert "Yes, we can" in page
    assert "It has to be then" in page
    assert CHILD not in page
    assert "Okaforchild1" not in page


def test_names_are_for_the_host_from_its_yes_until_a_day_after(street: Street, client_for: Clients):
    booking = street.ask()
    phone = client_for(street.host.carer)
    answer = phone.post(f"/bookings/{booking.id}/accept", follow_redirects=True)
    assert "Thank you. They are told that you said yes." in answer.text
    assert CHILD in answer.text
    assert _now(booking).state is BookingState.CONFIRMED
    with time_machine.travel(at(AHEAD + 1, 10), tick=False):
        services.finish_overdue()
    with time_machine.travel(at(AHEAD + 2, 9, 50), tick=False):
        assert CHILD in client_for(street.host.carer).get(f"/bookings/{booking.id}").text
    with time_machine.travel(at(AHEAD + 2, 10, 10), tick=False):
        services.finish_overdue()
        late = client_for(street.host.carer).get(f"/bookings/{booking.id}")
        assert late.status_code == 200
        assert CHILD not in late.text
        assert CHILD in client_for(street.family.carer).get(f"/bookings/{booking.id}").text


def test_a_stay_that_was_called_off_shows_its_host_no_names(street: Street, client_for: Clients):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    services.call_off(actor=street.family.carer, booking_id=booking.id, why="Chickenpox")
    page = client_for(street.host.carer).get(f"/bookings/{booking.id}").text
    assert f"Called off by {street.family.carer.name}" in page
    assert "Chickenpox" in page
    assert CHILD not in page


def test_the_family_sees_who_was_asked_and_whose_yes_is_missing(
    county: County, client_for: Clients
):
    street = Street.built(county, hosts=2, delegated=False)
    booking = street.ask()
    services.decline(actor=street.hosts[1].carer, booking_id=booking.id, words="Away that weekend")
    page = client_for(street.family.carer).get(f"/bookings/{booking.id}").text
    assert "Who was asked" in page
    assert "Not answered yet" in page
    assert "Away that weekend" in page
    assert f"The social worker, {street.social_worker.name}" in page
    assert f"Sleepovers in the Hive: {CHILD}" in page
    assert "Asked for by" in page


def test_a_host_that_has_it_learns_that_a_yes_is_missing_without_a_name_of_others(
    county: County, client_for: Clients
):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    page = client_for(street.host.carer).get(f"/bookings/{booking.id}").text
    assert "The social worker" in page
    assert street.social_worker.name not in page
    assert "Who was asked" not in page


def test_the_social_worker_says_yes_on_the_page_of_the_booking(county: County, client_for: Clients):
    street = Street.built(county, delegated=False)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    desk = client_for(street.social_worker)
    page = desk.get(f"/bookings/{booking.id}").text
    assert "Your yes is asked for" in page
    assert "Yes, we can" not in page
    yes = booking.yeses[0]
    assert desk.post(f"/bookings/asked/{yes.id}", data={"answer": "yes"}).status_code == 303
    assert _now(booking).state is BookingState.CONFIRMED


def test_nobody_else_finds_it(county: County, client_for: Clients):
    street = Street.built(county, hosts=2)
    booking = street.ask(host_ids=[street.host.household.id])
    others = Guests.of(county.hive, 9, name="Other")
    for person in (street.hosts[1].carer, street.manager, county.stranger(), others.carer):
        phone = client_for(person)
        assert phone.get(f"/bookings/{booking.id}").status_code == 404
        for what in ("accept", "decline", "offer", "take-back", "call-off", "tea"):
            assert phone.post(f"/bookings/{booking.id}/{what}").status_code == 404, what
    assert _now(booking).state is BookingState.REQUESTED


def test_the_list_of_a_family(street: Street, client_for: Clients):
    phone = client_for(street.family.carer)
    empty = phone.get("/bookings").text
    assert "Nothing booked yet" in empty
    assert "Ask for a sleepover or day care" in empty
    coming = street.ask()
    services.accept(actor=street.host.carer, booking_id=coming.id)
    street.ask(starts_at=at(AHEAD + 7, 17), ends_at=at(AHEAD + 9, 10))
    over = street.ask(starts_at=at(AHEAD + 14, 17), ends_at=at(AHEAD + 15, 10))
    services.take_back(actor=street.family.carer, booking_id=over.id)
    page = phone.get("/bookings").text
    for title in ("Coming", "Asked for", "Past"):
        assert f">{title}</h2>" in page
    assert "0 of 14 nights used, 1 booked, 13 left" in page
    assert "2 nights more asked for." in page
    assert page.count('class="night-dot night-dot--booked"') == 1
    assert CHILD in page


def test_the_list_of_those_who_work_with_families(county: County, client_for: Clients):
    street = Street.built(county)
    settled = street.ask(starts_at=at(AHEAD + 7, 17), ends_at=at(AHEAD + 8, 10))
    services.accept(actor=street.host.carer, booking_id=settled.id)
    street.ask()
    for person in (street.leader, street.social_worker):
        page = client_for(person).get("/bookings").text
        assert "Needs something" in page
        assert ("Settled" in page) is (person is street.social_worker)
        assert "The Okafor family" in page
    assert CHILD not in client_for(street.manager).get("/bookings").text
    for person in (street.host.carer, county.stranger()):
        assert CHILD not in client_for(person).get("/bookings").text


def test_a_request_that_nobody_could_take_stays_with_the_support_worker(
    street: Street, client_for: Clients
):
    booking = street.ask()
    services.decline(actor=street.host.carer, booking_id=booking.id)
    page = client_for(street.leader).get("/bookings").text
    assert "Nobody could" in page


def test_all_is_settled_says_so(county: County, client_for: Clients):
    street = Street.built(county)
    assert "All is settled" in client_for(street.leader).get("/bookings").text
    assert "No bookings here" in client_for(street.manager).get("/bookings").text


def test_a_host_is_led_to_what_it_has_to_answer(street: Street, client_for: Clients):
    street.ask()
    assert "1 request to answer" in client_for(street.host.carer).get("/bookings").text


def test_an_urgent_call_says_so_everywhere(county: County, client_for: Clients):
    street = Street.built(county, hosts=0)
    host = Host.of(county.hive, "Lisa")
    booking = street.ask(is_urgent=True)
    assert "Urgent" in client_for(host.carer).get(f"/bookings/{booking.id}").text
    assert "Urgent" in client_for(street.family.carer).get("/bookings").text
    assert _titles(host.carer.id)[-1].startswith("Urgent. Sleepover")
