"""What a manager's Home counts, and the way out of a page that is not there."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.roles import Role
from app.core.words import one_of
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def carer(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.CARER])


def test_a_managers_home_says_what_needs_them_and_no_name(
    county: County, client_for: Callable[..., FlaskClient]
):
    home = client_for(county.people[Role.MANAGER]).get("/").text
    assert "1 family waits" in home
    assert "1 offer is open" in home
    assert "8 places are free" in home
    assert county.waiting.name not in home


def test_a_carers_home_counts_nothing_of_the_county(carer: FlaskClient):
    assert "Your county" not in carer.get("/").text


@pytest.mark.parametrize("path", ["/waiting-list", "/children/999999", "/no/such/page"])
def test_an_error_page_keeps_the_places_and_a_way_back(carer: FlaskClient, path: str):
    found = carer.get(path, headers={"Referer": "http://localhost/more?from=here"})
    assert found.status_code in {403, 404}
    assert 'aria-label="Main"' in found.text
    assert 'href="/more?from=here"' in found.text
    assert "Go to Home" in found.text


@pytest.mark.parametrize("referrer", ["http://elsewhere.example/more", "nonsense", "//", ""])
def test_the_way_back_leads_nowhere_else(carer: FlaskClient, referrer: str):
    text = carer.get("/no/such/page", headers={"Referer": referrer}).text
    assert "Go back" not in text.replace("Go back to Home", "")
    assert "Go to Home" in text


def test_an_error_page_for_nobody_has_no_places(
    county: County, client_for: Callable[..., FlaskClient]
):
    assert 'aria-label="Main"' not in client_for(None).get("/no/such/page").text


def test_a_page_of_another_role_says_whose_it_is(carer: FlaskClient, county: County):
    said = carer.get(f"/hives/{county.hive.id}/people").text
    assert "This page is for support workers or managers. Go back to Home." in said


@pytest.mark.parametrize(
    ("words", "said"),
    [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_a_choice_is_joined_with_commas_and_or(words: list[str], said: str):
    assert one_of(words) == said
