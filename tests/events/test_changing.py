"""Changing an event: who is told, what is refused, and what follows from it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventPart, SignUp, SignUpState
from app.events.queries import event_for
from app.events.services.cancelling import cancel_event, discard_draft
from app.events.services.changing import CHANGED, change_event
from app.events.services.planning import PartPlan
from app.families.services import join_household
from app.notices.models import Notice
from tests.conventions.county import OPENED, County, _membership, _person
from tests.events.forms import event_form, fields_of
from tests.events.guests import Guests, an_event

PLACE = PartPlan(place="Staunton Park", child_places=10)


def _change(county: County, event: Event, **changed: object) -> Event:
    event = event_for(county.people[Role.SUPPORT_WORKER], event.id)
    given: dict[str, object] = {
        name: getattr(event, name)
        for name in ("title", "kind", "audience", "starts_at", "ends_at", "about", "cost",
                     "bring", "is_all_day", "opens_at", "closes_at", "household_places")
    } | {
        "parts": [(event.parts[0].id, PLACE)],
        "host_ids": [host.id for host in event.hosts],
    }  # fmt: skip
    return change_event(
        actor=county.people[Role.SUPPORT_WORKER], event_id=event.id, **given | changed
    )


def _told() -> set[tuple[int, str]]:
    db.session.rollback()
    return {(each.person_id, each.title) for each in db.session.scalars(sa.select(Notice))}


@pytest.mark.parametrize("what", ["when", "where"])
def test_those_signed_up_are_told_of_another_time_or_place(county: County, what: str):
    event = an_event(county, PLACE)
    guests, others = Guests.of(county.hive, 7), Guests.of(county.hive, 8, name="Other")
    with unit_of_work():
        partner = _person("Partner")
        _membership(partner, county.hive, Role.CARER)
        join_household(person=partner, household=guests.household, from_on=OPENED)
    guests.sign_up(event)
    if what == "when":
        later = event.starts_at + timedelta(hours=1)
        changed = _change(county, event, starts_at=later, ends_at=later + timedelta(hours=2))
    else:
        part = PartPlan(place="The barn", child_places=10)
        changed = _change(county, event, parts=[(event.parts[0].id, part)])
    assert changed.sequence == 1
    assert _told() == {(guests.carer.id, CHANGED), (partner.id, CHANGED)}
    assert others.carer.id not in {person for person, _ in _told()}


def test_an_event_to_come_is_not_moved_into_the_past(county: County):
    event = an_event(county, PLACE)
    before = event.starts_at
    past = clock.now() - timedelta(days=2)
    with pytest.raises(Invalid) as said:
        _change(county, event, starts_at=past, ends_at=past + timedelta(hours=2))
    assert "over" in said.value.errors["starts_on"]
    db.session.refresh(event)
    assert event.starts_at == before


def test_other_words_are_nobodys_notice(county: County):
    event = an_event(county, PLACE)
    Guests.of(county.hive, 7).sign_up(event)
    before = event.changed_at
    changed = _change(county, event, about="With cake", cost="£1")
    assert (changed.about, changed.sequence) == ("With cake", 0)
    assert changed.changed_at > before
    assert _told() == set()


def test_of_a_draft_nobody_is_told(county: County):
    event = an_event(county, PLACE, is_draft=True)
    _change(county, event, starts_at=event.starts_at - timedelta(hours=1))
    assert _told() == set()


def test_places_do_not_go_below_what_is_taken(county: County):
    event = an_event(county, PLACE, household_places=5)
    for name in ("One", "Two"):
        Guests.of(county.hive, 7, 9, name=name).sign_up(event)
    few = PartPlan(place="Staunton Park", child_places=3)
    with pytest.raises(Invalid) as refused:
        _change(county, event, parts=[(event.parts[0].id, few)])
    assert refused.value.errors == {
        "part-0-child_places": "4 places are taken already. Give at least 4."
    }
    with pytest.raises(Invalid) as refused:
        _change(county, event, household_places=1)
    assert list(refused.value.errors) == ["household_places"]
    db.session.rollback()
    assert event_for(county.people[Role.SUPPORT_WORKER], event.id).parts[0].child_places == 10


def test_more_places_are_offered_to_those_who_wait(county: County):
    event = an_event(county, PartPlan(child_places=1))
    Guests.of(county.hive, 7, name="First").sign_up(event)
    (waiting,) = Guests.of(county.hive, 8, name="Second").sign_up(event)
    assert waiting.state is SignUpState.WAITING
    _change(county, event, parts=[(event.parts[0].id, PartPlan(child_places=2))])
    db.session.rollback()
    assert db.session.get_one(SignUp, waiting.id).state is SignUpState.OFFERED


def test_children_who_no_longer_fit_are_counted_and_may_keep_their_places(county: County):
    event = an_event(county, PLACE)
    Guests.of(county.hive, 7, 12).sign_up(event)
    older = [(event.parts[0].id, PartPlan(age_from=10, child_places=10))]
    with pytest.raises(Invalid) as refused:
        _change(county, event, parts=older)
    assert "1 child who is signed up would not fit" in refused.value.errors["keeps_all"]
    changed = _change(county, event, parts=older, keeps_all=True)
    assert (changed.parts[0].age_from, changed.parts[0].child_taken) == (10, 2)


def test_the_form_asks_whether_those_who_no_longer_fit_keep_their_places(
    county: County, leader: FlaskClient
):
    event = an_event(county, PLACE)
    Guests.of(county.hive, 7).sign_up(event)
    url = f"/events/{event.id}/edit"
    form = fields_of(leader.get(url).text) | {"part-0-age_from": "10"}
    assert "keeps_all" not in form
    asked = leader.post(url, data=form)
    assert asked.status_code == 422
    assert 'name="keeps_all"' in asked.text
    assert "1 child who is signed up would not fit" in asked.text
    assert leader.post(url, data=form | {"keeps_all": "yes"}).status_code == 303


def test_a_centre_somebody_signed_up_for_stays(county: County):
    event = an_event(
        county,
        PartPlan(name="Minstead", age_from=4, age_to=8),
        PartPlan(name="Calshot", age_from=9, age_to=14),
    )
    Guests.of(county.hive, 7).sign_up(event)
    young, old = event.parts
    with pytest.raises(Invalid) as refused:
        _change(county, event, parts=[(old.id, PartPlan(name="Calshot"))])
    assert "Minstead" in refused.value.errors["parts"]
    third = (None, PartPlan(name="Avon Tyrrell"))
    changed = _change(county, event, parts=[(young.id, PartPlan(name="Minstead")), third])
    assert [part.name for part in changed.parts] == ["Minstead", "Avon Tyrrell"]
    assert db.session.get(EventPart, old.id) is None


def test_with_children_signed_up_it_stays_for_families(county: County):
    event = an_event(county, PLACE)
    Guests.of(county.hive, 7).sign_up(event)
    with pytest.raises(Invalid) as refused:
        _change(county, event, audience="carers")
    assert list(refused.value.errors) == ["audience"]


def test_hosts_change_and_come_from_the_hive(county: County):
    event = an_event(county, PLACE)
    carer = county.people[Role.CARER]
    assert [host.id for host in _change(county, event, host_ids=[carer.id]).hosts] == [carer.id]
    with pytest.raises(Invalid) as refused:
        _change(county, event, host_ids=[county.stranger().id])
    assert list(refused.value.errors) == ["hosts"]


def test_only_those_who_plan_it_change_it(county: County):
    event = an_event(county, PLACE)
    for actor, error in (
        (county.people[Role.CARER], NotAllowed),
        (county.people[Role.MANAGER], NotAllowed),
        (county.stranger(), NotFound),
    ):
        with pytest.raises(error):
            cancel_event(actor=actor, event_id=event.id, why="Rain")
        with pytest.raises(error):
            discard_draft(actor=actor, event_id=event.id)
        with pytest.raises(error):
            change_event(actor=actor, event_id=event.id, title="Mine", kind=event.kind,
                         audience=event.audience, starts_at=event.starts_at,
                         ends_at=event.ends_at, parts=[])  # fmt: skip


def test_called_off_everybody_is_told_and_reads_why(county: County, leader: FlaskClient):
    event = an_event(county, PartPlan(child_places=1))
    guests, late = Guests.of(county.hive, 7), Guests.of(county.hive, 8, name="Late")
    for each in (guests, late):
        each.sign_up(event)
    url = f"/events/{event.id}"
    assert leader.post(f"{url}/cancel", data={"why": " "}).status_code == 422
    assert leader.post(f"{url}/cancel", data={"why": "The hall is flooded."}).status_code == 303
    assert _told() == {
        (guests.carer.id, "An event was called off"),
        (late.carer.id, "An event was called off"),
    }
    page = leader.get(url).text
    assert "The hall is flooded." in page
    assert f'href="{url}/edit"' not in page
    assert leader.get(f"{url}/edit").status_code == 409
    assert event_for(county.people[Role.CARER], event.id).sequence == 1
    with pytest.raises(NotAllowed):
        Guests.of(county.hive, 9, name="Later").sign_up(event)
    with pytest.raises(Conflict):
        _change(county, event, title="On again")


def test_what_is_over_is_not_called_off(county: County):
    event = an_event(county, PLACE)
    with unit_of_work():
        found = db.session.get_one(Event, event.id)
        found.starts_at, found.ends_at = clock.now() - timedelta(hours=3), clock.now()
    with pytest.raises(Conflict):
        cancel_event(actor=county.people[Role.SUPPORT_WORKER], event_id=event.id, why="Rain")


def test_a_draft_is_thrown_away(county: County, leader: FlaskClient):
    event = an_event(county, PLACE, is_draft=True)
    event_id = event.id
    assert "Throw it away" in leader.get(f"/events/{event_id}/cancel").text
    assert leader.post(f"/events/{event_id}/cancel", data={"why": "Rain"}).status_code == 409
    assert leader.post(f"/events/{event_id}/discard").status_code == 303
    assert leader.get(f"/events/{event_id}").status_code == 404


def test_the_form_holds_the_event_as_it_is(county: County, leader: FlaskClient):
    event = an_event(county, PartPlan(place="Staunton Park", year_from=0, year_to=6))
    form = fields_of(leader.get(f"/events/{event.id}/edit").text)
    assert leader.post(f"/events/{event.id}/edit", data=form).status_code == 303
    db.session.rollback()
    same = event_for(county.people[Role.SUPPORT_WORKER], event.id)
    assert (same.parts[0].year_from, same.parts[0].year_to) == (0, 6)
    assert same.title == "Pond dipping"
    form = event_form(title="") | {"about": "Kept"}
    answer = leader.post(f"/events/{event.id}/edit", data=form)
    assert answer.status_code == 422
    assert fields_of(answer.text)["about"] == "Kept"
