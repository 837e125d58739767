"""The pages of asking: the form, who fits, and what is sent."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from app.bookings.models import Booking, BookingKind, BookingState, HiveBookingRule, HostCall
from app.bookings.services import accept
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import HouseholdState
from tests.bookings.ask_form import day_in, wish_form
from tests.bookings.people import AHEAD, Host, Street
from tests.conventions.county import County
from tests.events.forms import fields_of
from tests.events.guests import Guests, an_event

Clients = Callable[..., FlaskClient]


def _booked() -> Sequence[Booking]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Booking).order_by(Booking.id)).all()


def _asked_hosts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(HostCall.host_id).order_by(HostCall.id)))


def test_the_form_begins_with_next_friday_evening(street: Street, client_for: Clients):
    with time_machine.travel(datetime(2026, 11, 27, 12, tzinfo=clock.LONDON), tick=False):
        page = client_for(street.family.carer).get("/bookings/ask").text
    form = fields_of(page)
    # On a Friday it is the Friday after: this evening is for "urgent".
    assert (form["starts_on"], form["starts"]) == ("2026-12-04", "17:00")
    assert (form["ends_on"], form["ends"]) == ("2026-12-05", "10:00")
    assert (form["kind"], form["flexibility"]) == ("sleepover", "fixed")
    assert form["child"] == str(street.family.children[0].id)  # of one alone it is plain
    assert "reason" not in form


def test_of_several_children_none_is_ticked(county: County, client_for: Clients):
    street = Street.built(county, 8, 11)
    page = client_for(street.family.carer).get("/bookings/ask").text
    assert "child" not in fields_of(page)
    assert "Okaforchild1" in page


def test_the_second_page_says_who_fits_and_why_and_sends_nothing(
    street: Street, client_for: Clients
):
    Host.of(street.county.hive, "Moira", free=False)
    answer = client_for(street.family.carer).post(
        "/bookings/ask", data=wish_form(street.family.children)
    )
    assert answer.status_code == 200
    assert "Ask whoever can (1)" in answer.text
    assert "Free then" in answer.text
    assert "Has not said they are free then" in answer.text
    assert "1 night, " in answer.text
    assert "No nights yet this year" in answer.text
    assert "0 of 14 nights used, 0 booked, 14 left" in answer.text
    assert _booked() == []


def test_whoever_can_is_asked_with_what_was_typed_before(street: Street, client_for: Clients):
    Host.of(street.county.hive, "Moira", free=False)
    phone = client_for(street.family.carer)
    typed = wish_form(
        street.family.children, is_urgent="yes", note="Two lines\nof words", flexibility="few_hours"
    )
    second = phone.post("/bookings/ask", data=typed)
    sent = fields_of(second.text) | {"then": "whoever"}
    answer = phone.post("/bookings/ask", data=sent, follow_redirects=True)
    assert "Asked. You are told as soon as somebody says yes." in answer.text
    (booking,) = _booked()
    assert (booking.state, booking.kind) == (BookingState.REQUESTED, BookingKind.SLEEPOVER)
    assert (booking.is_urgent, booking.note.splitlines()) == (True, ["Two lines", "of words"])
    assert booking.flexibility.value == "few_hours"
    assert _asked_hosts() == [street.host.household.id]


def test_hosts_can_be_named_though_they_have_not_said_they_are_free(
    county: County, client_for: Clients
):
    street = Street.built(county, hosts=0)
    moira = Host.of(county.hive, "Moira", free=False)
    phone = client_for(street.family.carer)
    form = wish_form(street.family.children)
    page = phone.post("/bookings/ask", data=form)
    assert "Nobody has said they are free then" in page.text
    assert "Ask whoever can" not in page.text
    chosen = form | {"then": "chosen", "host": moira.household.id}
    assert phone.post("/bookings/ask", data=chosen).status_code == 303
    assert _asked_hosts() == [moira.household.id]


def test_nobody_ticked_is_said_beside_the_hosts(street: Street, client_for: Clients):
    form = wish_form(street.family.children, then="chosen")
    answer = client_for(street.family.carer).post("/bookings/ask", data=form)
    assert answer.status_code == 422
    assert 'id="host-error"' in answer.text
    assert "Tick whom to ask." in answer.text
    assert _booked() == []


def test_a_full_host_is_refused_with_the_second_page_kept(county: County, client_for: Clients):
    street = Street.built(county, hosts=0)
    host = Host.of(county.hive, places=1)
    accept(actor=host.carer, booking_id=street.ask().id)
    other = Guests.of(county.hive, 9, name="Other")
    form = wish_form(other.children, then="chosen", host=host.household.id)
    answer = client_for(other.carer).post("/bookings/ask", data=form)
    assert answer.status_code == 422
    assert "no room then" in answer.text
    assert "Who fits" in answer.text


def test_without_any_host_the_page_says_whom_to_ring(county: County, client_for: Clients):
    street = Street.built(county, hosts=0)
    form = wish_form(street.family.children)
    answer = client_for(street.family.carer).post("/bookings/ask", data=form)
    assert "No host in this Hive yet" in answer.text
    assert (
        client_for(street.family.carer)
        .post("/bookings/ask", data=form | {"then": "whoever"})
        .status_code
        == 422
    )


def test_change_leads_back_with_all_that_was_typed(street: Street, client_for: Clients):
    form = wish_form(street.family.children, note="Loves pancakes", then="change")
    page = client_for(street.family.carer).post("/bookings/ask", data=form).text
    assert "Loves pancakes" in page
    assert fields_of(page)["reason"] == "rest"
    assert fields_of(page)["child"] == str(street.family.children[0].id)


def test_a_child_is_asked_for_once_at_a_time(street: Street, client_for: Clients):
    phone = client_for(street.family.carer)
    phone.post("/bookings/ask", data=wish_form(street.family.children, then="whoever"))
    answer = phone.post("/bookings/ask", data=wish_form(street.family.children))
    assert answer.status_code == 422
    assert 'id="child-error"' in answer.text
    assert "Okaforchild0 has a sleepover then already" in answer.text


def test_a_sign_up_at_that_time_is_warned_of_and_not_refused(street: Street, client_for: Clients):
    event = an_event(street.county, title="Kite day", starts_in=timedelta(days=AHEAD, hours=8))
    street.family.delegated(street.leader).sign_up(event)
    local = event.starts_at.astimezone(clock.LONDON)
    form = wish_form(
        street.family.children,
        starts_on=local.date().isoformat(),
        starts="00:05",
        ends_on=(local.date() + timedelta(days=2)).isoformat(),
    )
    phone = client_for(street.family.carer)
    page = phone.post("/bookings/ask", data=form)
    assert "Okaforchild0 is signed up for Kite day then." in page.text
    assert phone.post("/bookings/ask", data=form | {"then": "whoever"}).status_code == 303


def test_nights_beyond_the_years_and_who_is_asked_are_said_before(
    street: Street, client_for: Clients
):
    with unit_of_work():
        street.family.household.sleepover_nights = 1
    form = wish_form(street.family.children, ends_on=day_in(AHEAD + 3))
    page = client_for(street.family.carer).post("/bookings/ask", data=form).text
    assert f"This is 2 more than your 1: {street.leader.first_name} is asked." in page
    assert "3 nights, " in page
    page = (
        client_for(street.leader)
        .post("/bookings/ask", data=form | {"household": street.family.household.id})
        .text
    )
    assert "This is 2 more than their 1: you are asked." in page


def test_what_the_social_worker_decides_is_said_before(county: County, client_for: Clients):
    street = Street.built(county, delegated=False)
    page = (
        client_for(street.family.carer)
        .post("/bookings/ask", data=wish_form(street.family.children))
        .text
    )
    assert f"{street.social_worker.name} is asked for a yes." in page
    assert "The placement plan of Okaforchild0 does not leave sleepovers to you." in page
    day = wish_form(street.family.children, kind="day_care")
    assert (
        "placement plan" not in client_for(street.family.carer).post("/bookings/ask", data=day).text
    )


def test_that_the_hive_says_yes_to_all_is_said_before(street: Street, client_for: Clients):
    with unit_of_work():
        db.session.add(
            HiveBookingRule(
                hive_id=street.county.hive.id,
                confirms_all=True,
                changed_by_id=street.leader.id,
                changed_at=clock.now(),
            )
        )
    form = wish_form(street.family.children)
    page = client_for(street.family.carer).post("/bookings/ask", data=form).text
    assert "a support worker says yes to every sleepover" in page


def test_a_support_worker_asks_for_a_family_that_rings(street: Street, client_for: Clients):
    desk = client_for(street.leader)
    assert desk.get("/bookings/ask").location == "/bookings/ask/for-whom"
    choice = desk.get("/bookings/ask/for-whom").text
    where = f"/bookings/ask?household={street.family.household.id}"
    assert where in choice
    assert "Okaforchild0" in desk.get(where).text
    form = wish_form(
        street.family.children,
        household=street.family.household.id,
        client_id=uuid.uuid4(),
        then="whoever",
    )
    assert desk.post("/bookings/ask", data=form).status_code == 303
    (booking,) = _booked()
    assert booking.asked_by_id == street.leader.id
    assert "Asked for by" in client_for(street.family.carer).get(f"/bookings/{booking.id}").text


def test_a_family_that_waits_for_a_hive_does_not_ask(street: Street, client_for: Clients):
    with unit_of_work():
        street.family.household.state = HouseholdState.WAITING
        street.family.household.hive_id = None
        street.family.household.waiting_since = clock.today()
    assert client_for(street.family.carer).get("/bookings/ask").status_code == 403


def test_a_family_without_children_is_told_where_to_add_one(county: County, client_for: Clients):
    family = Guests.of(county.hive, name="Empty")
    page = client_for(family.carer).get("/bookings/ask")
    assert page.status_code == 200
    assert "No children yet" in page.text


def test_asking_again_begins_with_what_was_asked(street: Street, client_for: Clients):
    booking = street.ask(note="Loves pancakes")
    page = client_for(street.family.carer).get(f"/bookings/ask?like={booking.id}").text
    form = fields_of(page)
    assert (form["note"], form["reason"]) == ("Loves pancakes", "rest")
    others = Guests.of(street.county.hive, 9, name="Other")
    assert client_for(others.carer).get(f"/bookings/ask?like={booking.id}").status_code == 404
