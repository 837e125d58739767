"""A county, and a street with a family and hosts in it."""

import pytest
from flask import Flask

from tests.bookings.people import Street
from tests.conventions.county import County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def street(county: County) -> Street:
    return Street.built(county)
