"""Homes of hosts: told by those who live there, met by the children who come; a Hive's rule."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.bookings.hosting_words import APOSTROPHE, house_of
from app.bookings.queries.hosts import host_homes
from app.bookings.services.hosting_home import save_home
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.services import join_household
from tests.bookings.people import Host, Street
from tests.bookings.reading import afresh, said_on
from tests.conventions.county import OPENED, County, _membership, _person
from tests.events.guests import Guests

ClientFor = Callable[..., FlaskClient]


def test_a_home_is_told_and_a_child_meets_it(street: Street, client_for: ClientFor):
    host = street.host
    facts = {
        "welcome": "Hello. We are glad.\nCome in.",
        "lives_here": "Two grown-ups",
        "pets": "Biscuit the dog",
        "has_dog": "yes",
        "bedroom": "A bed by the window",
        "food": "Pizza <on> Fridays",
        "ages_from": "4",
        "ages_to": "12",
        "at_once": "1",
    }
    answer = client_for(host.carer).post("/bookings/hosting/home", data=facts)
    assert answer.status_code == 303
    afresh()
    home = host_homes([host.household.id])[host.household.id]
    assert (home.has_dog, home.has_cat, home.ages_from, home.at_once) == (True, False, 4, 1)
    page = client_for(street.family.carer).get(answer.location).text
    said = said_on(page)
    assert f"Come and meet Lisa{APOSTROPHE}s house" in said
    for words in ("Two grown-ups", "Biscuit the dog", "A bed by the window"):
        assert words in said
    assert "Pizza &lt;on&gt; Fridays" in page
    form = client_for(host.carer).get("/bookings/hosting/home").text
    assert 'value="12"' in form
    assert "Come in.</textarea>" in form


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"welcome": "x" * 601}, "welcome"),
        ({"pets": "x" * 201}, "pets"),
        ({"ages_from": "12", "ages_to": "4"}, "ages_to"),
        ({"ages_from": "-1"}, "ages_from"),
        ({"at_once": "9"}, "at_once"),
        ({"at_once": "two"}, "at_once"),
    ],
)
def test_what_is_wrong_of_a_home_is_said_and_the_rest_kept(
    county: County, client_for: ClientFor, wrong: dict[str, str], field: str
):
    host = Host.of(county.hive, free=False)
    data = {"garden": "A swing"} | wrong
    answer = client_for(host.carer).post("/bookings/hosting/home", data=data)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "A swing" in answer.text
    afresh()
    assert host_homes([host.household.id]) == {}


def test_only_those_who_live_there_tell_of_a_home(street: Street):
    others = (street.leader, street.family.carer, street.manager, street.social_worker)
    for person in (*others, street.county.stranger()):
        with pytest.raises(NotAllowed):
            save_home(actor=person, facts={"welcome": "Hello"})
    with pytest.raises(Invalid):
        save_home(actor=street.host.carer, facts={"at_once": 3})


def test_hosts_are_seen_by_families_of_the_hives_they_host_for(
    county: County, client_for: ClientFor
):
    host = Host.of(county.hive, free=False)
    url = f"/bookings/hosts/{host.household.id}"
    far = county.stranger()
    for person in (host.carer, county.people[Role.CARER], county.people[Role.SUPPORT_WORKER]):
        assert client_for(person).get(url).status_code == 200
        assert url in client_for(person).get("/bookings/hosts").text
    for person in (far, county.people[Role.MANAGER], county.people[Role.SOCIAL_WORKER]):
        assert client_for(person).get(url).status_code == 404
        assert url not in client_for(person).get("/bookings/hosts").text
    # Once its link carer hosts for the other Hive as well, that Hive's families see it too.
    with unit_of_work():
        _membership(host.carer, far.current_memberships[0].hive, Role.LINK_CARER)
    assert client_for(far).get(url).status_code == 200


def test_a_home_that_is_no_host_any_more_is_not_there(county: County, client_for: ClientFor):
    family = Guests.of(county.hive)
    url = f"/bookings/hosts/{family.household.id}"
    for person in (family.carer, county.people[Role.SUPPORT_WORKER]):
        assert client_for(person).get(url).status_code == 404


def test_a_house_is_called_after_one_or_two_who_live_there(county: County):
    host = Host.of(county.hive, free=False)
    assert house_of(host.household) == f"Lisa{APOSTROPHE}s house"
    for name, wanted in (
        ("James Host", f"James and Lisa{APOSTROPHE}s house"),
        ("Ben Host", host.household.name),
    ):
        with unit_of_work():
            join_household(person=_person(name), household=host.household, from_on=OPENED)
        db.session.expire_all()
        assert house_of(host.household) == wanted


def test_the_rule_is_ticked_and_unticked(county: County, client_for: ClientFor):
    leader = client_for(county.people[Role.SUPPORT_WORKER])
    box = f"hive-{county.hive.id}"
    url = "/bookings/hosting/rule"
    assert leader.post(url, data={box: "yes"}).status_code == 303
    assert re.search(rf'id="{box}"[^>]* checked', leader.get(url).text)
    assert leader.post(url, data={}).status_code == 303
    assert not re.search(rf'id="{box}"[^>]* checked', leader.get(url).text)
    assert leader.post(url, data={"hive-987654": "yes"}).status_code == 404
