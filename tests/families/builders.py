"""A family with a child in it, and everybody who may not know that child."""

import uuid
from dataclasses import dataclass
from datetime import date

from app.accounts.models import Person
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import CareStatus, Child, Household
from app.families.services import join_household, open_household, place_child
from app.hives.models import Hive
from tests.conventions.county import OPENED, County, _hive, _membership, _person

BORN_ON = date(2015, 5, 17)


@dataclass
class Family:
    """A household of a Hive: its two carers, its child, and the people around it."""

    hive: Hive
    household: Household
    child: Child
    carer: Person
    partner: Person
    support_worker: Person
    social_worker: Person
    #: By who they are: people who may not know the child.
    outsiders: dict[str, Person]

    @classmethod
    def of(cls, county: County) -> "Family":
        """A family of its own in the county's Hive, with nothing written about its child."""
        with unit_of_work():
            carer, partner = _carer("Sam Okafor", county.hive), _carer("Ada Okafor", county.hive)
            social_worker = _county_person("Helen Ashdown", Role.SOCIAL_WORKER)
            household = open_household(
                name="The Okafor family", hive=county.hive, social_worker=social_worker
            )
            for person in (carer, partner):
                join_household(person=person, household=household, from_on=OPENED)
            child = place_child(
                household=household,
                added_by=carer,
                preferred_name="Wren",
                born_on=BORN_ON,
                care_status=CareStatus.IN_CARE,
                from_on=OPENED,
                client_id=uuid.uuid4(),
            )
            outsiders = _outsiders(county)
        return cls(
            county.hive,
            household,
            child,
            carer,
            partner,
            county.people[Role.SUPPORT_WORKER],
            social_worker,
            outsiders,
        )

    @property
    def url(self) -> str:
        return f"/children/{self.child.id}"


def _outsiders(county: County) -> dict[str, Person]:
    far, _ = _hive("Far away")
    neighbour = _carer("Nina Next", county.hive)
    next_door = open_household(name="The Nexts", hive=county.hive)
    join_household(person=neighbour, household=next_door, from_on=OPENED)
    far_leader = _person("Lea Far")
    _membership(far_leader, far, Role.SUPPORT_WORKER)
    return {
        "carer of another household": neighbour,
        "link carer": county.people[Role.LINK_CARER],
        "manager": county.people[Role.MANAGER],
        "other social worker": _county_person("Otto Other", Role.SOCIAL_WORKER),
        "support worker of another Hive": far_leader,
        "carer of another Hive": _carer("Finn Far", far),
    }


def _carer(name: str, hive: Hive) -> Person:
    person = _person(name)
    _membership(person, hive, Role.CARER)
    return person


def _county_person(name: str, role: Role) -> Person:
    person = _person(name)
    _membership(person, None, role)
    return person
