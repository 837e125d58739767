"""A county with a second Hive that has its own support worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.accounts.services import create_person
from app.core import clock
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership
from app.hives.services import add_membership, arrange_cover, open_hive
from tests.conventions.county import County


@dataclass
class Neighbours:
    """Another Hive, its support worker Nora and its carer Kim."""

    hive: Hive
    nora: Person
    kim: Person


def _person(name: str) -> Person:
    email = f"{name.split()[0].lower()}@example.org"
    return create_person(name=name, email=email, password="kettle garden otter")


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


@pytest.fixture
def neighbours(county: County) -> Neighbours:
    with unit_of_work():
        hive = open_hive(name="Romsey Hive", area="Romsey")
        nora, kim = _person("Nora Nextdoor"), _person("Kim Corner")
        add_membership(person=nora, role=Role.SUPPORT_WORKER, hive=hive)
        add_membership(person=kim, role=Role.CARER, hive=hive)
    return Neighbours(hive, nora, kim)


@pytest.fixture
def priya(county: County) -> Person:
    """The only support worker of the county's Hive."""
    return county.people[Role.SUPPORT_WORKER]


@pytest.fixture
def manager(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.MANAGER])


@pytest.fixture
def leader(priya: Person, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(priya)


@pytest.fixture
def carer(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(county.people[Role.CARER])


def role_of(person: Person, hive: Hive) -> Membership:
    """The role that holds for `person` in `hive`."""
    return next(each for each in person.memberships if each.hive_id == hive.id)


def cover_by_nora(county: County, neighbours: Neighbours, actor: Person) -> Membership:
    """Nora covers for Priya from today, for a week."""
    away = role_of(county.people[Role.SUPPORT_WORKER], county.hive)
    return arrange_cover(
        actor=actor,
        membership_id=away.id,
        person_id=neighbours.nora.id,
        from_on=clock.today(),
        until_on=clock.today() + timedelta(days=7),
    )
