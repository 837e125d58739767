"""Roles that begin, move and end, as other slices use them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.signals import memberships_changed
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership
from app.hives.services import (
    add_membership,
    end_membership,
    end_memberships,
    last_support_worker_among,
    move_memberships,
)
from tests.conventions.county import County
from tests.hives.conftest import Neighbours, role_of

SOON = clock.today() + timedelta(days=10)


def _roles(person: Person, hive: Hive) -> set[Role]:
    held = db.session.scalars(
        sa.select(Membership).where(
            Membership.person_id == person.id,
            Membership.hive_id == hive.id,
            Membership.in_force(clock.today()),
        )
    )
    return {each.role for each in held}


def test_carers_and_link_carers_move_and_history_stays(county: County, neighbours: Neighbours):
    carer, link_carer = county.people[Role.CARER], county.people[Role.LINK_CARER]
    move_memberships(
        people_ids=[carer.id, link_carer.id], from_hive=county.hive, to_hive=neighbours.hive
    )
    assert _roles(carer, county.hive) == _roles(link_carer, county.hive) == set()
    assert _roles(carer, neighbours.hive) == {Role.CARER}
    assert _roles(link_carer, neighbours.hive) == {Role.LINK_CARER}
    before = db.session.scalar(
        sa.select(Membership).where(
            Membership.person_id == carer.id, Membership.hive_id == county.hive.id
        )
    )
    assert before
    assert before.until_on == clock.today() - timedelta(days=1)


def test_a_support_worker_is_neither_moved_nor_ended_with_a_household(
    county: County, neighbours: Neighbours, priya: Person
):
    move_memberships(people_ids=[priya.id], from_hive=county.hive, to_hive=neighbours.hive)
    end_memberships(people_ids=[priya.id], hive=county.hive)
    assert _roles(priya, county.hive) == {Role.SUPPORT_WORKER}
    assert _roles(priya, neighbours.hive) == set()


def test_ending_takes_the_roles_in_this_hive_alone(county: County, neighbours: Neighbours):
    link_carer = county.people[Role.LINK_CARER]
    add_membership(person=link_carer, role=Role.LINK_CARER, hive=neighbours.hive)
    end_memberships(people_ids=[link_carer.id], hive=county.hive)
    assert _roles(link_carer, county.hive) == set()
    assert _roles(link_carer, neighbours.hive) == {Role.LINK_CARER}


def test_moved_there_and_back_on_one_day_is_a_carer_once(county: County, neighbours: Neighbours):
    carer = county.people[Role.CARER]
    ids = [carer.id]
    move_memberships(people_ids=ids, from_hive=county.hive, to_hive=neighbours.hive)
    move_memberships(people_ids=ids, from_hive=neighbours.hive, to_hive=county.hive)
    assert _roles(carer, county.hive) == {Role.CARER}
    assert _roles(carer, neighbours.hive) == set()


def test_a_role_that_was_to_begin_later_begins_when_it_is_given_today(
    county: County, neighbours: Neighbours
):
    later = add_membership(
        person=neighbours.kim, role=Role.LINK_CARER, hive=county.hive, from_on=SOON
    )
    assert _roles(neighbours.kim, county.hive) == set()
    now = add_membership(person=neighbours.kim, role=Role.LINK_CARER, hive=county.hive)
    assert now.id == later.id
    assert _roles(neighbours.kim, county.hive) == {Role.LINK_CARER}


def test_a_hive_with_one_support_worker_cannot_spare_her(
    county: County, neighbours: Neighbours, priya: Person
):
    carer = county.people[Role.CARER]
    assert last_support_worker_among(people_ids=[carer.id, priya.id], hive=county.hive) == priya
    assert last_support_worker_among(people_ids=[carer.id], hive=county.hive) is None
    add_membership(person=neighbours.nora, role=Role.SUPPORT_WORKER, hive=county.hive)
    assert last_support_worker_among(people_ids=[priya.id], hive=county.hive) is None
    both = [priya.id, neighbours.nora.id]
    assert last_support_worker_among(people_ids=both, hive=county.hive) == neighbours.nora


def test_who_covers_or_begins_later_is_no_successor(
    county: County, neighbours: Neighbours, priya: Person
):
    with unit_of_work():
        db.session.add(
            Membership(
                person_id=neighbours.nora.id,
                hive_id=county.hive.id,
                role=Role.SUPPORT_WORKER,
                from_on=clock.today(),
                until_on=SOON,
                covers_id=priya.id,
            )
        )
    add_membership(person=neighbours.kim, role=Role.SUPPORT_WORKER, hive=county.hive, from_on=SOON)
    assert last_support_worker_among(people_ids=[priya.id], hive=county.hive) == priya


@pytest.mark.parametrize("what", ["begin", "end", "move", "end several"])
def test_every_change_of_roles_is_told(county: County, neighbours: Neighbours, what: str):
    carer = county.people[Role.CARER]
    told: list[bool] = []

    def hear(_sender: object) -> None:
        told.append(True)

    with memberships_changed.connected_to(hear):
        if what == "begin":
            add_membership(person=carer, role=Role.LINK_CARER, hive=county.hive)
        elif what == "end":
            end_membership(role_of(carer, county.hive))
        elif what == "move":
            move_memberships(people_ids=[carer.id], from_hive=county.hive, to_hive=neighbours.hive)
        else:
            end_memberships(people_ids=[carer.id], hive=county.hive)
    assert told
