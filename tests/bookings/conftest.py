"""A county, and a street with a family and hosts in it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bookings.people import Street
from tests.bookings.staying import TakenStay
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def street(county: County) -> Street:
    return Street.built(county)


@pytest.fixture
def taken(county: County, client_for: Callable[..., FlaskClient]) -> TakenStay:
    return TakenStay.of(county, client_for)
