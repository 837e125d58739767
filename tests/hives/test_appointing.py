"""Appointing, and ending a role."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.families.services import join_household
from app.hives.models import Membership
from app.hives.services import add_membership, appoint, end_role
from tests.conventions.county import County
from tests.hives.conftest import Neighbours, cover_by_nora, role_of

TODAY = clock.today()
NEXT_WEEK = TODAY + timedelta(days=7)


def _form(person: Person, role: Role, from_on: date = TODAY) -> dict[str, str]:
    return {"person_id": str(person.id), "role": role.value, "from_on": from_on.isoformat()}


def test_a_manager_appoints_somebody_of_another_hive_as_support_worker(
    county: County, neighbours: Neighbours, manager: FlaskClient,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    url = f"/hives/{county.hive.id}/appoint"
    found = manager.get(f"{url}?q=corner").text
    assert "Kim Corner" in found
    assert "Carer, Romsey Hive" in found
    assert county.people[Role.CARER].name not in found.split("<main")[1].replace("Carer,", "")
    form = _form(neighbours.kim, Role.SUPPORT_WORKER)
    assert manager.post(url, data=form).location == f"/hives/{county.hive.id}?after=appointed"
    assert client_for(neighbours.kim).get(f"/hives/{county.hive.id}/people").status_code == 200


def test_a_support_worker_appoints_link_carers_of_her_own_people_only(
    county: County, neighbours: Neighbours, leader: FlaskClient
):
    url = f"/hives/{county.hive.id}/appoint"
    carer = county.people[Role.CARER]
    assert "Kim Corner" not in leader.get(f"{url}?q=kim").text
    assert leader.post(url, data=_form(carer, Role.SUPPORT_WORKER)).status_code == 403
    assert leader.post(url, data=_form(neighbours.kim, Role.LINK_CARER)).status_code == 422
    assert leader.post(url, data=_form(carer, Role.LINK_CARER)).status_code == 303
    elsewhere = f"/hives/{neighbours.hive.id}/appoint"
    assert leader.get(elsewhere).status_code == 404
    assert leader.post(elsewhere, data=_form(carer, Role.LINK_CARER)).status_code == 404


def test_a_carer_appoints_nobody(county: County, carer: FlaskClient):
    me = county.people[Role.CARER]
    url = f"/hives/{county.hive.id}/appoint"
    assert carer.post(url, data=_form(me, Role.LINK_CARER)).status_code == 403
    with pytest.raises(NotAllowed):
        appoint(actor=me, hive_id=county.hive.id, person_id=me.id, role=Role.LINK_CARER)


def test_an_appointment_can_begin_later_but_not_earlier(
    county: County, neighbours: Neighbours, manager: FlaskClient,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    url = f"/hives/{county.hive.id}/appoint"
    yesterday = _form(neighbours.kim, Role.LINK_CARER, TODAY - timedelta(days=1))
    refused = manager.post(url, data=yesterday)
    assert refused.status_code == 422
    assert "Choose today or a later day." in refused.text
    assert (
        manager.post(url, data=_form(neighbours.kim, Role.LINK_CARER, NEXT_WEEK)).status_code == 303
    )
    kim = client_for(neighbours.kim)
    assert kim.get(f"/hives/{county.hive.id}").status_code == 404
    assert "from " in manager.get(f"/hives/{county.hive.id}/people").text
    with time_machine.travel(clock.now() + timedelta(days=7)):
        assert kim.get(f"/hives/{county.hive.id}").status_code == 200


def test_one_person_can_be_link_carer_for_several_hives_but_not_twice_for_one(
    county: County, neighbours: Neighbours
):
    link_carer, manager = county.people[Role.LINK_CARER], county.people[Role.MANAGER]
    wanted = {"person_id": link_carer.id, "role": Role.LINK_CARER}
    appoint(actor=manager, hive_id=neighbours.hive.id, **wanted)
    with pytest.raises(Invalid):
        appoint(actor=manager, hive_id=county.hive.id, **wanted)


@pytest.mark.parametrize(
    ("field", "value"),
    [("person_id", ""), ("person_id", "abc"), ("person_id", "999999"), ("role", ""),
     ("role", "manager"), ("role", "queen"), ("from_on", "soon"), ("from_on", "2026-02-31")],
)  # fmt: skip
def test_bad_input_keeps_what_was_chosen(
    county: County, neighbours: Neighbours, manager: FlaskClient, field: str, value: str
):
    form = _form(neighbours.kim, Role.LINK_CARER) | {"q": "corner", field: value}
    response = manager.post(f"/hives/{county.hive.id}/appoint", data=form)
    assert response.status_code in {403, 422}
    if response.status_code == 422:
        assert "There is a problem" in response.text
        assert "Kim Corner" in response.text
    assert not db.session.scalar(
        sa.select(Membership.id).where(
            Membership.person_id == neighbours.kim.id, Membership.hive_id == county.hive.id
        )
    )


def test_support_workers_of_the_county_stand_first_in_the_managers_list(
    county: County, neighbours: Neighbours, manager: FlaskClient, leader: FlaskClient
):
    page = manager.get(f"/hives/{county.hive.id}/appoint").text
    assert 0 < page.index("Nora Nextdoor") < page.index(f">{county.people[Role.CARER].name}<")
    assert page.index("Nora Nextdoor") < page.index("Kim Corner")
    assert (
        f'href="/hives/{county.hive.id}/invite"'
        in leader.get(f"/hives/{county.hive.id}/appoint").text
    )


def _end(client: FlaskClient, membership: Membership) -> tuple[int, str]:
    response = client.post(f"/memberships/{membership.id}/end")
    return response.status_code, response.text


def _still_holds(membership: Membership) -> bool:
    found = db.session.get(Membership, membership.id, populate_existing=True)
    return found is not None and found.is_in_force(clock.today())


def test_the_last_support_worker_stays_until_there_is_another(
    county: County, neighbours: Neighbours, priya: Person, manager: FlaskClient
):
    join_household(person=priya, household=county.household)  # which is not what keeps her
    held = role_of(priya, county.hive)
    status, words = _end(manager, held)
    assert status == 409
    assert f"{priya.name} is the only support worker of Andover." in words
    assert "Appoint somebody else first, then end this role." in words
    assert f"/hives/{county.hive.id}/appoint" in words
    assert "/households/" not in words
    assert _still_holds(held)
    add_membership(person=neighbours.nora, role=Role.SUPPORT_WORKER, hive=county.hive)
    assert _end(manager, held)[0] == 303
    assert not _still_holds(held)


def test_cover_for_somebody_ends_with_their_role(
    county: County, neighbours: Neighbours, priya: Person
):
    cover = cover_by_nora(county, neighbours, priya)
    add_membership(person=neighbours.kim, role=Role.SUPPORT_WORKER, hive=county.hive)
    held = role_of(priya, county.hive)
    end_role(actor=county.people[Role.MANAGER], membership_id=held.id)
    assert not _still_holds(cover)


def test_a_support_worker_ends_link_carers_and_covers_but_no_support_worker(
    county: County, neighbours: Neighbours, priya: Person, leader: FlaskClient
):
    link_carer = role_of(county.people[Role.LINK_CARER], county.hive)
    cover = cover_by_nora(county, neighbours, priya)
    second = add_membership(person=neighbours.kim, role=Role.SUPPORT_WORKER, hive=county.hive)
    assert _end(leader, link_carer)[0] == 303
    assert _end(leader, cover)[0] == 303
    assert _end(leader, second)[0] == 403
    assert _still_holds(second)


def test_a_carer_who_lives_in_a_household_of_the_hive_is_sent_to_its_page(
    county: County, leader: FlaskClient, manager: FlaskClient
):
    held = role_of(county.people[Role.CARER], county.hive)
    for client in (leader, manager):
        status, words = _end(client, held)
        assert status == 409
        assert f"/households/{county.household.id}" in words
        assert county.household.name in words
    assert _still_holds(held)
    assert f'/memberships/{held.id}/end"' not in leader.get(f"/hives/{county.hive.id}/people").text


def test_roles_of_other_hives_and_of_the_county_are_out_of_sight(
    county: County, neighbours: Neighbours, leader: FlaskClient, manager: FlaskClient
):
    theirs = role_of(neighbours.kim, neighbours.hive)
    assert _end(leader, theirs)[0] == 404
    of_county = county.people[Role.MANAGER].memberships[0]
    assert _end(manager, of_county)[0] == 404
    assert _still_holds(theirs)
    assert _still_holds(of_county)


def test_ending_twice_is_a_page_and_not_a_fault(county: County, leader: FlaskClient):
    held = role_of(county.people[Role.LINK_CARER], county.hive)
    assert _end(leader, held)[0] == 303
    assert _end(leader, held)[0] == 404
