"""The waiting list: who waits, who is offered a place that came free, and until when."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, SignUp, SignUpState
from app.events.queries.sign_ups import (
    all_sign_ups,
    own_sign_ups,
    places_before,
)
from app.events.services.planning import PartPlan
from app.events.services.promoting import decline, lapse_offers
from app.events.services.withdrawing import take_offer, withdraw
from app.notices.models import Notice
from tests.conventions.county import County
from tests.events.guests import Guests, an_event


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _states(event: Event) -> list[SignUpState]:
    db.session.expire_all()
    return [each.state for each in all_sign_ups(event)]


def _titles(person_id: int) -> list[str]:
    return list(db.session.scalars(sa.select(Notice.title).where(Notice.person_id == person_id)))


def test_brothers_and_sisters_get_places_together_or_wait_together(county: County):
    event = an_event(county, PartPlan(child_places=3))
    first, pair = Guests.of(county.hive, 8, 9), Guests.of(county.hive, 8, 9, name="Pair")
    single = Guests.of(county.hive, 10, name="Single")
    first.sign_up(event)
    waiting = pair.sign_up(event, adults=True)
    assert {each.state for each in waiting} == {SignUpState.WAITING}
    # One place is left, and it is a single child's.
    assert single.sign_up(event)[0].state is SignUpState.GOING
    db.session.expire_all()
    assert event.parts[0].child_taken == 3


def test_a_free_place_goes_to_the_first_who_fits(county: County):
    event = an_event(county, PartPlan(child_places=2))
    first = Guests.of(county.hive, 8, 9)
    made = first.sign_up(event)
    pair = Guests.of(county.hive, 8, 9, name="Pair")
    single = Guests.of(county.hive, 10, name="Single")
    pair.sign_up(event)
    single.sign_up(event)
    assert set(places_before(own_sign_ups(single.carer, event)).values()) == {1}
    withdraw(actor=first.carer, event_id=event.id, sign_up_ids=[made[0].id])
    assert [each.state for each in own_sign_ups(single.carer, event)] == [SignUpState.OFFERED]
    assert {each.state for each in own_sign_ups(pair.carer, event)} == {SignUpState.WAITING}
    assert set(places_before(own_sign_ups(pair.carer, event)).values()) == {0}
    take_offer(actor=single.carer, event_id=event.id)
    assert [each.state for each in own_sign_ups(single.carer, event)] == [SignUpState.GOING]
    # The second tap changes nothing.
    take_offer(actor=single.carer, event_id=event.id)
    db.session.expire_all()
    assert event.parts[0].child_taken == 2


def test_a_declined_offer_goes_on_to_the_next(county: County):
    event = an_event(county, PartPlan(child_places=1))
    families = [Guests.of(county.hive, 8, name=name) for name in ("One", "Two", "Three")]
    made = [each.sign_up(event) for each in families]
    withdraw(actor=families[0].carer, event_id=event.id, sign_up_ids=[made[0][0].id])
    decline(actor=families[1].carer, event_id=event.id)
    assert _states(event) == [SignUpState.OFFERED]
    assert own_sign_ups(families[2].carer, event)[0].state is SignUpState.OFFERED
    with pytest.raises(Conflict):
        take_offer(actor=families[1].carer, event_id=event.id)


def test_an_offer_that_nobody_takes_lapses_and_goes_on(county: County):
    event = an_event(county, PartPlan(child_places=1))
    families = [Guests.of(county.hive, 8, name=name) for name in ("One", "Two", "Three")]
    made = [each.sign_up(event) for each in families]
    withdraw(actor=families[0].carer, event_id=event.id, sign_up_ids=[made[0][0].id])
    assert lapse_offers() == 0
    with unit_of_work():
        db.session.execute(
            sa.update(SignUp)
            .where(SignUp.state == SignUpState.OFFERED)
            .values(offered_until=clock.now() - timedelta(seconds=1))
        )
    with pytest.raises(Conflict, match="over"):
        take_offer(actor=families[1].carer, event_id=event.id)
    assert lapse_offers() == 1
    assert own_sign_ups(families[1].carer, event) == []
    assert own_sign_ups(families[2].carer, event)[0].state is SignUpState.OFFERED
    db.session.expire_all()
    assert event.parts[0].child_taken == 1


def test_places_for_families_are_counted_too(county: County):
    event = an_event(county, household_places=1)
    one, two = Guests.of(county.hive, 8, 9, name="One"), Guests.of(county.hive, 8, name="Two")
    made = one.sign_up(event, one.children[0])
    made += one.sign_up(event, one.children[1])
    assert {each.state for each in made} == {SignUpState.GOING}
    assert two.sign_up(event)[0].state is SignUpState.WAITING
    withdraw(actor=one.carer, event_id=event.id, sign_up_ids=[made[0].id])
    assert own_sign_ups(two.carer, event)[0].state is SignUpState.WAITING
    withdraw(actor=one.carer, event_id=event.id, sign_up_ids=[made[1].id])
    assert own_sign_ups(two.carer, event)[0].state is SignUpState.OFFERED
