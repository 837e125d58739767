"""A county, and clients of its people."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.roles import Role
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def leader(county: County, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.SUPPORT_WORKER])


@pytest.fixture
def manager(county: County, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.MANAGER])


@pytest.fixture
def carer(county: County, client_for: Callable[[Person | None], FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.CARER])
