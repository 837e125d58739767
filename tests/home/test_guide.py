"""The first page of somebody who has just joined."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def test_a_new_carer_sees_who_is_who_and_whom_to_ring(
    county: County, client_for: Callable[..., FlaskClient]
):
    with unit_of_work():
        county.people[Role.SUPPORT_WORKER].phone = "07700 900001"
    page = client_for(county.people[Role.CARER]).get("/welcome").text
    assert county.people[Role.SUPPORT_WORKER].name in page
    assert "tel:07700900001" in page
    assert "out-of-hours" in page
    assert f"/households/{county.household.id}/add-child" in page
    assert f'href="/chat/rooms/{county.room.id}"' in page


def test_somebody_without_a_family_or_a_hive_is_not_led_astray(
    county: County, client_for: Callable[..., FlaskClient]
):
    link_carer = client_for(county.people[Role.LINK_CARER]).get("/welcome").text
    assert "add-child" not in link_carer
    manager = client_for(county.people[Role.MANAGER]).get("/welcome").text
    assert "/chat/rooms/" not in manager
    assert county.household.name not in manager


def test_the_guide_can_be_found_again(county: County, client_for: Callable[..., FlaskClient]):
    client = client_for(county.people[Role.CARER])
    assert 'href="/welcome"' in client.get("/more").text
    assert 'href="/welcome"' in client.get("/").text
