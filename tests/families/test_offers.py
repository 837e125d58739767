"""Places offered to families who wait, and what an answer brings about."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.carer_rows import Carer
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import Household, HouseholdKind, HouseholdState, OfferAnswer
from app.families.queries import moves_of, open_offer, spaces_in
from app.hives.models import Hive
from app.invitations.links import token_of
from app.invitations.models import Invitation, InvitationState
from app.notices.models import Notice
from tests.conventions.county import County, _hive, _membership, _person

Clients = Callable[[Person | None], FlaskClient]


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


def test_yes_brings_the_family_in_and_sends_the_invitations(
    county: County,
    newbury: Household,
    manager: Person,
    work_off: Callable[[], int],
    letters: Callable[[], list[str]],
    client_for: Clients,
):
    work_off()
    before = len(letters())
    offer = _offer(manager, newbury, county.hive)
    _answer(manager, offer.id, OfferAnswer.ACCEPTED)
    db.session.expire_all()
    assert (newbury.state, newbury.hive_id) == (HouseholdState.ACTIVE, county.hive.id)
    assert [(each.from_hive_id, each.to_hive_id) for each in moves_of(newbury)] == [
        (None, county.hive.id)
    ]
    joy, mike = _invitations(newbury)
    assert {joy.state, mike.state} == {InvitationState.WAITING}
    assert {joy.hive_id, mike.hive_id} == {county.hive.id}
    work_off()
    assert len(letters()) == before + 2
    told = db.session.scalars(sa.select(Notice).where(Notice.title.contains("joined"))).one()
    assert told.person_id == county.people[Role.SUPPORT_WORKER].id
    assert told.title == "A family has joined Andover"

    phone = client_for(None)
    given = {"name": "Mike Newbury", "password": "kettle garden otter"}
    assert phone.post(f"/join/{token_of(mike)}", data=given).status_code == 303
    assert phone.get(f"/chat/rooms/{county.room.id}").status_code == 200
    assert "Joy Newbury" in phone.get(f"/households/{newbury.id}").text
    db.session.rollback()
    person = db.session.scalars(sa.select(Person).where(Person.email == mike.email)).one()
    assert person.roles == {Role.CARER, Role.LINK_CARER}


def test_members_who_have_an_account_are_in_at_once(
    county: County, newbury: Household, manager: Person
):
    with unit_of_work():
        known = _person("Known Newbury")
    services.join_household(person=known, household=newbury)
    offer = _offer(manager, newbury, county.hive)
    _answer(manager, offer.id, OfferAnswer.ACCEPTED)
    db.session.expire_all()
    assert [(each.role, each.hive_id) for each in known.current_memberships] == [
        (Role.CARER, county.hive.id)
    ]


@pytest.mark.parametrize("answer", [OfferAnswer.DECLINED, OfferAnswer.WITHDRAWN])
def test_no_frees_the_place_and_the_family_keeps_waiting(
    county: County, newbury: Household, manager: Person, answer: OfferAnswer
):
    free = spaces_in([county.hive])[county.hive.id]
    offer = _offer(manager, newbury, county.hive)
    assert spaces_in([county.hive])[county.hive.id] == free - 1
    _answer(manager, offer.id, answer)
    assert spaces_in([county.hive])[county.hive.id] == free
    assert newbury.state is HouseholdState.WAITING
    assert open_offer(newbury) is None
    assert {each.state for each in _invitations(newbury)} == {InvitationState.HELD}
    assert _offer(manager, newbury, county.hive)


def test_an_offer_is_answered_once(county: County, newbury: Household, manager: Person):
    offer = _offer(manager, newbury, county.hive)
    _answer(manager, offer.id, OfferAnswer.ACCEPTED)
    for answer in (OfferAnswer.ACCEPTED, OfferAnswer.DECLINED):
        with pytest.raises(Conflict):
            _answer(manager, offer.id, answer)


def test_a_family_has_one_offer_at_a_time(
    county: County, newbury: Household, manager: Person, client: FlaskClient
):
    _offer(manager, newbury, county.hive)
    url = f"/waiting-list/{newbury.id}/offer"
    assert "have an offer from Andover already" in client.get(url).text
    page = client.post(url, data={"hive": str(county.hive.id)})
    assert page.status_code == 409
    assert "has an offer from Andover already" in page.text


def test_a_full_hive_can_be_seen_but_not_offered(
    county: County, newbury: Household, client: FlaskClient
):
    with unit_of_work():
        county.hive.capacity = 2
        _hive("Gosport")
    url = f"/waiting-list/{newbury.id}/offer"
    page = client.get(url).text
    assert page.index("Gosport") < page.index(f'value="{county.hive.id}" disabled')
    answer = client.post(url, data={"hive": str(county.hive.id)})
    assert answer.status_code == 409
    assert "Andover is full (2 of 2)." in answer.text


def test_hives_of_their_own_area_come_first(county: County, client: FlaskClient):
    with unit_of_work():
        _hive("Alresford")
    page = client.get(f"/waiting-list/{county.waiting.id}/offer")
    assert page.status_code == 200
    services.answer_offer(
        actor=county.people[Role.MANAGER], offer_id=county.offer.id, answer=OfferAnswer.DECLINED
    )
    page = client.get(f"/waiting-list/{county.waiting.id}/offer").text
    assert page.index("<span>Andover</span>") < page.index("<span>Alresford</span>")


def test_the_answers_are_one_tap_on_the_familys_page(county: County, client: FlaskClient):
    page = client.get(f"/households/{county.waiting.id}").text
    assert "What did the family say?" in page
    url = f"/offers/{county.offer.id}/answer"
    assert client.post(url, data={"answer": "maybe"}).status_code == 422
    assert client.post(url, data={"answer": "waiting"}).status_code == 422
    answer = client.post(url, data={"answer": "accepted"})
    assert answer.status_code == 303
    assert "They are in the Hive." in client.get(answer.location).text
    assert client.post(url, data={"answer": "accepted"}).status_code == 409


def test_a_closed_hive_is_offered_to_nobody(county: County, newbury: Household, manager: Person):
    with unit_of_work():
        closed, _ = _hive("Closed")
        closed.closed_on = clock.today()
        _membership(_person("Nobody"), closed, Role.CARER)
    with pytest.raises(Conflict, match="has closed"):
        _offer(manager, newbury, closed)
