"""The register on the day: who opens it, what it shows, and who is told of that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHost, EventState, MarkKind, RegisterMark, SignUpState
from app.events.queries.register import adults_and_children, event_to_host
from app.events.services.marking import keep_marks, mark, open_register
from app.events.services.planning import PartPlan
from app.families.models import Look
from tests.conventions.county import County, _person
from tests.events.guests import Guests, an_event
from tests.events.made import begun, coming, move
from tests.events.register_day import Day, kept


@pytest.fixture
def day(app: Flask) -> Day:
    return Day.of(County.founded())


@pytest.fixture
def leader(day: Day, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(day.leader)


def test_register_shows_everybody_with_a_place_and_what_must_be_known(
    day: Day, leader: FlaskClient
):
    html = leader.get(day.url).text
    for words in (
        "Idachild0",
        "Idachild1",
        "Ida Carer",
        "Bee stings",
        "01962 841841",
        "Granny May",
    ):
        assert words in html
    assert "A secret lamp" not in html
    assert "0 of 2 children are here, 0 adults" in html
    assert "1 more adult is needed for these 2 children." in html


def test_waiting_and_withdrawn_are_not_in_it(day: Day, leader: FlaskClient):
    others = Guests.of(day.county.hive, 9, name="Wanda")
    coming(day.event, *others.children, household=others.household, state=SignUpState.WAITING)
    assert "Wandachild0" not in leader.get(day.url).text


def test_only_those_who_host_open_it(day: Day, client_for: Callable[..., FlaskClient]):
    people = day.county.people
    for person in (people[Role.CARER], people[Role.MANAGER], people[Role.SOCIAL_WORKER]):
        client = client_for(person)
        assert client.get(day.url).status_code == 404
        assert client.post(day.url, data={}).status_code == 404
        assert client.get(f"/api/v1{day.url}").status_code == 404
        assert client.get(f"{day.url}/print").status_code == 404
        assert client.get(f"{day.url}/walk-in").status_code == 404
    assert client_for(day.guests.carer).get(day.url).status_code == 404
    assert client_for(day.host()).get(day.url).status_code == 200


def test_a_host_who_has_left_the_hives_opens_nothing(
    day: Day, client_for: Callable[..., FlaskClient]
):
    with unit_of_work():
        gone = _person("Gone Away")
        db.session.add(EventHost(event_id=day.event.id, person_id=gone.id))
    assert client_for(gone).get(day.url).status_code == 404


def test_each_family_is_told_who_opened_it_once_a_day(
    day: Day, client_for: Callable[..., FlaskClient]
):
    host = client_for(day.host())
    for _ in range(3):
        host.get(day.url)
    looks = db.session.scalars(sa.select(Look)).all()
    assert sorted(look.child_id for look in looks) == sorted(c.id for c in day.guests.children)
    assert {look.role for look in looks} == {Role.CARER}
    html = client_for(day.guests.carer).get(f"/children/{day.guests.children[0].id}/looks").text
    assert "Hal Host" in html
    assert "for the register of Pond dipping" in html


def test_looking_at_ones_own_children_is_not_written_down(
    day: Day, client_for: Callable[..., FlaskClient]
):
    with unit_of_work():
        db.session.add(EventHost(event_id=day.event.id, person_id=day.guests.carer.id))
    assert "Bee stings" in client_for(day.guests.carer).get(day.url).text
    assert db.session.scalars(sa.select(Look)).all() == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_outside_the_day_it_shows_no_care_card_and_takes_no_marks(
    day: Day, leader: FlaskClient, when: str
):
    starts_at = clock.now() + (timedelta(days=2) if when == "before" else -timedelta(hours=27))
    move(day.event, starts_at)
    answer = leader.get(day.url)
    assert "Idachild0" in answer.text
    assert "Bee stings" not in answer.text
    assert "Hive-Keep-Until" not in answer.headers
    assert "Bee stings" not in leader.get(f"{day.url}/print").text
    assert db.session.scalars(sa.select(Look)).all() == []
    assert (
        leader.post(day.url, data={"sign_up_id": day.ida.id, "kind": "arrived"}).status_code == 409
    )
    with pytest.raises(Conflict):
        keep_marks(
            actor=day.leader,
            event_id=day.event.id,
            marks=[kept(day.ida, MarkKind.ARRIVED, clock.now())],
        )
    assert db.session.scalars(sa.select(RegisterMark)).all() == []


def test_it_is_open_from_the_first_minute_of_the_day(day: Day):
    midnight = datetime.combine(clock.today(), datetime.min.time(), clock.LONDON)
    move(day.event, midnight + timedelta(hours=23, minutes=30))
    assert open_register(actor=day.leader, event_id=day.event.id).is_open


def test_an_event_that_was_called_off_has_a_closed_register(day: Day, leader: FlaskClient):
    with unit_of_work():
        event = db.session.get_one(Event, day.event.id)
        event.state, event.cancelled_at = EventState.CANCELLED, clock.now()
    html = leader.get(day.url).text
    assert "called off" in html
    assert "Bee stings" not in html


def test_a_phone_may_keep_it_until_the_end_of_the_day(day: Day, leader: FlaskClient):
    until = int(leader.get(day.url).headers["Hive-Keep-Until"]) / 1000
    now = clock.now().timestamp()
    assert now < until <= now + 28 * 3600
    assert "Hive-Keep-Until" not in leader.get(f"{day.url}/print").headers


def test_children_arrive_and_go_home_with_somebody_who_is_named(day: Day, leader: FlaskClient):
    sent = leader.post(day.url, data={"sign_up_id": day.ida.id, "kind": "arrived"})
    assert (sent.status_code, sent.location) == (303, f"{day.url}#line-{day.ida.id}")
    html = leader.get(day.url).text
    assert "1 of 2 children are here, 0 adults" in html
    assert "Here since" in html

    refused = leader.post(day.url, data={"sign_up_id": day.ida.id, "kind": "gone_home"})
    assert refused.status_code == 422
    assert f'href="#collected-{day.ida.id}"' in refused.text
    assert "Write who takes the child home." in refused.text
    assert day.state(day.ida) == "arrived"

    home = {"sign_up_id": day.ida.id, "kind": "gone_home", "collected_by": "Granny May"}
    assert leader.post(day.url, data=home).status_code == 303
    assert "with Granny May" in leader.get(day.url).text


def test_adults_go_home_by_themselves(day: Day, leader: FlaskClient):
    leader.post(day.url, data={"sign_up_id": day.carer.id, "kind": "arrived"})
    assert "0 of 2 children are here, 1 adult" in leader.get(day.url).text
    assert (
        leader.post(day.url, data={"sign_up_id": day.carer.id, "kind": "gone_home"}).status_code
        == 303
    )
    assert day.state(day.carer) == "gone_home"


def test_a_slip_of_the_finger_is_taken_back(day: Day, leader: FlaskClient):
    for kind in ("absent", "cleared"):
        leader.post(day.url, data={"sign_up_id": day.ben.id, "kind": kind})
    assert day.state(day.ben) == "none"


def test_who_is_not_coming_is_not_counted(day: Day, leader: FlaskClient):
    leader.post(day.url, data={"sign_up_id": day.ben.id, "kind": "absent"})
    assert "0 of 1 children are here" in leader.get(day.url).text


def test_somebody_of_another_event_is_not_marked(day: Day, leader: FlaskClient):
    other = an_event(day.county, title="Another")
    guests = Guests.of(day.county.hive, 8, name="Other")
    (elsewhere,) = coming(other, *guests.children, household=guests.household)
    answer = leader.post(day.url, data={"sign_up_id": elsewhere.id, "kind": "arrived"})
    assert answer.status_code == 404
    with pytest.raises(NotFound):
        mark(
            actor=day.leader,
            event_id=day.event.id,
            sign_up_id=elsewhere.id,
            kind=MarkKind.ARRIVED,
        )


def test_printed_register_has_a_page_for_each_part(
    day: Day, client_for: Callable[..., FlaskClient]
):
    event = an_event(
        day.county,
        PartPlan(name="Year 4", place="Minstead"),
        PartPlan(name="Year 5", place="Calshot"),
    )
    for part in (0, 1):
        family = Guests.of(day.county.hive, 9, name=f"Part{part}")
        coming(event, *family.children, household=family.household, part=part)
    begun(event)
    html = client_for(day.leader).get(f"/events/{event.id}/register/print").text
    assert html.count("<table>") == 2
    assert "Year 4, Minstead" in html
    register = client_for(day.leader).get(f"/events/{event.id}/register").text
    assert "4 more adults are needed for these 2 children." in register


def test_event_pages_are_told_how_many_adults_are_needed(day: Day):
    event = event_to_host(day.leader, day.event.id)
    counted = adults_and_children(event)
    # The carer who comes, and the support worker who hosts it without being signed up.
    assert (counted.children, counted.adults, counted.needed) == (2, 2, 2)
    day.host()
    db.session.expire_all()
    assert adults_and_children(event_to_host(day.leader, day.event.id)).adults == 3
