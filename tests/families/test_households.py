"""A family's page and its facts: who sees which, and what is refused in words."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import Household, HouseholdKind
from app.families.queries import exempted_children
from tests.conventions.county import County
from tests.families.builders import Family

FORM = {"name": "The Okafor family", "kind": "county", "host_places": ""}
Clients = Callable[[Person | None], FlaskClient]


def _page(client: FlaskClient, family: Family) -> str:
    return client.get(f"/households/{family.household.id}").text


def _anew() -> None:
    """Forget what this test's own session has read: others have written since."""
    db.session.rollback()
    db.session.expire_all()


def _edit(client: FlaskClient, family: Family, **changes: str):
    return client.post(f"/households/{family.household.id}/edit", data=FORM | changes)


@pytest.fixture
def manager(county: County, client_for: Clients) -> FlaskClient:
    return client_for(county.people[Role.MANAGER])


def test_those_who_may_know_the_children_see_their_faces(
    family: Family, carer: FlaskClient, leader: FlaskClient, social_worker: FlaskClient
):
    for client in (carer, leader, social_worker):
        assert "Wren" in _page(client, family)


def test_a_manager_sees_how_many_children_and_no_name(family: Family, manager: FlaskClient):
    page = _page(manager, family)
    assert "1 child lives here" in page
    assert "Wren" not in page
    assert f"/children/{family.child.id}" not in page


def test_nobody_else_opens_the_page(family: Family, client_for: Clients):
    for who, person in family.outsiders.items():
        status = client_for(person).get(f"/households/{family.household.id}").status_code
        assert status == (200 if who == "manager" else 404), who


def test_phone_numbers_are_for_those_who_lead_or_supervise(
    family: Family,
    carer: FlaskClient,
    leader: FlaskClient,
    social_worker: FlaskClient,
    manager: FlaskClient,
):
    with unit_of_work():
        family.partner.phone = "07700 900123"
    for client in (leader, social_worker, manager):
        assert "tel:07700900123" in _page(client, family)
    assert "07700" not in _page(carer, family)


def test_the_allowance_is_the_councils_usual_one_unless_the_family_has_its_own(
    family: Family, carer: FlaskClient
):
    assert "14 nights a year" in _page(carer, family)
    with unit_of_work():
        family.household.sleepover_nights = 21
    assert "21 nights a year" in _page(carer, family)


def test_a_support_worker_changes_what_is_written(family: Family, leader: FlaskClient):
    given = {
        "name": "The Okafors",
        "kind": "newly_approved",
        "approved_on": "2020-10-01",
        "previous_agency": "Bluebell Fostering",
        "area": "Andover",
        "places": "3",
        "ages_from": "4",
        "ages_to": "12",
        "sleepover_nights": "20",
        "is_host": "yes",
        "host_places": "2",
        "host_room": "Bunk beds",
        "social_worker_id": str(family.social_worker.id),
    }
    answer = _edit(leader, family, **given)
    assert answer.status_code == 303
    _anew()
    household = db.session.get_one(Household, family.household.id)
    assert household.kind is HouseholdKind.NEWLY_APPROVED
    assert (household.places, household.ages_from, household.ages_to) == (3, 4, 12)
    assert (household.is_host, household.host_places) == (True, 2)
    page = leader.get(answer.location).text
    for words in ("The Okafors", "Bluebell Fostering", "4 to 12 years", "20 nights", "Bunk beds"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Enter the family"),
        ({"kind": "royal"}, "Choose how they came to foster."),
        ({"kind": "newly_approved"}, "Enter the day they were approved."),
        ({"approved_on": "2999-01-01"}, "This day is still to come."),
        ({"approved_on": "2021-02-31"}, "Enter a day that exists."),
        ({"places": "many"}, "Enter a whole number from 0 to 12."),
        ({"places": "-1"}, "Enter a whole number from 0 to 12."),
        ({"ages_from": "9", "ages_to": "4"}, "younger than the age it starts from"),
        ({"is_host": "yes"}, "Enter how many children can stay."),
        ({"social_worker_id": "99999"}, "Choose one of the social workers."),
        ({"sleepover_nights": "9000"}, "Enter a whole number from 0 to 366."),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_kept(
    family: Family, leader: FlaskClient, changes: dict[str, str], words: str
):
    answer = _edit(leader, family, **({"area": "By the river"} | changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "By the river" in answer.text
    for value in changes.values():
        if value not in {" ", "royal", "99999"}:
            assert value in answer.text


def test_only_somebody_who_is_a_social_worker_today_can_supervise(
    family: Family, leader: FlaskClient
):
    answer = _edit(leader, family, social_worker_id=str(family.support_worker.id))
    assert "Choose one of the social workers." in answer.text


def test_children_named_in_an_exemption_are_shown_to_those_who_may_know_them(
    family: Family, leader: FlaskClient, carer: FlaskClient, manager: FlaskClient
):
    _edit(leader, family, **{f"exempt-{family.child.id}": "yes"})
    _anew()
    assert exempted_children(family.household) == [family.child]
    assert "For Wren" in _page(carer, family)
    assert "Wren" not in _page(manager, family)
    assert "Wren" not in manager.get(f"/households/{family.household.id}/edit").text


def test_a_manager_who_saves_leaves_the_exemption_as_it_is(
    family: Family, leader: FlaskClient, manager: FlaskClient
):
    _edit(leader, family, **{f"exempt-{family.child.id}": "yes"})
    assert _edit(manager, family, area="Elsewhere").status_code == 303
    _anew()
    assert exempted_children(family.household) == [family.child]
    assert _edit(leader, family).status_code == 303
    _anew()
    assert exempted_children(family.household) == []


def test_a_child_of_another_family_cannot_be_exempted(
    county: County, family: Family, leader: FlaskClient
):
    _edit(leader, family, **{f"exempt-{county.child.id}": "yes"})
    _anew()
    assert exempted_children(family.household) == []


def test_carers_and_social_workers_do_not_change_the_facts(
    family: Family, carer: FlaskClient, social_worker: FlaskClient
):
    for client in (carer, social_worker):
        for page in ("edit", "move", "leave"):
            url = f"/households/{family.household.id}/{page}"
            assert client.get(url).status_code == 403
            assert client.post(url, data=FORM).status_code == 403
    with pytest.raises(NotAllowed):
        services.edit_household(
            actor=family.carer,
            household_id=family.household.id,
            kind=HouseholdKind.COUNTY,
            approved_on=None,
            social_worker_id=None,
            previous_agency="",
            is_host=True,
            host_places=9,
        )


def test_a_support_worker_of_another_hive_does_not_find_the_family(
    family: Family, client_for: Clients
):
    far = client_for(family.outsiders["support worker of another Hive"])
    for page in ("edit", "move", "leave"):
        assert far.get(f"/households/{family.household.id}/{page}").status_code == 404
        assert far.post(f"/households/{family.household.id}/{page}").status_code == 404


def test_a_household_without_carers_says_what_to_do(family: Family, leader: FlaskClient):
    empty = services.open_household(name="The Empty family", hive=family.hive)
    page = leader.get(f"/households/{empty.id}").text
    assert "Nobody lives here yet." in page
    assert f"/hives/{family.hive.id}/invite?household={empty.id}" in page


def test_newly_approved_needs_a_day_and_today_will_do(family: Family, leader: FlaskClient):
    today = clock.today().isoformat()
    assert _edit(leader, family, kind="newly_approved", approved_on=today).status_code == 303
