"""Inviting and joining: single use, seven days, taken back, sent again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.queries import person_by_email
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.roles import Role
from app.invitations import services
from app.invitations.links import token_of
from app.invitations.models import Invitation
from tests.conventions.county import County

WORDS = "kettle garden otter"


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def client(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(None)


def _invite(county: County, **changes: object) -> Invitation:
    wanted = {
        "actor": county.people[Role.SUPPORT_WORKER],
        "hive": county.hive,
        "name": "Joy Newbury",
        "email": "joy@example.org",
        "role": Role.CARER,
        "household": "new",
        "new_household": "The Newbury family",
    }
    return services.invite(**(wanted | changes))  # type: ignore[arg-type]


def _join(client: FlaskClient, invitation: Invitation, **form: str) -> object:
    given = {"name": "Joy Newbury", "password": WORDS} | form
    return client.post(f"/join/{token_of(invitation)}", data=given)


def test_joining_makes_the_account_the_membership_and_the_household(
    county: County, client: FlaskClient
):
    assert _join(client, _invite(county)).location == "/welcome"
    assert "The Newbury family" in client.get(f"/hives/{county.hive.id}").text
    assert client.get(f"/chat/rooms/{county.room.id}").status_code == 200


def test_a_link_works_once(county: County, client: FlaskClient):
    invitation = _invite(county)
    _join(client, invitation)
    again = client.get(f"/join/{token_of(invitation)}")
    assert again.status_code == 410
    assert _join(client, invitation).status_code == 410


def test_a_link_ends_after_seven_days_and_says_so(county: County, client: FlaskClient):
    invitation = _invite(county)
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1), tick=False):
        response = _join(client, invitation)
    assert response.status_code == 410
    assert person_by_email("joy@example.org") is None


def test_a_link_taken_back_is_closed_and_sending_again_makes_a_new_one(
    county: County, client: FlaskClient
):
    invitation = _invite(county)
    old = token_of(invitation)
    leader = county.people[Role.SUPPORT_WORKER]
    services.revoke(actor=leader, invitation_id=invitation.id)
    assert client.get(f"/join/{old}").status_code == 410
    invitation = services.resend(actor=leader, invitation_id=invitation.id)
    assert client.get(f"/join/{old}").status_code == 410
    assert client.get(f"/join/{token_of(invitation)}").status_code == 200


def test_a_weak_password_changes_nothing_and_keeps_the_name(county: County, client: FlaskClient):
    response = _join(client, _invite(county), password="short", name="Joy N")
    assert response.status_code == 422
    assert "Joy N" in response.text
    assert person_by_email("joy@example.org") is None


def test_somebody_with_an_account_joins_with_the_password_they_have(
    county: County, client: FlaskClient
):
    _join(client, _invite(county))
    second = _invite(county, role=Role.LINK_CARER, household="", new_household="")
    assert _join(client, second, password="not the right one").status_code == 422
    assert _join(client, second).status_code == 303
    person = person_by_email("joy@example.org")
    assert person
    assert person.roles == {Role.CARER, Role.LINK_CARER}


def test_the_letter_holds_the_link(
    county: County, work_off: Callable[[], int], letters: Callable[[], list[str]]
):
    work_off()
    before = len(letters())
    invitation = _invite(county)
    work_off()
    letter = letters()[before].replace("=\n", "")
    assert token_of(invitation) in letter


def test_a_support_worker_may_not_invite_managers_or_into_another_hive(county: County):
    with pytest.raises(NotAllowed):
        _invite(county, role=Role.MANAGER)
    with pytest.raises(NotAllowed):
        _invite(county, hive=None, role=Role.MANAGER)
    far = county.stranger().current_memberships[0].hive
    with pytest.raises(NotAllowed):
        _invite(county, hive=far)


def test_somebody_who_is_here_is_not_invited_again(county: County):
    email = county.people[Role.CARER].email
    with pytest.raises(Invalid):
        _invite(county, email=email)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "   "), ("name", "x" * 101), ("email", "nonsense"),
     ("role", "queen"), ("household", "999999"), ("new_household", "")],
)  # fmt: skip
def test_bad_input_is_said_beside_the_field_and_kept(
    county: County, client_for: Callable[..., FlaskClient], field: str, value: str
):
    form = {
        "name": "Joy Newbury",
        "email": "joy@example.org",
        "role": "carer",
        "household": "new",
        "new_household": "The Newburys",
    }
    leader = client_for(county.people[Role.SUPPORT_WORKER])
    response = leader.post(f"/hives/{county.hive.id}/invite", data=form | {field: value})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert "joy@example.org" in response.text or field == "email"
