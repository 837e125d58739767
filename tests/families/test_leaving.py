"""Families that leave the Hives: no role is kept by mistake, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import (
    CareStatus,
    Household,
    HouseholdState,
    LeavingReason,
    Placement,
    PlacementEnding,
)
from app.families.queries import moves_of
from app.invitations.models import Invitation
from app.invitations.services import invite
from tests.conventions.county import OPENED, County, _membership, _person
from tests.families.builders import Family

Clients = Callable[[Person | None], FlaskClient]


@pytest.fixture
def manager(county: County) -> Person:
    return county.people[Role.MANAGER]


def _leave(family: Family, actor: Person, **changes: object) -> Household:
    given = {"reason": LeavingReason.DEREGISTERED, "left_on": clock.today()} | changes
    return services.leave_household(actor=actor, household_id=family.household.id, **given)  # type: ignore[arg-type]


def _anew() -> None:
    """Forget what this test's own session has read: others have written since."""
    db.session.rollback()
    db.session.expire_all()


def _roles(person: Person) -> set[tuple[Role, int | None]]:
    db.session.expire(person, ["memberships"])
    return {(each.role, each.hive_id) for each in person.current_memberships}


def test_a_family_that_leaves_keeps_its_history_and_loses_its_roles(
    county: County, family: Family, manager: Person, carer: FlaskClient
):
    last_day = clock.today() - timedelta(days=3)
    invitation = invite(
        actor=family.support_worker,
        hive=family.hive,
        name="Mike Okafor",
        email="mike@example.org",
        role=Role.CARER,
        household=str(family.household.id),
    )
    _leave(
        family,
        family.support_worker,
        left_on=last_day,
        note="Moved to Devon",
        endings={family.child.id: PlacementEnding.PLANNED},
    )
    _anew()
    household = db.session.get_one(Household, family.household.id)
    assert (household.state, household.left_on) == (HouseholdState.LEFT, last_day)
    assert household.left_note == "Moved to Devon"
    assert _roles(family.carer) == set()
    assert carer.get(f"/chat/rooms/{county.room.id}").status_code == 404
    assert carer.get(f"/households/{household.id}").status_code == 404
    stay = db.session.scalars(
        sa.select(Placement).where(Placement.child_id == family.child.id)
    ).one()
    assert (stay.until_on, stay.ending) == (last_day, PlacementEnding.PLANNED)
    assert db.session.get_one(Invitation, invitation.id).revoked_at is not None
    assert moves_of(household)[0].from_hive_id == family.hive.id


def test_what_was_written_about_leaving_is_encrypted(family: Family):
    _leave(
        family,
        family.support_worker,
        note="Moved to Devon",
        endings={family.child.id: PlacementEnding.OTHER},
    )
    kept = db.session.scalar(
        sa.text("SELECT left_note FROM households WHERE id = :id"), {"id": family.household.id}
    )
    assert "Devon" not in kept


def test_how_each_childs_time_ended_must_be_said(family: Family, leader: FlaskClient):
    url = f"/households/{family.household.id}/leave"
    given = {"reason": "moved", "left_on": clock.today().isoformat(), "note": "To Devon"}
    page = leader.post(url, data=given)
    assert page.status_code == 422
    assert "Say how Wren&#39;s time here ended." in page.text
    assert "To Devon" in page.text
    page = leader.post(url, data=given | {f"ending-{family.child.id}": "nonsense"})
    assert page.status_code == 422
    answer = leader.post(url, data=given | {f"ending-{family.child.id}": "on_notice"})
    assert answer.location == f"/hives/{family.hive.id}?after=family-left"
    assert "The family has left" in leader.get(answer.location).text


def test_a_manager_says_it_for_all_children_without_a_name(
    family: Family, manager: Person, client_for: Clients
):
    client, url = client_for(manager), f"/households/{family.household.id}/leave"
    given = {"reason": "deregistered", "left_on": clock.today().isoformat()}
    page = client.post(url, data=given | {f"ending-{family.child.id}": "planned"})
    assert page.status_code == 422
    assert "Say how their time here ended." in page.text
    assert "Wren" not in page.text
    answer = client.post(url, data=given | {"ending": "on_notice"})
    assert answer.status_code == 303
    assert "No longer approved" in client.get(answer.location).text
    _anew()
    stay = db.session.scalars(
        sa.select(Placement).where(Placement.child_id == family.child.id)
    ).one()
    assert stay.ending is PlacementEnding.ON_NOTICE


def test_nobody_is_asked_about_birth_children(family: Family, manager: Person):
    with unit_of_work():
        family.child.care_status = CareStatus.BIRTH_CHILD
    _leave(family, manager)
    stay = db.session.scalars(
        sa.select(Placement).where(Placement.child_id == family.child.id)
    ).one()
    assert stay.ending is PlacementEnding.OTHER


@pytest.mark.parametrize("days", [-1, 10_000])
def test_a_day_that_cannot_be_is_said_beside_the_field(family: Family, manager: Person, days: int):
    with pytest.raises(Invalid) as said:
        _leave(
            family,
            manager,
            left_on=clock.today() - timedelta(days=days),
            ending=PlacementEnding.PLANNED,
        )
    assert set(said.value.errors) == {"left_on"}


def test_a_child_who_is_still_to_come_is_not_forgotten(family: Family, manager: Person):
    services.place_child(
        household=family.household,
        added_by=family.carer,
        preferred_name="Robin",
        born_on=OPENED,
        care_status=CareStatus.IN_CARE,
        from_on=clock.today() + timedelta(days=5),
    )
    with pytest.raises(Invalid, match="A child is to come to them"):
        _leave(family, manager, ending=PlacementEnding.PLANNED)


def test_the_last_support_worker_of_a_hive_cannot_leave(family: Family, manager: Person):
    leader = family.support_worker
    services.join_household(person=leader, household=family.household, from_on=OPENED)
    words = f"{leader.name} is the only support worker of {family.hive.name}. Appoint somebody"
    for actor in (manager, leader):
        with pytest.raises(Conflict, match=words):
            _leave(family, actor, ending=PlacementEnding.PLANNED)
    db.session.expire_all()
    assert family.household.state is HouseholdState.ACTIVE
    assert _roles(family.carer) == {(Role.CARER, family.hive.id)}


def test_a_support_worker_leaves_when_somebody_else_leads(family: Family, manager: Person):
    leader = family.support_worker
    services.join_household(person=leader, household=family.household, from_on=OPENED)
    with unit_of_work():
        _membership(_person("Second Leader"), family.hive, Role.SUPPORT_WORKER)
    _leave(family, manager, ending=PlacementEnding.PLANNED)
    assert _roles(leader) == set()


def test_who_may_not_write_down_that_a_family_leaves(family: Family):
    for person in (family.carer, family.social_worker):
        with pytest.raises(NotAllowed):
            _leave(family, person)
    for who, person in family.outsiders.items():
        if who != "manager":
            with pytest.raises(NotFound):
                _leave(family, person)


def test_a_family_leaves_once(family: Family, manager: Person, client_for: Clients):
    _leave(family, manager, ending=PlacementEnding.PLANNED)
    with pytest.raises(NotAllowed):
        _leave(family, manager, ending=PlacementEnding.PLANNED)
    client = client_for(manager)
    assert client.get(f"/households/{family.household.id}").status_code == 200
    assert client.get(f"/households/{family.household.id}/move").status_code == 403
