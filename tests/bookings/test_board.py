"""The month board: who has whom when, what waits, what is free, and whose it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.bookings import services
from app.bookings.lanes import lanes_of
from app.bookings.models import DayPart, HostAway
from app.bookings.queries.board import board_of
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.words import local_day
from tests.bookings.people import AHEAD, Host, Street, at
from tests.conventions.county import County, _hive, _membership

Clients = Callable[[Person | None], FlaskClient]


@pytest.fixture
def leader(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


def _board(client: FlaskClient, days: int = AHEAD, **args: object) -> str:
    """The board of the month in which something so many days from now is, in words."""
    month = f"{local_day(at(days, 12)):%Y-%m}"
    response = client.get("/bookings/board", query_string={"month": month, **args})
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.text.split("<main")[1]).split())


def test_it_says_who_has_whom_and_the_hosts_load(street: Street, leader: FlaskClient):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    page = _board(leader)
    assert "The Lisa family Room for 2. 1 night this year" in page
    assert "Okaforchild0 , Sleepover, 1 night, Confirmed" in page
    assert "The Okafor family 0 of 14 nights used, 1 booked, 13 left" in page


def test_open_requests_stand_above_the_urgent_and_unanswered_first(
    county: County, leader: FlaskClient
):
    street = Street.built(county, 8, 11, hosts=2)
    first, second = street.family.children
    street.ask(child_ids=[first.id])
    street.ask(child_ids=[second.id], is_urgent=True)
    page = _board(leader)
    assert "2 hosts are asked" in page
    assert page.index("Okaforchild1") < page.index("Okaforchild0")
    assert "Urgent" in page
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert page.count("Nobody has answered") == 0
        assert _board(leader).count("Nobody has answered for 3 hours") >= 2


def test_an_answer_ends_the_waiting(county: County, leader: FlaskClient):
    street = Street.built(county, hosts=2)
    booking = street.ask()
    services.decline(actor=street.hosts[0].carer, booking_id=booking.id)
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert "1 of 2 can" in _board(leader)


def test_a_stay_of_another_hives_child_shows_as_busy(
    county: County, street: Street, leader: FlaskClient
):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with unit_of_work():
        far, _ = _hive("Gosport")
        _membership(street.host.carer, far, Role.LINK_CARER)
    there = board_of(far, local_day(at(0, 12)), local_day(at(30, 12)))
    (host,) = [each for each in there.hosts if each.id == street.host.household.id]
    (stay,) = host.stays
    assert (stay.names, stay.family, stay.is_own) == ([], "", False)
    assert there.households == []
    (lane, other) = lanes_of(host, [local_day(at(AHEAD, 12))])
    assert (lane[0].who, other[0].stay) == ("busy", None)


def test_each_bed_has_a_lane_and_gaps_say_what_is_free(county: County):
    street = Street.built(county, 8, 11)
    booking = street.ask(ends_at=at(AHEAD + 2, 10))
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with unit_of_work():
        day = local_day(at(AHEAD + 3, 12))
        db.session.add(HostAway(household_id=street.host.household.id, from_on=day, until_on=day))
    days = [local_day(at(AHEAD + each, 12)) for each in range(-1, 4)]
    board = board_of(county.hive, days[0], days[-1])
    host = next(each for each in board.hosts if each.id == street.host.household.id)
    lanes = lanes_of(host, days)
    assert [[(cell.who, cell.span) for cell in lane] for lane in lanes] == [
        [("", 1), ("Okaforchild0", 2), ("", 1), ("", 1)],
        [("", 1), ("Okaforchild1", 2), ("", 1), ("", 1)],
    ]
    assert lanes[0][0].parts == set(DayPart)
    assert lanes[0][0].in_words == "free: morning, afternoon, night"
    assert lanes[0][-1].in_words == "away"


def test_only_support_workers_and_only_of_hives_they_lead(
    county: County, client_for: Clients, leader: FlaskClient
):
    with unit_of_work():
        far, _ = _hive("Gosport")
    assert leader.get(f"/bookings/board?hive={far.id}").status_code == 404
    for role in (Role.CARER, Role.LINK_CARER, Role.SOCIAL_WORKER, Role.MANAGER):
        assert client_for(county.people[role]).get("/bookings/board").status_code == 403


def test_with_several_hives_one_is_chosen(county: County, leader: FlaskClient):
    with unit_of_work():
        far, _ = _hive("Gosport")
        _membership(county.people[Role.SUPPORT_WORKER], far, Role.SUPPORT_WORKER)
    assert "This Hive has no hosts yet" in _board(leader, hive=far.id)
    assert "Gosport" in _board(leader)


def test_a_month_that_makes_no_sense_is_this_one(leader: FlaskClient):
    for month in ("nonsense", "2026-13", "0001-01", "9999-12"):
        page = leader.get("/bookings/board", query_string={"month": month})
        assert f"{clock.today():%B %Y}" in page.text


def test_a_host_no_more_is_shown_with_what_it_still_has(street: Street, county: County):
    booking = street.ask()
    services.accept(actor=street.host.carer, booking_id=booking.id)
    with unit_of_work():
        street.host.household.is_host = False
        Host.of(county.hive, "Moira")
    board = board_of(county.hive, local_day(at(0, 12)), local_day(at(30, 12)))
    named = {host.name: host for host in board.hosts}
    assert not named["The Lisa family"].is_host
    assert named["The Lisa family"].stays
    assert named["The Moira family"].is_host
