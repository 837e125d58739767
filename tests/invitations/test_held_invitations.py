"""Invitations that are made but not sent yet."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.carer_rows import Carer
from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families.services import open_household
from app.invitations import services
from app.invitations.links import token_of
from app.invitations.models import Invitation, InvitationState
from tests.conventions.county import County

Clients = Callable[[Person | None], FlaskClient]
WORDS = "kettle garden otter"


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def leader(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


@pytest.fixture
def manager(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.MANAGER])


def _held(county: County) -> Invitation:
    """As an import makes them: in a Hive, not sent."""
    household = open_household(name="The Newbury family", hive=county.hive)
    carers = [Carer(1, "Joy Newbury", "joy@example.org")]
    return services.invite_family(
        actor=county.people[Role.SUPPORT_WORKER], household=household, carers=carers, is_held=True
    )[0]


def test_a_held_invitation_into_a_hive_is_listed_and_sent_with_one_tap(
    county: County,
    leader: FlaskClient,
    client_for: Clients,
    work_off: Callable[[], int],
    letters: Callable[[], list[str]],
):
    invitation = _held(county)
    token = token_of(invitation)
    assert work_off() >= 0
    before = len(letters())
    assert client_for(None).get(f"/join/{token}").status_code == 410
    page = leader.get(f"/hives/{county.hive.id}/invitations").text
    assert "Not sent yet" in page
    assert f"/invitations/{invitation.id}/resend" in page
    assert "Joy Newbury" not in leader.get("/").text
    assert leader.post(f"/invitations/{invitation.id}/resend").status_code == 303
    work_off()
    assert len(letters()) == before + 1
    db.session.expire_all()
    assert invitation.state is InvitationState.WAITING
    assert client_for(None).get(f"/join/{token_of(invitation)}").status_code == 200
    assert "Joy Newbury" in leader.get("/").text


def test_a_held_invitation_cannot_be_taken_up_by_a_service_either(county: County):
    with pytest.raises(NotFound):
        services.join(token=token_of(_held(county)), password=WORDS, network="192.0.2.1")


def test_a_revoked_invitation_of_a_family_that_left_is_not_sent_again(
    county: County, manager: FlaskClient
):
    invitation = _held(county)
    manager.post(
        f"/households/{invitation.household_id}/leave",
        data={"reason": "other", "left_on": "2021-06-01"},
    )
    db.session.rollback()
    db.session.expire_all()
    assert invitation.state is InvitationState.REVOKED
    assert "has left the Hives" in manager.get(f"/invitations/{invitation.id}").text
    with pytest.raises(Conflict):
        services.resend(actor=county.people[Role.MANAGER], invitation_id=invitation.id)
