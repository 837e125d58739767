"""What is answered on the page of a booking, and how it ends before its time."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.bookings import services
from app.bookings.models import Booking, BookingState, CallState, HostCall
from app.core.extensions import db
from app.notices.models import Notice
from tests.bookings.ask_form import day_in
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County
from tests.events.forms import fields_of

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


def test_who_is_too_late_is_told_what_became_of_it(county: County, client_for: Clients):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    late = client_for(street.hosts[1].carer)
    for answer in (
        late.get(f"/bookings/{booking.id}"),
        late.post(f"/bookings/{booking.id}/accept"),
        late.post(f"/bookings/{booking.id}/decline"),
        late.get(f"/bookings/{booking.id}/offer"),
    ):
        assert answer.status_code == 404
        assert "It is taken" in answer.text
        assert CHILD not in answer.text


def test_a_no_is_said_once_however_often_it_is_tapped(street: Street, client_for: Clients):
    booking = street.ask()
    phone = client_for(street.host.carer)
    for _ in range(2):
        answer = phone.post(f"/bookings/{booking.id}/decline", follow_redirects=True)
        assert answer.status_code == 200
        assert "Thank you for saying so." in answer.text
    assert _now(booking).state is BookingState.DECLINED
    assert _calls(booking) == [CallState.DECLINED]
    assert "You said no this time" in phone.get(f"/bookings/{booking.id}").text
    assert _titles(street.family.carer.id).count("No host can have your sleepover so far") == 1


def test_another_time_begins_with_the_one_asked_for_and_is_taken(
    street: Street, client_for: Clients
):
    booking = street.ask()
    host, family = client_for(street.host.carer), client_for(street.family.carer)
    where = f"/bookings/{booking.id}"
    form = fields_of(host.get(f"{where}/offer").text)
    assert (form["starts_on"], form["starts"]) == (day_in(AHEAD), "17:00")
    assert (form["ends_on"], form["ends"]) == (day_in(AHEAD + 1), "10:00")
    form |= {"starts_on": day_in(AHEAD + 7), "ends_on": day_in(AHEAD + 9), "words": "In May?"}
    assert host.post(f"{where}/offer", data=form).status_code == 303
    page = family.get(where).text
    assert "could at another time" in page
    assert "In May?" in page
    call_id = booking.calls[0].id
    answer = family.post(f"{where}/calls/{call_id}/take", follow_redirects=True)
    assert "That is settled. The host is told." in answer.text
    assert (_now(booking).state, booking.nights) == (BookingState.CONFIRMED, 2)


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({}, "starts", "That is the time they asked for."),
        ({"starts_on": ""}, "starts_on", "Choose the day."),
        ({"starts": "late"}, "starts", "Enter a time like 18:00."),
        ({"starts_on": day_in(-1)}, "starts", "That time is over."),
        ({"ends_on": day_in(AHEAD - 1)}, "ends", "The end comes before the beginning."),
        ({"words": "x" * 501, "ends": "11:00"}, "words", "This is too long."),
    ],
)
def test_a_mistake_in_another_time_stands_beside_its_field(
    street: Street, client_for: Clients, changed: dict[str, str], field: str, said: str
):
    booking = street.ask()
    phone = client_for(street.host.carer)
    form = fields_of(phone.get(f"/bookings/{booking.id}/offer").text)
    answer = phone.post(f"/bookings/{booking.id}/offer", data=form | changed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert said in answer.text
    assert fields_of(answer.text)["ends"] == (form | changed)["ends"]
    assert _now(booking).state is BookingState.REQUESTED


def test_another_time_of_day_care_is_within_a_day(street: Street, client_for: Clients):
    booking = street.ask(kind="day_care", starts_at=at(AHEAD, 9), ends_at=at(AHEAD, 15))
    phone = client_for(street.host.carer)
    page = phone.get(f"/bookings/{booking.id}/offer").text
    form = fields_of(page)
    assert (form["day_starts"], form["day_ends"]) == ("09:00", "15:00")
    assert "starts_on" not in form
    wrong = phone.post(f"/bookings/{booking.id}/offer", data=form | {"day_ends": "08:00"})
    assert 'id="day_ends-error"' in wrong.text
    right = phone.post(f"/bookings/{booking.id}/offer", data=form | {"day_starts": "10:00"})
    assert right.status_code == 303


def test_no_thanks_leaves_it_with_the_other_hosts(county: County, client_for: Clients):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 2, 17),
        ends_at=at(AHEAD + 3, 10),
    )
    family = client_for(street.family.carer)
    call_id = booking.calls[0].id
    where = f"/bookings/{booking.id}/calls/{call_id}"
    assert client_for(street.host.carer).post(f"{where}/take").status_code == 403
    for _ in range(2):
        assert family.post(f"{where}/turn-down").status_code == 303
    assert _now(booking).state is BookingState.REQUESTED
    assert family.post(f"{where}/take").status_code == 409
    assert family.post(f"/bookings/{booking.id}/calls/{call_id + 99}/take").status_code == 404


def test_the_support_worker_writes_down_what_a_host_said_on_the_phone(
    county: County, client_for: Clients
):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    desk = client_for(street.leader)
    page = desk.get(f"/bookings/{booking.id}").text
    assert "Somebody answered by phone" in page
    assert "They said yes" in page
    lisa, moira = (host.household.id for host in street.hosts)
    desk.post(f"/bookings/{booking.id}/decline", data={"host_id": lisa})
    assert _calls(booking)[0] is CallState.DECLINED
    form = fields_of(desk.get(f"/bookings/{booking.id}/offer?host={moira}").text)
    assert form["host_id"] == str(moira)
    assert (
        desk.post(f"/bookings/{booking.id}/offer", data=form | {"ends": "12:00"}).status_code == 303
    )
    answer = desk.post(f"/bookings/{booking.id}/accept", data={"host_id": moira})
    assert answer.status_code == 303
    assert _now(booking).host_id == moira
    assert "The Moira family: yes to your sleepover" in _titles(street.family.carer.id)


def test_nobody_answers_for_a_host_but_itself_and_the_support_worker(
    county: County, client_for: Clients
):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    lisa = street.host.household.id
    for person in (street.family.carer, street.hosts[1].carer, street.social_worker):
        phone = client_for(person)
        for what in ("accept", "decline"):
            said = phone.post(f"/bookings/{booking.id}/{what}", data={"host_id": lisa})
            assert said.status_code == 403
        assert phone.get(f"/bookings/{booking.id}/offer?host={lisa}").status_code == 403
    assert (
        client_for(street.leader)
        .post(f"/bookings/{booking.id}/accept", data={"host_id": lisa + 999})
        .status_code
        == 404
    )
    assert (
        client_for(street.leader)
        .post(f"/bookings/{booking.id}/accept", data={"host_id": "x" * 30})
        .status_code
        == 422
    )
    assert _calls(booking) == [CallState.ASKED, CallState.ASKED]


def test_a_request_is_taken_back_before_a_host_has_it(street: Street, client_for: Clients):
    booking = street.ask()
    family = client_for(street.family.carer)
    assert "Take it back" in family.get(f"/bookings/{booking.id}").text
    assert (
        client_for(street.host.carer).post(f"/bookings/{booking.id}/take-back").status_code == 403
    )
    for _ in range(2):
        answer = family.post(f"/bookings/{booking.id}/take-back", data={"why": "Granny is here"})
        assert answer.status_code == 303
    page = family.get(f"/bookings/{booking.id}").text
    assert f"Taken back by {street.family.carer.name}" in page
    assert "Granny is here" in page
    assert "A request for a stay was taken back" in _titles(street.host.carer.id)
    late = client_for(street.host.carer).get(f"/bookings/{booking.id}")
    assert "It is not needed any more" in late.text


def test_calling_off_asks_why_and_tells_all(street: Street, client_for: Clients):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    family = client_for(street.family.carer)
    where = f"/bookings/{booking.id}/call-off"
    assert "are told at once" in family.get(where).text
    wrong = family.post(where, data={"why": "  "})
    assert wrong.status_code == 422
    assert 'id="why-error"' in wrong.text
    long = family.post(where, data={"why": "x" * 501})
    assert "x" * 501 in long.text
    assert _now(booking).state is BookingState.CONFIRMED
    assert client_for(street.social_worker).get(where).status_code == 403
    answer = family.post(where, data={"why": "Chickenpox"}, follow_redirects=True)
    assert "Called off. All are told, and the time is free again." in answer.text
    assert _now(booking).state is BookingState.CANCELLED
    for person in (street.host.carer, street.leader):
        assert _titles(person.id)[-1].startswith("Sleepover called off: ")
    assert "nothing to call off" in family.get(where).text


def test_what_no_host_has_is_not_called_off(street: Street, client_for: Clients):
    booking = street.ask()
    family = client_for(street.family.carer)
    assert "nothing to call off" in family.get(f"/bookings/{booking.id}/call-off").text
    answer = family.post(f"/bookings/{booking.id}/call-off", data={"why": "No"})
    assert answer.status_code == 409


def test_after_a_no_of_all_the_family_can_ask_again(street: Street, client_for: Clients):
    booking = street.ask()
    services.decline(actor=street.host.carer, booking_id=booking.id)
    page = client_for(street.family.carer).get(f"/bookings/{booking.id}").text
    assert "Nobody could" in page
    assert f"/bookings/ask?like={booking.id}" in page
