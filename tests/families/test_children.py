"""Adding a child, mending it, moving on: clear words, nothing lost, nobody sees too much."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families import services
from app.families.models import CareStatus, Child, Placement
from app.families.queries import child_for, stay_of
from tests.families.builders import BORN_ON, Family

FORM = {
    "preferred_name": "Robin",
    "born_on_day": "17",
    "born_on_month": "5",
    "born_on_year": "2016",
    "care_status": "in_care",
}


def _form(**changes: str) -> dict[str, str]:
    return FORM | {"client_id": str(uuid.uuid4()), "from_on": ""} | changes


def _add(client: FlaskClient, family: Family, **changes: str):
    return client.post(f"/households/{family.household.id}/add-child", data=_form(**changes))


def _names(family: Family) -> list[str]:
    """The names of all children of the household, to come or gone included, as of now."""
    db.session.rollback()
    return sorted(
        db.session.scalars(
            sa.select(Child.preferred_name)
            .join(Placement)
            .where(Placement.household_id == family.household.id)
        )
    )


def _add_robin(family: Family, **changes: object) -> Child:
    given = {
        "actor": family.carer,
        "household_id": family.household.id,
        "client_id": uuid.uuid4(),
        "preferred_name": "Robin",
        "born_on": BORN_ON,
        "care_status": CareStatus.IN_CARE,
    }
    return services.add_child(**(given | changes))  # type: ignore[arg-type]


def test_a_carer_adds_a_child_who_is_there_from_today(carer: FlaskClient, family: Family):
    response = _add(carer, family, pronouns="they")
    assert response.status_code == 303
    shown = carer.get(response.location).text
    for words in ("Robin", "they", "In care", "The Okafor family", "since today"):
        assert words in shown
    assert "Robin" in carer.get("/").text


def test_a_form_sent_twice_adds_one_child(carer: FlaskClient, family: Family):
    client_id = str(uuid.uuid4())
    first = _add(carer, family, client_id=client_id)
    second = _add(carer, family, client_id=client_id, preferred_name="Robin again")
    assert first.location == second.location
    assert _names(family) == ["Robin", "Wren"]


def test_two_children_of_one_name_are_asked_about_and_not_refused(
    carer: FlaskClient, family: Family
):
    client_id = str(uuid.uuid4())
    asked = _add(carer, family, preferred_name="wren", client_id=client_id, pronouns="she")
    assert asked.status_code == 422
    assert "There is a Wren here already. Is this another child?" in asked.text
    for kept in ('value="wren"', 'value="17"', 'value="2016"', 'value="she"', client_id):
        assert kept in asked.text
    again = _add(carer, family, preferred_name="wren", client_id=client_id, is_another="1")
    assert again.status_code == 303
    assert _names(family) == ["Wren", "wren"]


@pytest.mark.parametrize("name", ["Élodie", "ÉLODIE", "élodie"])
def test_the_same_name_in_other_letters_is_the_same_name(family: Family, name: str):
    _add_robin(family, preferred_name="Élodie")
    with pytest.raises(Invalid) as said:
        _add_robin(family, preferred_name=name)
    assert "is_another" in said.value.errors


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", ""), "Enter the date of birth."),
        (("17", "", "2016"), "The date of birth needs a month too."),
        (("", "5", ""), "The date of birth needs a day and a year too."),
        (("31", "2", "2016"), "There is no 31 February. Check the date of birth."),
        (("29", "2", "2015"), "There is no 29 February 2015."),
        (("31", "4", "2016"), "There is no 31 April."),
        (("0", "4", "2016"), "There is no 0 April."),
        (("17", "13", "2016"), "The month is a number from 1 to 12."),
        (("17", "May", "2016"), "Use figures for the date of birth"),
        (("1७", "5", "2016"), "Use figures for the date of birth"),
        (("17", "5", "16"), "Write the year with four figures"),
        (("17", "5", "0000"), "There is no 17 May."),
        (("17", "5", "9999"), "This date of birth is still to come."),
        (("17", "5", "1990"), "more than 25 years ago"),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_said_in_words_and_kept(
    carer: FlaskClient, family: Family, typed: tuple[str, str, str], words: str
):
    parts = dict(zip(("born_on_day", "born_on_month", "born_on_year"), typed, strict=True))
    response = _add(carer, family, **parts)
    assert response.status_code == 422
    assert words in response.text
    assert response.text.count('id="born_on-error"') == 1
    for part, value in parts.items():
        assert f'name="{part}" type="text" inputmode="numeric" autocomplete="off" value="{value}"' \
            in response.text  # fmt: skip
    assert "Robin" in response.text
    assert _names(family) == ["Wren"]


def test_today_and_25_years_ago_are_dates_of_birth(family: Family):
    today = clock.today()
    _add_robin(family, born_on=today)
    assert _names(family) == ["Robin", "Wren"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preferred_name", "  "),
        ("preferred_name", "x" * 61),
        ("care_status", "fostered"),
        ("pronouns", "x" * 41),
        ("from_on", "2010-01-01"),
        ("from_on", "2999-01-01"),
        ("from_on", "tomorrow"),
        ("client_id", "not-a-uuid"),
    ],
)
def test_what_cannot_be_used_is_refused_with_everything_kept(
    carer: FlaskClient, family: Family, field: str, value: str
):
    response = _add(carer, family, **{field: value})
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert 'value="2016"' in response.text
    assert _names(family) == ["Wren"]


def test_who_is_still_to_come_is_nobody_s_to_see_and_can_be_taken_back(
    carer: FlaskClient, family: Family, leader: FlaskClient
):
    day = clock.today() + timedelta(days=3)
    response = _add(carer, family, from_on=day.isoformat())
    assert response.location == "/"
    home = carer.get("/").text
    assert "A child comes" in home
    assert "Robin" not in home
    robin = db.session.scalars(
        sa.select(Child).where(Child.added_by_id == family.carer.id, Child.id != family.child.id)
    ).one()
    assert carer.get(f"/children/{robin.id}").status_code == 404
    assert leader.get(f"/children/{robin.id}").status_code == 404
    shown = leader.get(f"/households/{family.household.id}").text
    assert "A child comes" in shown
    assert "Robin" not in shown
    stay_id = db.session.scalars(
        sa.select(Placement.id).where(Placement.child_id == robin.id)
    ).one()
    url = f"/households/{family.household.id}/call-off"
    assert carer.post(url, data={"placement_id": str(stay_id)}).status_code == 303
    assert _names(family) == ["Wren"]
    assert carer.post(url, data={"placement_id": str(stay_id)}).status_code == 404


def test_a_stay_that_has_begun_is_not_called_off(family: Family):
    stay = stay_of(child_for(family.carer, family.child.id))
    with pytest.raises(NotFound):
        services.call_off_arrival(
            actor=family.carer, household_id=family.household.id, placement_id=stay.id
        )


def test_the_support_worker_and_the_social_worker_add_children_too(
    leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    assert _add(leader, family).status_code == 303
    assert _add(social_worker, family, preferred_name="Ash").status_code == 303
    assert _names(family) == ["Ash", "Robin", "Wren"]


def test_nobody_else_adds_a_child(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    for who, person in family.outsiders.items():
        wanted = 403 if who == "manager" else 404
        client = client_for(person)
        assert _add(client, family).status_code == wanted, who
        assert client.get(f"/households/{family.household.id}/add-child").status_code == wanted
    assert _names(family) == ["Wren"]


PAGES = ("", "/edit", "/ties", "/care-card", "/care-card/print", "/authority")


def test_the_pages_of_a_child_open_for_those_who_may_know_it(
    carer: FlaskClient, leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    for client in (carer, leader, social_worker):
        for page in PAGES:
            response = client.get(family.url + page)
            assert response.status_code == 200, page
            assert "Wren" in response.text
            assert "no-store" in response.headers["Cache-Control"]


def test_the_pages_of_a_child_are_not_there_for_anybody_else(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    inside = ("/looks", "/care-card/edit", "/about-me", "/end-placement", "/authority/medical")
    for who, person in family.outsiders.items():
        client = client_for(person)
        for page in PAGES + inside:
            response = client.get(family.url + page)
            assert response.status_code == 404, (who, page)
            assert "Wren" not in response.text
        for page in ("/edit", "/care-card/edit", "/care-card/checked", "/about-me", "/ties",
                     "/authority/medical", "/authority/medical/ask", "/end-placement",
                     "/keep-placement"):  # fmt: skip
            assert client.post(family.url + page, data=FORM).status_code == 404, (who, page)


def test_name_birthday_and_pronouns_can_be_mended(carer: FlaskClient, family: Family):
    shown = carer.get(f"{family.url}/edit").text
    for value in ("Wren", "17", "5", "2015"):
        assert f'value="{value}"' in shown
    changed = FORM | {"preferred_name": "Wrennie", "pronouns": "he", "care_status": "other"}
    assert carer.post(f"{family.url}/edit", data=changed).status_code == 303
    shown = carer.get(family.url).text
    assert "Wrennie" in shown
    assert "Other" in shown
    wrong = carer.post(f"{family.url}/edit", data=changed | {"born_on_day": "32"})
    assert wrong.status_code == 422
    assert "There is no 32 May" in wrong.text
    assert 'value="32"' in wrong.text


def test_a_birth_child_has_nobody_to_decide_but_its_parents(carer: FlaskClient, family: Family):
    robin = _add_robin(family, care_status=CareStatus.BIRTH_CHILD)
    assert "Who decides what" not in carer.get(f"/children/{robin.id}").text
    assert "Who decides what" in carer.get(family.url).text


def test_a_name_of_other_letters_and_signs_is_shown_as_typed(carer: FlaskClient, family: Family):
    name = "<b>نور</b> 🐝"
    response = _add(carer, family, preferred_name=name)
    shown = carer.get(response.location).text
    assert "&lt;b&gt;نور&lt;/b&gt; 🐝" in shown
    assert name not in shown


def test_a_date_of_birth_is_not_in_the_database_as_one_can_read(family: Family):
    with unit_of_work():
        raw = db.session.execute(sa.text("SELECT born_on FROM children")).scalars().all()
    assert raw
    assert not any("2015" in value for value in raw)


def test_the_arrow_of_a_child_s_page_leads_to_its_family(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    back = f'class="topbar__back" href="/households/{family.household.id}" '
    for client in (carer, leader):
        assert back in client.get(family.url).text


def test_on_home_the_own_family_stands_before_the_hive(carer: FlaskClient, family: Family):
    home = carer.get("/").text
    places = ("family-title", "Fill in the care card of Wren", "first-title", "hive-card")
    order = [home.index(words) for words in places]
    assert order == sorted(order)
