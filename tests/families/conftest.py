"""A family in a county, and clients of its people."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from tests.conventions.county import County
from tests.families.builders import Family


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def family(county: County) -> Family:
    return Family.of(county)


@pytest.fixture
def carer(family: Family, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(family.carer)


@pytest.fixture
def leader(family: Family, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(family.support_worker)


@pytest.fixture
def social_worker(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
) -> FlaskClient:
    return client_for(family.social_worker)
