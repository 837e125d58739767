"""What people say of themselves: their name, and where they are rung."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.schemas import ProfileSchema
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.roles import Role
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def test_somebody_gives_their_number_and_takes_it_back(
    county: County, client_for: Callable[..., FlaskClient]
):
    me = county.people[Role.CARER]
    client = client_for(me)
    response = client.post("/me", data={"name": "Sam Okafor", "phone": " 07700 900123 "})
    assert (response.status_code, response.location) == (303, "/more?after=saved")
    assert "Saved." in client.get(response.location).text
    assert "Saved." not in client.get("/more").text
    db.session.refresh(me)
    assert (me.name, me.phone) == ("Sam Okafor", "07700 900123")
    assert "07700 900123" in client.get("/me").text
    client.post("/me", data={"name": "Sam Okafor", "phone": ""})
    db.session.rollback()  # ends what this test has read so far
    db.session.refresh(me)
    assert me.phone is None


def test_nobody_changes_somebody_else(county: County, client_for: Callable[..., FlaskClient]):
    others = {role: person.name for role, person in county.people.items()}
    client_for(county.people[Role.CARER]).post(
        "/me", data={"name": "Mine", "id": county.people[Role.MANAGER].id, "person_id": 1}
    )
    db.session.expire_all()
    changed = {role for role, person in county.people.items() if person.name != others[role]}
    assert changed == {Role.CARER}
    assert client_for(None).post("/me", data={"name": "Mine"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("07700 900123", "07700 900123"), ("01962-841841", "01962 841841"), ("", ""),
     ("(0300) 555 1384", "0300 555 1384"), ("+44 7700 900123", "+44 7700 900123"),
     ("+44 (0)7700 900123", "+44 7700 900123"), ("0044 7700 900123", "0044 7700 900123")],
)  # fmt: skip
def test_numbers_as_people_write_them_are_taken(typed: str, kept: str):
    assert ProfileSchema().load_or_invalid({"name": "Sam", "phone": typed})["phone"] == kept


@pytest.mark.parametrize(
    "typed",
    ["999", "7700 900123", "07700 90012", "07700 900123 4", "+33 6 12 34 56 78", "ring me",
     "07700 900123 ext 4", "0" * 40, "٠٧٧٠٠٩٠٠١٢٣"],
)  # fmt: skip
def test_what_cannot_be_rung_is_said_and_kept_in_the_field(
    county: County, client_for: Callable[..., FlaskClient], typed: str
):
    with pytest.raises(Invalid):
        ProfileSchema().load_or_invalid({"name": "Sam", "phone": typed})
    client = client_for(county.people[Role.CARER])
    response = client.post("/me", data={"name": "Sam Okafor", "phone": typed})
    assert response.status_code == 422
    assert "like 07700 900123" in response.text
    assert f'value="{typed}"' in response.text
    assert 'value="Sam Okafor"' in response.text


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.SUPPORT_WORKER, "The people of your Hive see it"),
     (Role.LINK_CARER, "The people of your Hive see it"),
     (Role.CARER, "The other carers do not")],
)  # fmt: skip
def test_the_page_says_who_sees_the_number(
    county: County, client_for: Callable[..., FlaskClient], role: Role, words: str
):
    assert words in client_for(county.people[role]).get("/me").text
