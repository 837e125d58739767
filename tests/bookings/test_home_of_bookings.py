"""What Home tells of sleepovers and day care, to each side; and of a register to be kept."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import HiveBookingRule
from app.bookings.queries import yeses_for
from app.bookings.queries.home import bookings_for_home
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHost
from tests.bookings.people import AHEAD, Street, at
from tests.conventions.county import County, _membership

Clients = Callable[[Person | None], FlaskClient]


def _home(client: FlaskClient) -> str:
    html = client.get("/").text.split("<main")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_host_sees_what_waits_for_its_answer_the_urgent_first(
    county: County, client_for: Clients
):
    street = Street.built(county, 8, 11)
    first, second = street.family.children
    street.ask(child_ids=[first.id])
    host = client_for(street.host.carer)
    assert "A request waits for your answer Sleepover, 1 night, for 1 child" in _home(host)
    urgent = street.ask(child_ids=[second.id], is_urgent=True)
    page = _home(host)
    assert "2 requests wait for your answer Urgent" in page
    assert "Okaforchild" not in page, "no child is named before it is taken"
    services.accept(actor=street.host.carer, booking_id=urgent.id)
    page = _home(host)
    assert "A request waits for your answer" in page
    assert "Next with you Sleepover: 1 child comes to you" in page


def test_a_family_sees_its_next_stay_and_another_time_that_is_offered(
    street: Street, client_for: Clients
):
    booking = street.ask()
    carer = client_for(street.family.carer)
    assert "Next stay" not in _home(carer)
    services.offer_another_time(
        actor=street.host.carer,
        booking_id=booking.id,
        starts_at=at(AHEAD + 1, 17),
        ends_at=at(AHEAD + 2, 10),
    )
    page = _home(carer)
    assert "Another time is offered The Lisa family offers another time" in page
    services.take_offer(
        actor=street.family.carer, booking_id=booking.id, call_id=booking.calls[0].id
    )
    page = _home(carer)
    assert "Another time is offered" not in page
    assert "Next stay Sleepover with the Lisa family" in page


@pytest.mark.parametrize("has_social_worker", [True, False])
def test_whose_yes_it_is_as_the_rules_say(
    county: County, client_for: Clients, has_social_worker: bool
):
    street = Street.built(county, delegated=False)
    with unit_of_work():
        if not has_social_worker:
            street.family.household.social_worker = None
        db.session.add(
            HiveBookingRule(
                hive_id=county.hive.id,
                confirms_all=True,
                changed_by_id=street.leader.id,
                changed_at=clock.now(),
            )
        )
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    everybody = [*county.people.values(), street.family.carer, street.host.carer]
    counts = {person.id: bookings_for_home(person).yeses for person in everybody}
    assert counts == {person.id: len(yeses_for(person)) for person in everybody}
    assert counts[street.leader.id] == (1 if has_social_worker else 2)
    who = street.social_worker if has_social_worker else street.leader
    assert "for your yes It is not confirmed before" in _home(client_for(who))


def test_a_support_worker_sees_that_nobody_has_answered(street: Street, client_for: Clients):
    booking = street.ask()
    leader = client_for(street.leader)
    assert "Nobody has answered" not in _home(leader)
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert "Nobody has answered a request yet" in _home(leader)
        services.decline(actor=street.host.carer, booking_id=booking.id)
        assert "Nobody has answered" not in _home(leader)


def test_nobody_elses_stays_are_on_home(street: Street, county: County, client_for: Clients):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    stranger = county.stranger()
    found = bookings_for_home(stranger)
    assert (found.calls, found.offers, found.next, found.yeses) == ([], [], None, 0)
    with unit_of_work():
        nobody = county.stranger()
        db.session.execute(
            sa.text("DELETE FROM memberships WHERE person_id = :id"), {"id": nobody.id}
        )
    assert client_for(nobody).get("/").status_code == 200


def test_the_big_button_asks_and_that_of_a_host_says_when_it_is_free(
    street: Street, client_for: Clients
):
    assert "Ask for a sleepover" in _home(client_for(street.family.carer))
    host = client_for(street.host.carer)
    assert "Say when you are free" in _home(host)
    found = re.search(
        r'href="([^"]+)"><[^>]+><[^>]+></[^>]+></svg><span>Say when', host.get("/").text
    )
    assert found
    assert host.get(found[1]).status_code == 200


def test_who_hosts_an_event_of_today_finds_its_register(county: County, client_for: Clients):
    host = county.people[Role.CARER]
    client = client_for(host)
    with unit_of_work():
        event = db.session.get_one(Event, county.event.id)
        db.session.add(EventHost(event_id=event.id, person_id=host.id))
        event.starts_at = clock.now() + timedelta(days=3)
        event.ends_at = event.starts_at + timedelta(hours=1)
    assert "The register of" not in _home(client)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert f"The register of {event.title}" in _home(client)
        assert client.get(f"/events/{event.id}/register").status_code == 200
        other = county.stranger()
        with unit_of_work():
            _membership(other, county.hive, Role.CARER)
        assert "The register of" not in _home(client_for(other))
