"""Signing up: who may, who fits, who has a place and who waits."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.chat.models import RoomMember
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Audience, Eagerness, Event, EventState, SignUpState
from app.events.queries.sign_ups import (
    all_sign_ups,
    asked_of,
    company_at,
)
from app.events.services.asking import answer
from app.events.services.planning import PartPlan
from app.events.services.signing_up import ChildComes, sign_up
from app.events.services.withdrawing import withdraw
from app.families.models import AuthorityKind, CareStatus, Decider
from app.families.services import set_authority
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


def _ending(event: Event, in_time: timedelta) -> None:
    with unit_of_work():
        event.starts_at = clock.now() + in_time


def test_children_and_an_adult_come_with_one_tap(county: County):
    event = an_event(county, PartPlan(child_places=5))
    guests = Guests.of(county.hive, 8, 10)
    made = guests.sign_up(event, adults=True)
    assert [each.state for each in made] == [SignUpState.GOING] * 3
    assert [each.name for each in made] == ["Guestchild0", "Guestchild1", "Guest Carer"]
    db.session.expire_all()
    assert event.parts[0].child_taken == 2
    assert event.household_taken == 1


def test_sent_twice_it_counts_once(county: County):
    event = an_event(county, PartPlan(child_places=5))
    guests = Guests.of(county.hive, 8)
    party = uuid.uuid4()
    for _ in range(2):
        found = sign_up(actor=guests.carer, event_id=event.id, party=party, children=guests.wish())
        assert len(found) == 1
    db.session.expire_all()
    assert event.parts[0].child_taken == 1


def test_whoever_signs_up_is_in_the_room_of_the_event_until_they_withdraw(county: County):
    event = an_event(county)
    guests = Guests.of(county.hive, 8)
    made = guests.sign_up(event)

    def is_in() -> bool:
        found = db.session.scalar(
            sa.select(RoomMember.left_at.is_(None)).where(
                RoomMember.room_id == event.room_id, RoomMember.person_id == guests.carer.id
            )
        )
        return bool(found)

    assert is_in()
    withdraw(actor=guests.carer, event_id=event.id, sign_up_ids=[made[0].id])
    assert not is_in()


def test_another_households_child_is_refused_in_words(county: County):
    event = an_event(county)
    guests, others = Guests.of(county.hive, 8), Guests.of(county.hive, 9, name="Other")
    with pytest.raises(Invalid) as refused:
        sign_up(actor=guests.carer, event_id=event.id, party=uuid.uuid4(), children=others.wish())
    assert "children who live with you" in refused.value.errors["who"]
    assert _states(event) == []


@pytest.mark.parametrize(
    ("age", "part", "words"),
    [
        (5, PartPlan(age_from=8, age_to=12), "is 5 then. This is from 8."),
        (13, PartPlan(age_from=8, age_to=12), "is 13 then. This is up to 12."),
        (5, PartPlan(year_from=7, year_to=8), "This is for Year 7 to Year 8."),
    ],
)
def test_a_child_outside_the_range_is_refused_in_words(
    county: County, age: int, part: PartPlan, words: str
):
    event, guests = an_event(county, part), Guests.of(county.hive, age)
    with pytest.raises(Invalid) as refused:
        guests.sign_up(event)
    assert words in refused.value.errors[f"child-{guests.children[0].id}"]
    assert _states(event) == []


def test_each_child_goes_to_the_centre_of_its_school_year(county: County):
    guests = Guests.of(county.hive, 8, 12)
    event = an_event(
        county,
        PartPlan(name="Minstead", age_from=6, age_to=9),
        PartPlan(name="Calshot", age_from=10, age_to=14),
    )
    made = guests.sign_up(event)
    assert [each.part.name for each in made] == ["Minstead", "Calshot"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"closes_at": -1}, "Sign-up has closed"),
        ({"opens_at": 2}, "Sign-up opens"),
        ({"starts_at": -1}, "has begun"),
        ({"state": EventState.CANCELLED}, "called off"),
    ],
)
def test_when_sign_up_is_not_open_nothing_changes(
    county: County, facts: dict[str, object], words: str
):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    with unit_of_work():
        for name, value in facts.items():
            is_time = isinstance(value, int)
            setattr(event, name, clock.now() + timedelta(hours=value) if is_time else value)
        if event.state is EventState.CANCELLED:
            event.cancelled_at = clock.now()
    with pytest.raises(NotAllowed, match=words):
        guests.sign_up(event)
    assert _states(event) == []


def test_twice_is_refused_by_child(county: County):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    guests.sign_up(event)
    with pytest.raises(Invalid, match="signed up already"):
        guests.sign_up(event)


def test_without_the_tick_nothing_is_signed_up(county: County):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    with pytest.raises(Invalid) as refused:
        sign_up(
            actor=guests.carer,
            event_id=event.id,
            party=uuid.uuid4(),
            children=guests.wish(is_confirmed=False),
        )
    assert f"confirm-{guests.children[0].id}" in refused.value.errors


def test_nobody_at_all_is_refused(county: County):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    with pytest.raises(Invalid, match="Tap who"):
        sign_up(actor=guests.carer, event_id=event.id, party=uuid.uuid4())


def test_an_event_of_another_hive_is_not_there(county: County):
    event = an_event(county)
    with pytest.raises(NotFound):
        sign_up(actor=county.stranger(), event_id=event.id, party=uuid.uuid4())


def test_children_can_not_be_signed_up_for_what_is_for_adults(county: County):
    event, guests = an_event(county, audience=Audience.CARERS), Guests.of(county.hive, 8)
    with pytest.raises(Invalid, match="for adults"):
        guests.sign_up(event)
    made = sign_up(
        actor=guests.carer, event_id=event.id, party=uuid.uuid4(), adult_ids=[guests.carer.id]
    )
    assert made[0].state is SignUpState.GOING


def test_without_authority_the_place_waits_for_a_yes(county: County):
    event = an_event(county, PartPlan(child_places=1))
    helen = county.people[Role.SOCIAL_WORKER]
    guests = Guests.of(county.hive, 8, status=CareStatus.IN_CARE, social_worker=helen)
    assert [each.state for each in guests.sign_up(event)] == [SignUpState.ASKING]
    assert _titles(helen.id) == ["A carer asks for your yes to an event"]
    assert asked_of(guests.carer) == []
    asked = asked_of(helen)
    assert len(asked) == 1
    # Its place is kept: the next family waits.
    others = Guests.of(county.hive, 9, name="Other")
    assert [each.state for each in others.sign_up(event)] == [SignUpState.WAITING]
    answer(actor=helen, sign_up_id=asked[0].id, is_yes=True)
    assert _states(event) == [SignUpState.GOING, SignUpState.WAITING]
    with pytest.raises(NotFound):
        answer(actor=helen, sign_up_id=asked[0].id, is_yes=False)


def test_a_no_gives_the_place_to_the_next(county: County):
    event = an_event(county, PartPlan(child_places=1))
    helen = county.people[Role.SOCIAL_WORKER]
    guests = Guests.of(county.hive, 8, status=CareStatus.IN_CARE, social_worker=helen)
    made = guests.sign_up(event)
    others = Guests.of(county.hive, 9, name="Other")
    others.sign_up(event)
    answer(actor=helen, sign_up_id=made[0].id, is_yes=False)
    assert _states(event) == [SignUpState.OFFERED]
    assert any("A place came free" in title for title in _titles(others.carer.id))


def test_what_the_plan_leaves_to_the_carer_needs_no_yes(county: County):
    event = an_event(county)
    guests = Guests.of(
        county.hive, 8, status=CareStatus.IN_CARE, social_worker=county.people[Role.SOCIAL_WORKER]
    )
    set_authority(
        actor=county.people[Role.SUPPORT_WORKER],
        child_id=guests.children[0].id,
        kind=AuthorityKind.ACTIVITIES,
        decider=Decider.CARER,
    )
    assert [each.state for each in guests.sign_up(event)] == [SignUpState.GOING]


def test_withdrawing_ends_with_the_start(county: County):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    made = guests.sign_up(event)
    _ending(event, timedelta(minutes=-1))
    with pytest.raises(NotAllowed, match="begun"):
        withdraw(actor=guests.carer, event_id=event.id, sign_up_ids=[made[0].id])


def test_nobody_withdraws_another_familys_child(county: County):
    event = an_event(county)
    guests, others = Guests.of(county.hive, 8), Guests.of(county.hive, 9, name="Other")
    made = guests.sign_up(event)
    with pytest.raises(NotFound):
        withdraw(actor=others.carer, event_id=event.id, sign_up_ids=[made[0].id])
    assert _states(event) == [SignUpState.GOING]


def test_names_of_other_children_are_for_those_whose_own_go_too(county: County):
    event = an_event(county)
    guests, others = Guests.of(county.hive, 8), Guests.of(county.hive, 9, name="Other")
    guests.sign_up(event)
    assert company_at(event, home=others.household) is None
    others.sign_up(event)
    company = company_at(event, home=others.household)
    assert company is not None
    assert [each.preferred_name for each in company.children] == ["Guestchild0"]


def test_the_childs_own_face_is_kept(county: County):
    event, guests = an_event(county), Guests.of(county.hive, 8)
    wish = ChildComes(
        child_id=guests.children[0].id, is_confirmed=True, eagerness=Eagerness.NOT_SURE
    )
    made = sign_up(
        actor=guests.carer,
        event_id=event.id,
        party=uuid.uuid4(),
        children=[wish],
        note="Leaves at four",
    )
    db.session.expire_all()
    assert made[0].eagerness is Eagerness.NOT_SURE
    assert made[0].note == "Leaves at four"
