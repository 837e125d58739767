"""Opening, changing and closing a Hive: by managers, and never over the heads of its families."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.chat.models import Room
from app.chat.queries import room_summaries
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdState, OfferAnswer, PlaceOffer
from app.hives.models import Hive, Membership
from app.hives.services import close_hive, edit_hive, open_hive
from app.invitations.models import Invitation, InvitationState
from tests.conventions.county import County
from tests.hives.conftest import Neighbours

FACTS = {"name": "Romsey Hive", "area": "Romsey and the Test Valley", "capacity": "8"}


def _hive_named(name: str) -> Hive | None:
    return db.session.scalar(sa.select(Hive).where(Hive.name == name))


def test_a_manager_opens_a_hive_and_its_room_comes_with_it(manager: FlaskClient):
    response = manager.post("/hives/new", data=FACTS)
    hive = _hive_named("Romsey Hive")
    assert hive
    assert response.location == f"/hives/{hive.id}?after=opened"
    assert (hive.area, hive.capacity) == ("Romsey and the Test Valley", 8)
    assert db.session.scalar(sa.select(Room.name).where(Room.hive_id == hive.id)) == "Romsey Hive"
    assert "Nobody leads this Hive yet" in manager.get(response.location).text


def test_a_hive_has_the_councils_usual_room_unless_it_is_said(app: Flask, manager: FlaskClient):
    usual = app.extensions["hive_config"].hive_capacity
    assert open_hive(name="Romsey Hive", area="Romsey").capacity == usual
    assert f'value="{usual}"' in manager.get("/hives/new").text


def test_nobody_else_opens_a_hive(leader: FlaskClient, carer: FlaskClient, priya: Person):
    assert leader.post("/hives/new", data=FACTS).status_code == 403
    assert carer.post("/hives/new", data=FACTS).status_code == 403
    with pytest.raises(NotAllowed):
        open_hive(actor=priya, name="Romsey Hive", area="Romsey")
    assert _hive_named("Romsey Hive") is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("name", "", "Enter the name"), ("name", "ANDOVER", "of this name already"),
     ("name", "x" * 101, "too long"), ("area", " ", "Enter the towns"),
     ("capacity", "", "how many families"), ("capacity", "0", "whole number"),
     ("capacity", "ten", "whole number"), ("capacity", "100", "whole number")],
)  # fmt: skip
def test_bad_facts_are_said_beside_the_field_and_kept(
    manager: FlaskClient, field: str, value: str, words: str
):
    response = manager.post("/hives/new", data=FACTS | {field: value})
    assert response.status_code == 422
    assert words in response.text
    assert f'id="{field}-error"' in response.text
    assert "Romsey" in response.text


def test_renaming_renames_the_room_and_keeps_what_was_said(
    county: County, manager: FlaskClient, carer: FlaskClient
):
    facts = {"name": "Test Valley Hive", "area": "Andover", "capacity": "9"}
    response = manager.post(f"/hives/{county.hive.id}/edit", data=facts)
    assert response.status_code == 303
    room = carer.get(f"/chat/rooms/{county.room.id}").text
    assert "Test Valley Hive" in room
    assert "Is anybody free on Saturday?" in room


def test_nobody_else_changes_a_hive(county: County, leader: FlaskClient, priya: Person):
    assert leader.post(f"/hives/{county.hive.id}/edit", data=FACTS).status_code == 403
    with pytest.raises(NotAllowed):
        edit_hive(actor=priya, hive_id=county.hive.id, name="Ours", area="", capacity=9)
    with pytest.raises(NotFound):
        edit_hive(actor=county.stranger(), hive_id=county.hive.id, name="Ours", area="", capacity=9)
    assert _hive_named("Andover")


def test_capacity_stays_above_the_families_and_the_open_offers(
    county: County, manager: FlaskClient
):
    # One household lives there, and one has been offered a place.
    facts = {"name": "Andover", "area": "Andover", "capacity": "1"}
    response = manager.post(f"/hives/{county.hive.id}/edit", data=facts)
    assert response.status_code == 422
    assert "Make it 2 or more" in response.text
    response = manager.post(f"/hives/{county.hive.id}/edit", data=facts | {"capacity": "2"})
    assert response.status_code == 303


def test_the_name_of_another_hive_is_refused_and_ones_own_is_not(
    county: County, neighbours: Neighbours
):
    manager = county.people[Role.MANAGER]
    with pytest.raises(Invalid) as refused:
        edit_hive(actor=manager, hive_id=county.hive.id, name="romsey hive", area="A", capacity=9)
    assert "name" in refused.value.errors
    edit_hive(actor=manager, hive_id=neighbours.hive.id, name="ROMSEY HIVE", area="R", capacity=9)


def _empty(county: County) -> None:
    with unit_of_work():
        db.session.execute(
            sa.update(PlaceOffer).values(answer=OfferAnswer.WITHDRAWN, answered_at=clock.now())
        )
        db.session.execute(
            sa.update(Household)
            .where(Household.hive_id == county.hive.id)
            .values(hive_id=None, state=HouseholdState.WAITING, waiting_since=clock.today())
        )


def test_a_hive_with_families_stays_open_and_lists_them(county: County, manager: FlaskClient):
    response = manager.post(f"/hives/{county.hive.id}/close")
    assert response.status_code == 409
    assert county.household.name in response.text
    assert f"/households/{county.household.id}" in response.text
    assert county.waiting.name in response.text  # a place is kept for them
    assert "Close Andover for good" not in response.text
    assert db.session.get(Hive, county.hive.id, populate_existing=True).closed_on is None


def test_closing_says_first_what_it_means(county: County, manager: FlaskClient, priya: Person):
    _empty(county)
    page = manager.get(f"/hives/{county.hive.id}/close").text
    assert "This can\u2019t be undone" in page
    assert priya.name in page
    assert db.session.get(Hive, county.hive.id, populate_existing=True).closed_on is None


def test_closing_ends_roles_invitations_and_reading_but_keeps_the_room(
    county: County,
    manager: FlaskClient,
    leader: FlaskClient,
    client_for: Callable[..., FlaskClient],
):
    _empty(county)
    assert leader.get(f"/chat/rooms/{county.room.id}").status_code == 200
    assert manager.post(f"/hives/{county.hive.id}/close").location == "/hives?closed=1"
    db.session.expire_all()
    assert db.session.get(Hive, county.hive.id).closed_on == clock.today()
    roles = db.session.scalars(sa.select(Membership).where(Membership.hive_id == county.hive.id))
    assert not any(each.is_in_force(clock.today()) for each in roles)
    assert db.session.get(Invitation, county.invitation.id).state is InvitationState.REVOKED
    assert db.session.get(Room, county.room.id) is not None
    for person in county.people.values():
        client = client_for(person)
        assert client.get(f"/chat/rooms/{county.room.id}").status_code == 404
        assert client.get(f"/hives/{county.hive.id}").status_code in {403, 404}
    assert "Andover" not in [each.hive.name for each in room_summaries(county.people[Role.CARER])]


def test_a_role_that_was_to_begin_later_ends_with_the_hive(county: County, neighbours: Neighbours):
    _empty(county)
    with unit_of_work():
        db.session.add(
            Membership(
                person_id=neighbours.kim.id,
                hive_id=county.hive.id,
                role=Role.LINK_CARER,
                from_on=clock.today().replace(year=clock.today().year + 1),
            )
        )
    close_hive(actor=county.people[Role.MANAGER], hive_id=county.hive.id)
    held = db.session.scalars(
        sa.select(Membership).where(
            Membership.hive_id == county.hive.id, Membership.until_on.is_(None)
        )
    )
    assert list(held) == []


def test_nobody_else_closes_a_hive(county: County, leader: FlaskClient, priya: Person):
    _empty(county)
    assert leader.post(f"/hives/{county.hive.id}/close").status_code == 403
    with pytest.raises(NotAllowed):
        close_hive(actor=priya, hive_id=county.hive.id)
    assert db.session.get(Hive, county.hive.id, populate_existing=True).closed_on is None


def test_a_name_that_was_used_before_is_not_given_again(county: County):
    _empty(county)
    close_hive(actor=county.people[Role.MANAGER], hive_id=county.hive.id)
    with pytest.raises(Conflict):
        open_hive(name="Andover", area="Andover")
