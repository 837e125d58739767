"""Those who come without being signed up."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHost, EventPart, SignUp, SignUpState
from app.events.queries.register import event_to_host, register_of
from app.events.queries.walk_ins import adults_to_add, children_to_add
from app.events.services.planning import PartPlan
from app.events.services.walk_ins import add_walk_in
from tests.conventions.county import County
from tests.events.guests import Guests, an_event
from tests.events.made import begun, coming


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def guests(county: County) -> Guests:
    return Guests.of(county.hive, 8, name="Wanda")


@pytest.fixture
def leader(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


def _today(county: County, *parts: PartPlan, **facts: object) -> Event:
    event = an_event(county, *parts, **facts)
    begun(event)
    return event


def _add(county: County, event: Event, **who: object) -> SignUp:
    return add_walk_in(actor=county.people[Role.SUPPORT_WORKER], event_id=event.id, **who)


def _part(event: Event, position: int = 0) -> EventPart:
    db.session.rollback()  # what was read before is over: a client may have written since
    db.session.expire_all()
    return db.session.get_one(Event, event.id).parts[position]


def test_a_child_of_the_hive_is_added_and_has_arrived(
    county: County, guests: Guests, leader: FlaskClient
):
    event = _today(county)
    page = leader.get(f"/events/{event.id}/register/walk-in").text
    assert "Wandachild0" in page
    chosen = {"who": f"child-{guests.children[0].id}"}
    answer = leader.post(f"/events/{event.id}/register/walk-in", data=chosen)
    added = db.session.scalars(sa.select(SignUp).where(SignUp.event_id == event.id)).one()
    assert answer.location == f"/events/{event.id}/register#line-{added.id}"
    assert (added.state, added.is_walk_in) == (SignUpState.GOING, True)
    assert added.household_id == guests.household.id
    html = leader.get(f"/events/{event.id}/register").text
    assert "Came without signing up" in html
    assert "1 of 1 children are here" in html
    assert "Wandachild0" not in leader.get(f"/events/{event.id}/register/walk-in").text


def test_whoever_hosts_says_that_they_are_here_too(county: County, leader: FlaskClient):
    event = _today(county)
    assert "I am here too" in leader.get(f"/events/{event.id}/register").text
    own = f"person-{county.people[Role.SUPPORT_WORKER].id}"
    leader.post(f"/events/{event.id}/register/walk-in", data={"who": own})
    html = leader.get(f"/events/{event.id}/register").text
    assert "1 of 1 are here" in html
    assert "I am here too" not in html


def test_adding_twice_is_once(county: County, guests: Guests):
    event = _today(county)
    first = _add(county, event, child_id=guests.children[0].id)
    assert _add(county, event, child_id=guests.children[0].id).id == first.id
    assert _part(event).child_taken == 1


def test_full_says_so_and_one_more_place_is_made_only_when_wanted(
    county: County, guests: Guests, leader: FlaskClient
):
    event = _today(county, PartPlan(child_places=1))
    others = Guests.of(county.hive, 9, name="Other")
    coming(event, *others.children, household=others.household)
    url, chosen = f"/events/{event.id}/register/walk-in", f"child-{guests.children[0].id}"
    refused = leader.post(url, data={"who": chosen})
    assert refused.status_code == 422
    assert "It is full" in refused.text
    assert f'value="{chosen}" selected' in refused.text
    assert (_part(event).child_places, _part(event).child_taken) == (1, 1)

    assert leader.post(url, data={"who": chosen, "anyway": "1"}).status_code == 303
    assert (_part(event).child_places, _part(event).child_taken) == (2, 2)


def test_anyway_makes_no_place_where_one_is_free(county: County, guests: Guests):
    event = _today(county, PartPlan(child_places=5))
    _add(county, event, child_id=guests.children[0].id, anyway=True)
    assert (_part(event).child_places, _part(event).child_taken) == (5, 1)


def test_room_for_families_is_kept_in_the_same_way(county: County, guests: Guests):
    event = _today(county, household_places=1)
    with unit_of_work():
        db.session.get_one(Event, event.id).household_taken = 1
    with pytest.raises(Invalid):
        _add(county, event, child_id=guests.children[0].id)
    _add(county, event, child_id=guests.children[0].id, anyway=True)
    db.session.expire_all()
    found = db.session.get_one(Event, event.id)
    assert (found.household_places, found.household_taken) == (2, 2)


def test_who_was_waiting_has_a_place_now(county: County, guests: Guests):
    event = _today(county)
    (waiting,) = coming(
        event, *guests.children, household=guests.household, state=SignUpState.WAITING
    )
    added = _add(county, event, child_id=guests.children[0].id)
    assert (added.id, added.state, added.queue_number) == (waiting.id, SignUpState.GOING, None)
    assert _part(event).child_taken == 1


def test_where_there_are_parts_one_is_chosen(county: County, guests: Guests, leader: FlaskClient):
    event = _today(county, PartPlan(name="Year 4"), PartPlan(name="Year 5"))
    with pytest.raises(Invalid, match="Choose where"):
        _add(county, event, child_id=guests.children[0].id)
    _add(county, event, child_id=guests.children[0].id, part_id=_part(event, 1).id)
    assert [_part(event, 0).child_taken, _part(event, 1).child_taken] == [0, 1]
    assert "Where are they?" in leader.get(f"/events/{event.id}/register/walk-in").text


def test_a_host_without_a_hive_to_lead_adds_own_children_and_adults(county: County, guests: Guests):
    event = _today(county)
    with unit_of_work():
        db.session.add(EventHost(event_id=event.id, person_id=guests.carer.id))
    event = event_to_host(guests.carer, event.id)
    assert children_to_add(guests.carer, event) == guests.children
    assert county.people[Role.CARER] in adults_to_add(guests.carer, event)
    with pytest.raises(Invalid, match="Choose somebody from the list"):
        add_walk_in(actor=guests.carer, event_id=event.id, child_id=county.child.id)


def test_nobody_of_another_hive_is_added(county: County):
    event = _today(county)
    stranger = county.stranger()
    with pytest.raises(Invalid):
        _add(county, event, person_id=stranger.id)


@pytest.mark.parametrize("who", ["", "child-x", "child-", "room-1", "child-0", f"child-{10**12}"])
def test_what_is_nobody_is_refused_beside_the_field(county: County, leader: FlaskClient, who: str):
    event = _today(county)
    answer = leader.post(f"/events/{event.id}/register/walk-in", data={"who": who})
    assert answer.status_code == 422
    assert 'href="#who"' in answer.text


def test_before_the_day_nobody_is_added(county: County, guests: Guests, leader: FlaskClient):
    event = an_event(county)
    assert "closed" in leader.get(f"/events/{event.id}/register/walk-in").text
    with pytest.raises(Conflict):
        _add(county, event, child_id=guests.children[0].id)
    assert register_of(event).lines == []
