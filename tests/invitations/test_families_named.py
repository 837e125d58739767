"""Which family an invitation is into, and what becomes of an earlier one."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.roles import Role
from app.families.models import Household
from app.families.queries import households_of
from app.families.services import open_household
from app.invitations import services
from app.invitations.links import token_of
from app.invitations.models import Invitation
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def leader(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


@pytest.fixture
def bramleys(county: County) -> Household:
    return open_household(name="The Bramley family", hive=county.hive)


def _invite(county: County, household: Household) -> Invitation:
    return services.invite(
        actor=county.people[Role.SUPPORT_WORKER],
        hive=county.hive,
        name="Joy Newbury",
        email="joy@example.org",
        role=Role.CARER,
        household=str(household.id),
    )


def _form(**changes: str) -> dict[str, str]:
    form = {"name": "Joy Newbury", "email": "joy@example.org", "role": "carer"}
    return form | {"household": "", "new_household": ""} | changes


def test_a_family_of_the_list_and_a_new_name_is_an_error_beside_the_name(
    county: County, leader: FlaskClient, bramleys: Household
):
    url = f"/hives/{county.hive.id}/invite"
    form = _form(household=str(bramleys.id), new_household="The Strangers")
    refused = leader.post(url, data=form)
    assert refused.status_code == 422
    assert "Choose a family from the list, or give a new one a name: not both." in refused.text
    assert 'id="new_household-error"' in refused.text
    assert 'value="The Strangers"' in refused.text


def test_a_name_alone_is_a_new_family(county: County, leader: FlaskClient):
    url = f"/hives/{county.hive.id}/invite"
    assert leader.post(url, data=_form(new_household="The Newburys")).status_code == 303
    assert "The Newburys" in [each.name for each in households_of(county.hive)]


def test_the_form_says_when_a_family_is_needed_and_where_a_whole_one_is_invited(
    county: County, leader: FlaskClient
):
    page = leader.get(f"/hives/{county.hive.id}/invite").text
    assert "(if you like)" not in page
    assert "A carer needs one." in page
    assert f"/hives/{county.hive.id}/invite-household" in page


def test_the_family_is_named_to_the_inviter_and_to_the_invited(
    county: County, leader: FlaskClient, bramleys: Household, client_for: Callable[..., FlaskClient]
):
    invitation = _invite(county, bramleys)
    assert "the Bramley family" in leader.get(f"/invitations/{invitation.id}").text
    assert "the Bramley family" in leader.get(f"/hives/{county.hive.id}/invitations").text
    joining = client_for(None).get(f"/join/{token_of(invitation)}").text
    assert "as a carer into the Bramley family." in joining


def test_an_invitation_that_is_replaced_says_so_on_both_sides(
    county: County, leader: FlaskClient, bramleys: Household, client_for: Callable[..., FlaskClient]
):
    earlier = _invite(county, bramleys)
    newer = _invite(county, county.household)
    told = leader.get(f"/invitations/{newer.id}").text
    assert "This replaces the earlier invitation to this address, into the Bramley family." in told
    assert "This replaces" not in leader.get(f"/invitations/{earlier.id}").text
    closed = client_for(None).get(f"/join/{token_of(earlier)}")
    assert closed.status_code == 410
    assert "There is a newer invitation. Look for the later message." in closed.text
    assert "taken it back" not in closed.text
    services.revoke(actor=county.people[Role.SUPPORT_WORKER], invitation_id=newer.id)
    assert "taken it back" in client_for(None).get(f"/join/{token_of(newer)}").text
