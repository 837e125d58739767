"""The pages of signing up, as forms without a script."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.extensions import db
from app.core.roles import Role
from app.events.models import Event, SignUpState
from app.events.queries.sign_ups import all_sign_ups, own_sign_ups
from app.events.services.planning import PartPlan
from app.events.services.withdrawing import withdraw
from app.families.models import CareStatus
from tests.conventions.county import County
from tests.events.guests import Guests, an_event


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def event(county: County) -> Event:
    return an_event(county, PartPlan(child_places=1, place="The pond"))


@pytest.fixture
def guests(county: County) -> Guests:
    return Guests.of(county.hive, 8)


def _form(guests: Guests, **more: object) -> dict[str, object]:
    child_id = guests.children[0].id
    return {"client_id": str(uuid.uuid4()), "child": child_id, "confirm": child_id} | more


def _states(event: Event) -> list[SignUpState]:
    db.session.rollback()
    db.session.expire_all()
    return [each.state for each in all_sign_ups(event)]


def test_signing_up_says_so_on_the_page_of_the_event(
    event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    phone = client_for(guests.carer)
    answer = phone.post(f"/events/{event.id}/sign-up", data=_form(guests), follow_redirects=True)
    assert "Guestchild0 is going." in answer.text
    assert "Your family" in answer.text
    assert "Going" in answer.text
    assert _states(event) == [SignUpState.GOING]


def test_what_was_ticked_is_kept_beside_the_mistake(
    event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    form = _form(guests, note="Back by four") | {"confirm": []}
    answer = client_for(guests.carer).post(f"/events/{event.id}/sign-up", data=form)
    assert answer.status_code == 422
    child_id = guests.children[0].id
    assert f'id="confirm-{child_id}-error"' in answer.text
    assert f'value="{child_id}" data-comes checked' in answer.text
    assert "Back by four" in answer.text
    assert _states(event) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"client_id": "no"},
        {"child": "x"},
        {"child": "99999999999999999999"},
        {"adult": "-1"},
        {"note": "x" * 501},
        {"face-1": "laughing"},
    ],
)
def test_what_no_page_sends_changes_nothing(
    event: Event, guests: Guests, client_for: Callable[..., FlaskClient], broken: dict[str, str]
):
    form = _form(guests, **broken)
    if "face-1" in broken:
        form[f"face-{guests.children[0].id}"] = form.pop("face-1")
    answer = client_for(guests.carer).post(f"/events/{event.id}/sign-up", data=form)
    assert answer.status_code == 422
    assert _states(event) == []


def test_a_clash_with_another_event_is_pointed_out(
    county: County, event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    phone = client_for(guests.carer)
    other = an_event(county, title="Kite day")
    assert "at that time" not in phone.get(f"/events/{event.id}/sign-up").text
    guests.sign_up(other)
    page = phone.get(f"/events/{event.id}/sign-up").text
    assert "Guestchild0 is signed up for Kite day at that time." in page


def test_full_it_says_so_before_and_tells_the_place_in_the_queue_after(
    county: County, event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    Guests.of(county.hive, 9, name="First").sign_up(event)
    phone = client_for(guests.carer)
    assert "Go on the waiting list" in phone.get(f"/events/{event.id}").text
    assert "waiting list" in phone.get(f"/events/{event.id}/sign-up").text
    answer = phone.post(f"/events/{event.id}/sign-up", data=_form(guests), follow_redirects=True)
    assert "You are next" in answer.text


def test_an_offer_is_taken_or_left_from_the_page_of_the_event(
    county: County, event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    first = Guests.of(county.hive, 9, name="First")
    made = first.sign_up(event)
    guests.sign_up(event)
    third = Guests.of(county.hive, 9, name="Third")
    third.sign_up(event)
    withdraw(actor=first.carer, event_id=event.id, sign_up_ids=[made[0].id])
    phone = client_for(guests.carer)
    assert "A place came free" in phone.get(f"/events/{event.id}").text
    assert "A place came free" in phone.get("/").text
    phone.post(f"/events/{event.id}/offer", data={"answer": "no"})
    assert "A place came free" not in phone.get("/").text
    other = client_for(third.carer)
    answer = other.post(f"/events/{event.id}/offer", data={"answer": "yes"}, follow_redirects=True)
    assert "Thirdchild0 is going." in answer.text
    assert phone.post(f"/events/{event.id}/offer", data={"answer": "yes"}).status_code == 409
    assert _states(event) == [SignUpState.GOING]


def test_taking_back_by_form(event: Event, guests: Guests, client_for: Callable[..., FlaskClient]):
    made = guests.sign_up(event)
    phone = client_for(guests.carer)
    page = phone.get(f"/events/{event.id}/withdraw")
    assert "Guestchild0" in page.text
    assert phone.post(f"/events/{event.id}/withdraw").status_code == 422
    answer = phone.post(
        f"/events/{event.id}/withdraw", data={"sign_up": made[0].id}, follow_redirects=True
    )
    assert "Thank you for saying so." in answer.text
    assert _states(event) == []
    assert phone.get(f"/events/{event.id}/withdraw").status_code == 303


def test_the_social_worker_is_asked_on_home_and_answers(
    county: County, event: Event, client_for: Callable[..., FlaskClient]
):
    helen = county.people[Role.SOCIAL_WORKER]
    asking = Guests.of(county.hive, 8, status=CareStatus.IN_CARE, social_worker=helen)
    page = client_for(asking.carer).get(f"/events/{event.id}/sign-up")
    assert "Ask for the yes" in page.text
    made = asking.sign_up(event)
    desk = client_for(helen)
    assert "Your yes is asked for" in desk.get("/").text
    assert "Guestchild0" in desk.get("/events/asked").text
    assert desk.post(f"/events/asked/{made[0].id}", data={"answer": "maybe"}).status_code == 422
    desk.post(f"/events/asked/{made[0].id}", data={"answer": "yes"})
    assert "Nothing waits for you" in desk.get("/events/asked").text
    assert _states(event) == [SignUpState.GOING]


def test_a_host_puts_forward_whoever_missed_out(
    county: County, event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    Guests.of(county.hive, 9, name="First").sign_up(event)
    Guests.of(county.hive, 9, name="Second").sign_up(event)
    last = guests.sign_up(event)
    desk = client_for(county.people[Role.SUPPORT_WORKER])
    where = f"/events/{event.id}/waiting-list"
    page = desk.get(where).text
    assert page.index("Secondchild0") < page.index("Guestchild0")
    assert desk.post(f"{where}/{last[0].id}", data={"why": " "}).status_code == 422
    desk.post(f"{where}/{last[0].id}", data={"why": "Missed out last time"})
    page = desk.get(where).text
    assert page.index("Guestchild0") < page.index("Secondchild0")
    assert "Missed out last time" in page
    db.session.rollback()
    db.session.expire_all()
    assert own_sign_ups(guests.carer, event)[0].put_forward_why == "Missed out last time"
    assert client_for(guests.carer).get(where).status_code == 403


def test_a_no_is_told_to_the_family_with_who_said_it_and_why(
    county: County, event: Event, client_for: Callable[..., FlaskClient]
):
    helen = county.people[Role.SOCIAL_WORKER]
    guests = Guests.of(county.hive, 8, status=CareStatus.IN_CARE, social_worker=helen)
    made = guests.sign_up(event)
    worker, carer = client_for(helen), client_for(guests.carer)
    data = {"answer": "no", "why": "Too far after court"}
    said = worker.post(f"/events/asked/{made[0].id}", data=data, follow_redirects=True)
    assert "You said no. The carer is told." in said.text
    page = carer.get(f"/events/{event.id}").text
    assert "The answer was no" in page
    assert helen.name in page
    assert "Too far after court" in page
    neighbour = client_for(Guests.of(county.hive, 9, name="Other").carer)
    assert "court" not in neighbour.get(f"/events/{event.id}").text


def test_whoever_is_all_signed_up_is_told_so_in_place_of_an_empty_form(
    event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    guests.sign_up(event, adults=True)
    page = client_for(guests.carer).get(f"/events/{event.id}/sign-up").text
    assert "Everybody who can come is signed up" in page
    assert "<textarea" not in page


def test_a_carer_left_alone_on_the_list_is_asked_about_it(
    event: Event, guests: Guests, client_for: Callable[..., FlaskClient]
):
    made = guests.sign_up(event, adults=True)
    phone = client_for(guests.carer)
    answer = phone.post(
        f"/events/{event.id}/withdraw", data={"sign_up": made[0].id}, follow_redirects=True
    )
    assert "You are still on the list yourself" in answer.text
