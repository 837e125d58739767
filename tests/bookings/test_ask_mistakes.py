"""Mistakes in the form of asking, and what nobody may ask for."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from app.bookings.models import Booking, BookingKind, HostCall
from app.core import clock
from app.core.extensions import db
from tests.bookings.ask_form import day_in, wish_form
from tests.bookings.people import AHEAD, Street
from tests.conventions.county import County
from tests.events.forms import fields_of
from tests.events.guests import Guests

Clients = Callable[..., FlaskClient]


def _booked() -> Sequence[Booking]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Booking).order_by(Booking.id)).all()


def _asked_hosts() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(HostCall.host_id).order_by(HostCall.id)))


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"child": []}, "child", "Tap who would stay."),
        ({"reason": None}, "reason", "Tap a reason."),
        ({"reason": "holiday"}, "reason", "Tap a reason."),
        ({"kind": "tea"}, "kind", "Choose one."),
        ({"starts_on": ""}, "starts_on", "Choose the day."),
        ({"starts_on": "2026-02-30"}, "starts_on", "Enter a day that exists."),
        ({"starts": ""}, "starts", "Enter the time, like 18:00."),
        ({"starts": "25:00"}, "starts", "Enter a time like 18:00."),
        ({"ends": ""}, "ends", "Enter the time, like 18:00."),
        ({"starts_on": day_in(-1)}, "starts", "That time is over."),
        ({"starts_on": day_in(400), "ends_on": day_in(401)}, "starts", "within the next year"),
        ({"ends_on": day_in(AHEAD - 1)}, "ends", "The end comes before the beginning."),
        ({"ends_on": day_in(AHEAD), "ends": "17:00"}, "ends", "The end comes before"),
        ({"ends_on": day_in(AHEAD), "ends": "21:00"}, "ends", "A sleepover has a night in it."),
        ({"ends_on": day_in(AHEAD + 90)}, "ends", "The most at once is"),
        ({"note": "x" * 1001}, "note", "This is too long."),
        ({"kind": "day_care", "day_on": ""}, "day_on", "Choose the day."),
        ({"kind": "day_care", "day_ends": "09:00"}, "day_ends", "The end comes before"),
        ({"kind": "day_care", "day_ends": "09:10"}, "day_ends", "That is too short."),
        ({"kind": "day_care", "day_starts": "9 am"}, "day_starts", "Enter a time like 18:00."),
    ],
)
def test_each_mistake_stands_beside_its_field_and_what_was_typed_is_kept(
    street: Street, client_for: Clients, changed: dict[str, object], field: str, said: str
):
    form = wish_form(street.family.children, **({"note": "Keep me"} | changed))
    answer = client_for(street.family.carer).post("/bookings/ask", data=form)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert said in answer.text
    assert str(form["note"]) in answer.text
    for name in ("starts", "day_ends"):
        assert fields_of(answer.text)[name] == form[name]
    assert _booked() == []


def test_the_hour_that_clocks_leave_out_is_explained(street: Street, client_for: Clients):
    with time_machine.travel(datetime(2027, 3, 20, 12, tzinfo=clock.LONDON), tick=False):
        form = wish_form(
            street.family.children,
            starts_on="2027-03-28",
            starts="01:30",
            ends_on="2027-03-29",
        )
        answer = client_for(street.family.carer).post("/bookings/ask", data=form)
    assert answer.status_code == 422
    assert 'id="starts-error"' in answer.text
    assert "The clocks go forward that night" in answer.text


def test_what_stands_in_the_fields_of_the_other_kind_does_not_count(
    street: Street, client_for: Clients
):
    form = wish_form(
        street.family.children, kind="day_care", starts_on="", ends="nonsense", then="whoever"
    )
    assert client_for(street.family.carer).post("/bookings/ask", data=form).status_code == 303
    (booking,) = _booked()
    assert (booking.kind, booking.nights) == (BookingKind.DAY_CARE, 0)


@pytest.mark.parametrize("broken", [{"client_id": "no"}, {"child": "x"}, {"host": "x"}])
def test_what_no_page_sends_changes_nothing(
    street: Street, client_for: Clients, broken: dict[str, str]
):
    form = wish_form(street.family.children, then="whoever", **broken)
    assert client_for(street.family.carer).post("/bookings/ask", data=form).status_code == 422
    assert _booked() == []


def test_another_households_child_is_nobodys_to_ask_for(
    county: County, street: Street, client_for: Clients
):
    others = Guests.of(county.hive, 9, name="Other")
    form = wish_form([*street.family.children, *others.children], then="whoever")
    answer = client_for(street.family.carer).post("/bookings/ask", data=form)
    assert answer.status_code == 422
    assert "Otherchild0" not in answer.text
    assert _booked() == []


def test_nobody_asks_for_another_household(county: County, street: Street, client_for: Clients):
    others = Guests.of(county.hive, 9, name="Other")
    where = f"/bookings/ask?household={others.household.id}"
    phone = client_for(street.family.carer)
    assert phone.get(where).status_code == 404
    form = wish_form(others.children, household=others.household.id, then="whoever")
    assert phone.post("/bookings/ask", data=form).status_code == 404
    assert (
        client_for(street.social_worker)
        .get(f"/bookings/ask?household={street.family.household.id}")
        .status_code
        == 403
    )
    assert client_for(street.manager).get("/bookings/ask").status_code == 403
    assert _booked() == []


def test_sent_twice_it_is_asked_once(street: Street, client_for: Clients):
    form = wish_form(street.family.children, then="whoever")
    phone = client_for(street.family.carer)
    first, second = (phone.post("/bookings/ask", data=form) for _ in range(2))
    assert first.location == second.location
    assert len(_booked()) == 1
