"""Families that change their Hive: roles, rooms, invitations and history go along."""

import contextvars
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.chat.models import Room
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import (
    Household,
    OfferAnswer,
)
from app.families.queries import children_of, moves_of
from app.hives.models import Hive, Membership
from app.invitations.models import Invitation
from app.invitations.services import invite
from app.notices.models import Notice
from tests.conventions.county import OPENED, County, _hive, _membership, _person
from tests.families.builders import Family

Clients = Callable[[Person | None], FlaskClient]


@pytest.fixture
def other(county: County) -> tuple[Hive, Room]:
    """Another Hive with somebody who leads it."""
    with unit_of_work():
        hive, room = _hive("Gosport")
        _membership(_person("Gail Gosport"), hive, Role.SUPPORT_WORKER)
    return hive, room


@pytest.fixture
def manager(county: County) -> Person:
    return county.people[Role.MANAGER]


def _move(family: Family, to: Hive, actor: Person | None = None) -> Household:
    return services.move_household(
        actor=actor or family.support_worker, household_id=family.household.id, hive_id=to.id
    )


def _anew() -> None:
    """Forget what this test's own session has read: others have written since."""
    db.session.rollback()
    db.session.expire_all()


def _roles(person: Person) -> set[tuple[Role, int | None]]:
    db.session.expire(person, ["memberships"])
    return {(each.role, each.hive_id) for each in person.current_memberships}


def test_the_rooms_follow_the_family(
    county: County, family: Family, other: tuple[Hive, Room], carer: FlaskClient
):
    hive, room = other
    assert carer.get(f"/chat/rooms/{county.room.id}").status_code == 200
    assert carer.get(f"/chat/rooms/{room.id}").status_code == 404
    _move(family, hive)
    assert carer.get(f"/chat/rooms/{county.room.id}").status_code == 404
    assert carer.get(f"/chat/rooms/{room.id}").status_code == 200


def test_children_and_history_stay(family: Family, other: tuple[Hive, Room], manager: Person):
    _move(family, other[0])
    assert [child.name for child in children_of(family.household)] == ["Wren"]
    moves = moves_of(family.household)
    assert [(each.from_hive_id, each.to_hive_id) for each in moves] == [
        (family.hive.id, other[0].id),
        (None, family.hive.id),
    ]
    assert moves[0].moved_by == family.support_worker
    past = db.session.scalars(
        sa.select(Membership).where(
            Membership.person_id == family.carer.id, Membership.hive_id == family.hive.id
        )
    ).all()
    assert [each.until_on for each in past] == [clock.today() - timedelta(days=1)]


def test_link_carers_stay_link_carers_and_their_other_hives_stay_theirs(
    family: Family, other: tuple[Hive, Room]
):
    with unit_of_work():
        third, _ = _hive("Eastleigh")
        for hive in (family.hive, third):
            _membership(family.partner, hive, Role.LINK_CARER)
    _move(family, other[0])
    assert _roles(family.partner) == {
        (Role.CARER, other[0].id),
        (Role.LINK_CARER, other[0].id),
        (Role.LINK_CARER, third.id),
    }


def test_a_support_worker_who_moves_stays_one_where_they_are_and_the_page_says_so(
    family: Family, other: tuple[Hive, Room], manager: Person, client_for: Clients
):
    services.join_household(
        person=family.support_worker, household=family.household, from_on=OPENED
    )
    page = client_for(manager).get(f"/households/{family.household.id}/move").text
    assert f"{family.support_worker.name} leads {family.hive.name}." in page
    assert "until somebody else is appointed" in page
    _move(family, other[0], manager)
    assert _roles(family.support_worker) == {
        (Role.SUPPORT_WORKER, family.hive.id),
        (Role.CARER, other[0].id),
    }


def test_moving_back_on_the_same_day_works(family: Family, other: tuple[Hive, Room], manager):
    _move(family, other[0], manager)
    _move(family, family.hive, manager)
    _move(family, other[0], manager)
    assert _roles(family.carer) == {(Role.CARER, other[0].id)}
    assert len(moves_of(family.household)) == 4


