"""The page of a Hive and of its people: whom to ring, who is who, how much room there is."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.services import open_hive
from tests.conventions.county import County
from tests.hives.conftest import Neighbours


def _give_numbers(county: County) -> None:
    with unit_of_work():
        for number, person in enumerate(county.people.values()):
            person.phone = f"07700 90000{number}"


def _number(county: County, role: Role) -> str:
    return f"tel:{(county.people[role].phone or '').replace(' ', '')}"


def test_carers_ring_those_who_lead_and_see_no_other_number(county: County, carer: FlaskClient):
    _give_numbers(county)
    page = carer.get(f"/hives/{county.hive.id}").text
    assert _number(county, Role.SUPPORT_WORKER) in page
    assert _number(county, Role.LINK_CARER) in page
    assert page.index(_number(county, Role.SUPPORT_WORKER)) < page.index(county.household.name)
    assert page.count("tel:0") == 2


def test_those_who_lead_see_everybodys_number_on_the_page_of_people(
    county: County, leader: FlaskClient, manager: FlaskClient, carer: FlaskClient
):
    _give_numbers(county)
    people = f"/hives/{county.hive.id}/people"
    for client in (leader, manager):
        assert _number(county, Role.CARER) in client.get(people).text
    assert carer.get(people).status_code == 403


def test_without_a_number_there_is_a_way_all_the_same(
    county: County, carer: FlaskClient, leader: FlaskClient
):
    assert "Write in the Hive\u2019s room" in carer.get(f"/hives/{county.hive.id}").text
    assert "Add your phone number" in leader.get(f"/hives/{county.hive.id}").text


def test_only_those_who_may_open_a_family_are_led_to_it(
    county: County, carer: FlaskClient, leader: FlaskClient, manager: FlaskClient,
    client_for: Callable[..., FlaskClient],
):  # fmt: skip
    page, link = f"/hives/{county.hive.id}", f'href="/households/{county.household.id}"'
    for client in (carer, leader, manager):  # the carer lives there
        assert link in client.get(page).text
    other = client_for(county.people[Role.LINK_CARER]).get(page).text
    assert county.household.name in other
    assert link not in other


def test_free_places_are_counted_with_the_offers(county: County, carer: FlaskClient):
    page = carer.get(f"/hives/{county.hive.id}").text
    assert "8 places free" in page  # one family is here, one has been offered a place
    assert page.count("comb__cell--full") == 2


def test_no_page_of_hives_tells_a_manager_of_a_child(county: County, manager: FlaskClient):
    for path in ("/hives", f"/hives/{county.hive.id}", f"/hives/{county.hive.id}/people",
                 f"/hives/{county.hive.id}/close"):  # fmt: skip
        assert county.child.preferred_name not in manager.get(path).text


def test_people_are_shown_once_with_all_their_roles(
    county: County, neighbours: Neighbours, priya: Person, manager: FlaskClient
):
    url = f"/hives/{county.hive.id}/appoint"
    form = {"person_id": str(priya.id), "role": "link_carer"}
    assert manager.post(url, data=form).status_code == 303
    people = manager.get(f"/hives/{county.hive.id}/people").text
    assert people.count(f'row__title">{priya.name}<') == 1
    assert people.count("<b>Support worker</b>") == people.count("<b>Link carer</b>") - 1 == 1
    assert neighbours.kim.name not in people


def test_managers_see_places_and_who_waits_and_others_do_not(
    county: County, manager: FlaskClient, leader: FlaskClient
):
    page = manager.get("/hives").text
    assert "8 places are free" in page
    assert "1 family waits" in page
    assert leader.get("/hives").status_code == 403


def test_whoever_may_invite_has_the_button_also_while_nobody_leads(
    county: County, manager: FlaskClient, leader: FlaskClient, carer: FlaskClient
):
    wanted = f'href="/hives/{county.hive.id}/invite-household"'
    assert wanted in manager.get(f"/hives/{county.hive.id}").text
    assert wanted in leader.get(f"/hives/{county.hive.id}").text
    assert wanted not in carer.get(f"/hives/{county.hive.id}").text
    empty = open_hive(name="Romsey Hive", area="Romsey", capacity=1)
    page = manager.get(f"/hives/{empty.id}").text
    assert f'href="/hives/{empty.id}/invite-household"' in page
    assert "0 of 1 place is taken." in page
