"""A whole household invited at once, and places that run out."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.carer_rows import Carer
from app.core.errors import NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdKind
from app.invitations import services
from app.invitations.links import token_of
from app.invitations.models import Invitation, InvitationState
from tests.conventions.county import County

Clients = Callable[[Person | None], FlaskClient]
WORDS = "kettle garden otter"
FORM = {
    "name": "The Newbury family",
    "kind": "newly_approved",
    "approved_on": "2021-03-01",
    "carer_name_1": "Joy Newbury",
    "carer_email_1": "joy@example.org",
    "carer_name_2": "Mike Newbury",
    "carer_email_2": "mike@example.org",
}


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def leader(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


@pytest.fixture
def manager(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.MANAGER])


def _invite(client: FlaskClient, county: County, **changes: str):
    return client.post(f"/hives/{county.hive.id}/invite-household", data=FORM | changes)


def _newburys() -> Household | None:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalar(sa.select(Household).where(Household.name == "The Newbury family"))


def _invitations() -> list[Invitation]:
    return list(
        db.session.scalars(
            sa.select(Invitation)
            .where(Invitation.email.in_(["joy@example.org", "mike@example.org"]))
            .order_by(Invitation.id)
        )
    )


def test_a_family_is_invited_in_one_piece_with_a_code_for_each(
    county: County, leader: FlaskClient, work_off: Callable[[], int], letters
):
    work_off()
    before = len(letters())
    answer = _invite(leader, county)
    assert answer.status_code == 303
    page = leader.get(answer.location)
    assert page.text.count('class="qr"') == 2
    household = _newburys()
    assert household
    assert (household.kind, household.hive_id) == (HouseholdKind.NEWLY_APPROVED, county.hive.id)
    for each in _invitations():
        assert token_of(each) in page.text
        assert each.household_id == household.id
    work_off()
    assert len(letters()) == before + 2


def test_both_join_the_same_household(county: County, leader: FlaskClient, client_for: Clients):
    _invite(leader, county, carer_link_2="yes")
    for each in _invitations():
        phone = client_for(None)
        given = {"name": each.name, "password": WORDS}
        assert phone.post(f"/join/{token_of(each)}", data=given).status_code == 303
    household = _newburys()
    page = leader.get(f"/households/{household.id}").text  # type: ignore[union-attr]
    assert "Joy Newbury" in page
    assert "Mike Newbury" in page
    assert "Can join until" not in page
    mike = db.session.scalars(sa.select(Person).where(Person.email == "mike@example.org")).one()
    assert mike.roles == {Role.CARER, Role.LINK_CARER}


def test_rows_without_a_name_and_an_address_count_as_none(county: County, leader: FlaskClient):
    assert _invite(leader, county, carer_name_2=" ", carer_email_2="").status_code == 303
    assert [each.name for each in _invitations()] == ["Joy Newbury"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Enter the family"),
        ({"kind": ""}, "kind", "Choose how they came to foster."),
        ({"approved_on": ""}, "approved_on", "Enter the day they were approved."),
        ({"approved_on": "2999-01-01"}, "approved_on", "This day is still to come."),
        ({"carer_email_2": ""}, "carer_email_2", "Enter an e-mail address for Mike Newbury."),
        ({"carer_name_1": ""}, "carer_name_1", "Enter their name too."),
        ({"carer_email_2": "joy@example.org"}, "carer_email_2", "in the form twice"),
        ({"carer_name_4": "Nan"}, "carer_email_4", "Enter an e-mail address for Nan."),
        (
            dict.fromkeys(("carer_name_1", "carer_email_1", "carer_name_2", "carer_email_2"), ""),
            "carer_name_1",
            "of one carer or more",
        ),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_makes_nothing(
    county: County, leader: FlaskClient, changes: dict[str, str], field: str, words: str
):
    page = _invite(leader, county, **({"carer_name_3": "", "carer_email_3": ""} | changes))
    assert page.status_code == 422
    assert words in page.text
    assert f'href="#{field}"' in page.text
    assert _newburys() is None
    assert _invitations() == []


def test_somebody_of_another_family_is_refused(county: County, leader: FlaskClient):
    page = _invite(leader, county, carer_email_2=county.people[Role.CARER].email)
    assert page.status_code == 422
    assert "lives in another family already" in page.text
    assert "Joy Newbury" in page.text
    assert _newburys() is None


def test_a_full_hive_is_refused_in_words(county: County, leader: FlaskClient, manager: FlaskClient):
    with unit_of_work():
        county.hive.capacity = 2
    for client in (leader, manager):
        assert (
            "Andover is full (2 of 2)."
            in client.get(f"/hives/{county.hive.id}/invite-household").text
        )
        page = _invite(client, county)
        assert page.status_code == 409
        assert "Andover is full (2 of 2)." in page.text
        assert "Joy Newbury" in page.text
    assert _newburys() is None


def test_one_person_with_a_new_family_takes_a_place_too(
    county: County, leader: FlaskClient, client_for: Clients
):
    form = {
        "name": "Joy Newbury",
        "email": "joy@example.org",
        "role": "carer",
        "household": "new",
        "new_household": "The Newbury family",
    }
    url = f"/hives/{county.hive.id}/invite"
    with unit_of_work():
        county.hive.capacity = 2
    page = leader.post(url, data=form)
    assert page.status_code == 409
    assert "Andover is full (2 of 2)." in page.text
    assert "joy@example.org" in page.text
    assert _newburys() is None
    with unit_of_work():
        county.hive.capacity = 3
    assert leader.post(url, data=form).status_code == 303
    again = leader.post(url, data=form)
    assert again.status_code == 303, "inviting again keeps the same family"
    waiting = [each for each in _invitations() if each.state is InvitationState.WAITING]
    assert len(waiting) == 1
    assert waiting[0].household == _newburys()


def test_an_invitation_from_before_places_were_kept_respects_them(
    county: County, client_for: Clients
):
    invitation = services.invite(
        actor=county.people[Role.SUPPORT_WORKER],
        hive=county.hive,
        name="Joy Newbury",
        email="joy@example.org",
        role=Role.LINK_CARER,
    )
    with unit_of_work():
        invitation.new_household = "The Newbury family"
        county.hive.capacity = 2
    answer = client_for(None).post(
        f"/join/{token_of(invitation)}", data={"name": "Joy", "password": WORDS}
    )
    assert answer.status_code == 409
    assert "Andover is full" in answer.text
    db.session.expire_all()
    assert invitation.state is InvitationState.WAITING


def test_who_may_not_invite_a_family(county: County, client_for: Clients):
    far = county.stranger()
    carers = [Carer(1, "Joy Newbury", "joy@example.org")]
    for person in (
        county.people[Role.CARER],
        county.people[Role.LINK_CARER],
        county.people[Role.SOCIAL_WORKER],
        far,
    ):
        assert _invite(client_for(person), county).status_code == 403
        with pytest.raises(NotAllowed):
            services.invite_household(
                actor=person,
                hive=county.hive,
                name="X",
                kind=HouseholdKind.COUNTY,
                approved_on=None,
                carers=carers,
            )


def test_a_support_worker_of_another_hive_finds_neither_hive_nor_family(
    county: County, client_for: Clients
):
    far = county.stranger()
    with unit_of_work():
        far.current_memberships[0].role = Role.SUPPORT_WORKER
    client = client_for(far)
    assert _invite(client, county).status_code == 404
    assert client.get(f"/households/{county.household.id}/invitations").status_code == 404


def test_a_carer_of_a_family_is_invited_from_its_page(county: County, leader: FlaskClient):
    page = leader.get(f"/hives/{county.hive.id}/invite?household={county.household.id}").text
    assert f'value="{county.household.id}" selected' in page