def test_invitations_that_wait_go_along(family: Family, other: tuple[Hive, Room]):
    invitation = invite(
        actor=family.support_worker,
        hive=family.hive,
        name="Mike Okafor",
        email="mike@example.org",
        role=Role.CARER,
        household=str(family.household.id),
    )
    _move(family, other[0])
    _anew()
    assert db.session.get_one(Invitation, invitation.id).hive_id == other[0].id


def test_the_support_workers_of_the_new_hive_are_told(family: Family, other: tuple[Hive, Room]):
    _move(family, other[0])
    told = db.session.scalars(sa.select(Notice).where(Notice.title.contains("has joined"))).all()
    assert [each.title for each in told] == ["A family has joined Gosport"]


def test_a_full_hive_is_refused_in_words(family: Family, other: tuple[Hive, Room], leader):
    with unit_of_work():
        other[0].capacity = 0
    with pytest.raises(Conflict, match=r"Gosport is full \(0 of 0\)"):
        _move(family, other[0])
    page = leader.post(f"/households/{family.household.id}/move", data={"hive": str(other[0].id)})
    assert page.status_code == 409
    assert "Gosport is full (0 of 0)." in page.text


def test_a_place_kept_for_an_offer_is_not_given_away(
    county: County, family: Family, other: tuple[Hive, Room], manager: Person
):
    with unit_of_work():
        other[0].capacity = 1
    services.answer_offer(actor=manager, offer_id=county.offer.id, answer=OfferAnswer.DECLINED)
    services.offer_place(actor=manager, household_id=county.waiting.id, hive_id=other[0].id)
    with pytest.raises(Conflict):
        _move(family, other[0])


def test_the_last_place_is_taken_once(
    app: Flask, county: County, family: Family, other: tuple[Hive, Room], manager: Person
):
    with unit_of_work():
        other[0].capacity = 1
    together, results = threading.Barrier(2), []
    manager_id, hive_id = manager.id, other[0].id
    households = [family.household.id, county.household.id]

    def move(household_id: int) -> None:
        with app.app_context():
            actor = db.session.get_one(Person, manager_id)
            together.wait()
            try:
                services.move_household(actor=actor, household_id=household_id, hive_id=hive_id)
                results.append("moved")
            except Conflict as said:
                results.append(said.detail)
            db.session.remove()

    movers = [
        threading.Thread(target=contextvars.Context().run, args=(move, each)) for each in households
    ]
    for each in movers:
        each.start()
    for each in movers:
        each.join()
    assert sorted(results) == ["Gosport is full (1 of 1).", "moved"]
    db.session.rollback()
    there = db.session.scalars(sa.select(Household.id).where(Household.hive_id == hive_id)).all()
    assert len(there) == 1


@pytest.mark.parametrize("hive", ["", "nonsense", "999999"])
def test_a_wrong_choice_is_said_beside_the_hives(family: Family, leader: FlaskClient, hive: str):
    page = leader.post(f"/households/{family.household.id}/move", data={"hive": hive})
    assert page.status_code == 422
    assert "Choose" in page.text


def test_moving_to_where_they_are_is_refused(family: Family):
    with pytest.raises(Invalid):
        _move(family, family.hive)


def test_a_support_worker_who_moved_a_family_away_lands_on_their_hive(
    family: Family, other: tuple[Hive, Room], leader: FlaskClient
):
    answer = leader.post(f"/households/{family.household.id}/move", data={"hive": str(other[0].id)})
    assert answer.status_code == 303
    page = leader.get(answer.location)
    assert page.status_code == 200
    assert "The family has moved." in page.text
    assert leader.get(f"/households/{family.household.id}").status_code == 404


def test_who_may_not_move_a_family(family: Family, other: tuple[Hive, Room]):
    for person in (family.carer, family.social_worker):
        with pytest.raises(NotAllowed):
            _move(family, other[0], person)
    for who, person in family.outsiders.items():
        if who != "manager":
            with pytest.raises(NotFound):
                _move(family, other[0], person)
