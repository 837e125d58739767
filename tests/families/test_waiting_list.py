"""The waiting list: who waits, and the invitations held for them."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.carer_rows import Carer
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families import services
from app.families.models import Household, HouseholdKind, HouseholdState, OfferAnswer
from app.families.queries import open_offer
from app.hives.models import Hive
from app.invitations.links import token_of
from app.invitations.models import Invitation, InvitationState
from app.invitations.queries import invitations_of
from app.invitations.services import resend, revoke
from tests.conventions.county import County

Clients = Callable[[Person | None], FlaskClient]
FORM = {
    "name": "The Newbury family",
    "area": "Andover",
    "kind": "county",
    "approved_on": "",
    "previous_agency": "Bluebell Fostering",
    "waiting_since": "2021-03-01",
    "carer_name_1": "Joy Newbury",
    "carer_email_1": "Joy@Example.org",
    "carer_name_2": "Mike Newbury",
    "carer_email_2": "mike@example.org",
    "carer_link_2": "yes",
}


@pytest.fixture
def manager(county: County) -> Person:
    return county.people[Role.MANAGER]


@pytest.fixture
def client(manager: Person, client_for: Clients) -> FlaskClient:
    return client_for(manager)


@pytest.fixture
def newbury(county: County, manager: Person) -> Household:
    """A family on the waiting list with two carers."""
    return services.add_waiting(
        actor=manager,
        name="The Newbury family",
        area="Andover",
        kind=HouseholdKind.COUNTY,
        waiting_since=clock.today(),
        carers=[
            Carer(1, "Joy Newbury", "joy@example.org"),
            Carer(2, "Mike Newbury", "mike@example.org", is_link_carer=True),
        ],
    )


def _offer(manager: Person, household: Household, hive: Hive):
    return services.offer_place(actor=manager, household_id=household.id, hive_id=hive.id)


def _answer(manager: Person, offer_id: int, answer: OfferAnswer):
    return services.answer_offer(actor=manager, offer_id=offer_id, answer=answer)


def _invitations(household: Household) -> list[Invitation]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            sa.select(Invitation)
            .where(Invitation.household_id == household.id)
            .order_by(Invitation.id)
        )
    )


def test_a_family_is_put_on_the_list_and_nobody_is_written_to(
    county: County, client: FlaskClient, work_off: Callable[[], int], letters
):
    work_off()
    before = len(letters())
    answer = client.post("/waiting-list/add", data=FORM)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Joy Newbury" in page
    assert "Not invited yet" in page
    work_off()
    assert len(letters()) == before
    household = db.session.scalars(
        sa.select(Household).where(Household.name == "The Newbury family")
    ).one()
    assert household.state is HouseholdState.WAITING
    joy, mike = _invitations(household)
    assert (joy.email, joy.role, joy.hive_id) == ("joy@example.org", Role.CARER, None)
    assert mike.role is Role.LINK_CARER
    assert {joy.state, mike.state} == {InvitationState.HELD}


def test_the_list_counts_and_groups_by_area(
    county: County, client: FlaskClient, newbury: Household
):
    client.post("/waiting-list/add", data=FORM | {"area": "Gosport", "carer_name_1": "",
                "carer_email_1": "", "carer_name_2": "", "carer_email_2": ""})  # fmt: skip
    page = client.get("/waiting-list").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "3 families wait" in words
    assert "1 of them comes from an agency" in words
    assert "8 places are free" in words
    assert "1 more is kept for an offer" in words
    assert words.index("Andover (2)") < words.index("Gosport (1)")
    assert "Offered Andover" in words


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "Enter the family"),
        ({"area": " "}, "area", "Enter where they live."),
        ({"kind": ""}, "kind", "Choose how they came to foster."),
        ({"kind": "newly_approved"}, "approved_on", "Enter the day they were approved."),
        ({"waiting_since": ""}, "waiting_since", "Enter since when they wait."),
        ({"waiting_since": "2999-01-01"}, "waiting_since", "This day is still to come."),
        ({"waiting_since": "2021-02-31"}, "waiting_since", "Enter a day that exists."),
        ({"carer_email_1": ""}, "carer_email_1", "Enter an e-mail address for Joy Newbury."),
        ({"carer_name_2": ""}, "carer_name_2", "Enter their name too."),
        ({"carer_email_2": "nonsense"}, "carer_email_2", "like name@example.org"),
        ({"carer_email_2": "JOY@example.org"}, "carer_email_2", "in the form twice"),
        ({"carer_name_1": "x" * 101}, "carer_name_1", "This is too long."),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(
    client: FlaskClient, changes: dict[str, str], field: str, words: str
):
    page = client.post("/waiting-list/add", data=FORM | changes)
    assert page.status_code == 422
    assert words in page.text
    assert f'href="#{field}"' in page.text
    assert "Bluebell Fostering" in page.text
    waiting = db.session.scalars(sa.select(Household.name)).all()
    assert "The Newbury family" not in waiting


def test_somebody_who_lives_in_a_family_or_waits_already_is_refused(
    county: County, client: FlaskClient, newbury: Household
):
    page = client.post(
        "/waiting-list/add",
        data=FORM | {"name": "Others", "carer_email_2": county.people[Role.CARER].email},
    )
    assert page.status_code == 422
    assert "lives in another family already" in page.text
    assert "This address is on the waiting list already." in page.text
    assert "Others" not in client.get("/waiting-list").text


def test_a_held_invitation_opens_nothing_and_is_not_sent_before_its_time(
    county: County, client: FlaskClient, newbury: Household, manager: Person, client_for: Clients
):
    joy = invitations_of(newbury)[0]
    closed = client_for(None).get(f"/join/{token_of(joy)}")
    assert closed.status_code == 410
    assert "not open yet" in closed.text
    page = client.get(f"/invitations/{joy.id}")
    assert page.status_code == 200
    assert "Not sent yet" in page.text
    assert "Send it" not in page.text
    with pytest.raises(Conflict, match="still waits for a Hive"):
        resend(actor=manager, invitation_id=joy.id)
    assert "Joy Newbury" not in client.get("/county/invitations").text
    assert "Joy Newbury" not in client.get("/").text


def test_a_held_invitation_of_a_waiting_family_is_the_managers_alone(
    county: County, newbury: Household, client_for: Clients
):
    joy = invitations_of(newbury)[0]
    leader = client_for(county.people[Role.SUPPORT_WORKER])
    assert leader.get(f"/invitations/{joy.id}").status_code == 404
    assert leader.get(f"/households/{newbury.id}/invitations").status_code == 404
    assert leader.get(f"/households/{newbury.id}").status_code == 404


def test_taking_a_family_off_the_list_withdraws_the_offer_and_the_invitations(
    county: County, newbury: Household, manager: Person, client: FlaskClient
):
    _offer(manager, newbury, county.hive)
    joy = invitations_of(newbury)[0]
    given = {"reason": "moved", "left_on": clock.today().isoformat()}
    answer = client.post(f"/households/{newbury.id}/leave", data=given)
    assert answer.status_code == 303
    db.session.rollback()
    assert {each.state for each in _invitations(newbury)} == {InvitationState.REVOKED}
    assert open_offer(newbury) is None
    assert "The Newbury family" not in client.get("/waiting-list").text
    with pytest.raises(Conflict, match="has left"):
        resend(actor=manager, invitation_id=joy.id)


def test_a_held_invitation_can_be_taken_back(newbury: Household, manager: Person):
    joy = invitations_of(newbury)[0]
    revoke(actor=manager, invitation_id=joy.id)
    assert [each.name for each in invitations_of(newbury)] == ["Mike Newbury"]


def test_the_waiting_list_is_the_managers_alone(county: County, newbury: Household):
    for role in (Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER, Role.SOCIAL_WORKER):
        actor = county.people[role]
        with pytest.raises(NotAllowed):
            services.add_waiting(
                actor=actor,
                name="X",
                area="Y",
                kind=HouseholdKind.COUNTY,
                waiting_since=clock.today(),
            )
        with pytest.raises((NotAllowed, NotFound)):
            _offer(actor, county.waiting, county.hive)
        with pytest.raises(NotFound):
            _answer(actor, county.offer.id, OfferAnswer.ACCEPTED)


def test_only_a_social_worker_can_be_said_to_supervise(county: County, manager: Person):
    with pytest.raises(Invalid) as said:
        services.add_waiting(
            actor=manager,
            name="X",
            area="Y",
            kind=HouseholdKind.COUNTY,
            waiting_since=clock.today(),
            social_worker_id=county.people[Role.CARER].id,
        )
    assert set(said.value.errors) == {"social_worker_id"}
