"""Families who would like to come: carers of one Hive, each with children of chosen ages."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import Person
from app.core import clock
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Audience, Event, EventKind, SignUp
from app.events.services.planning import PartPlan, plan_event
from app.events.services.signing_up import ChildComes, sign_up
from app.families.models import AuthorityKind, CareStatus, Child, Decider, Household
from app.families.services import join_household, open_household, place_child, set_authority
from app.hives.models import Hive
from tests.conventions.county import OPENED, County, _membership, _person


@dataclass
class Guests:
    """A family: its carer and its children."""

    carer: Person
    household: Household
    children: list[Child]

    @classmethod
    def of(
        cls,
        hive: Hive,
        *ages: int,
        name: str = "Guest",
        status: CareStatus = CareStatus.BIRTH_CHILD,
        social_worker: Person | None = None,
    ) -> "Guests":
        """A family of a Hive whose children have these ages in years."""
        with unit_of_work():
            carer = _person(f"{name} Carer")
            _membership(carer, hive, Role.CARER)
            household = open_household(
                name=f"The {name} family", hive=hive, social_worker=social_worker
            )
            join_household(person=carer, household=household, from_on=OPENED)
            children = [
                place_child(
                    household=household,
                    added_by=carer,
                    preferred_name=f"{name}child{nth}",
                    born_on=years_ago(age),
                    care_status=status,
                    from_on=clock.today(),
                    client_id=uuid.uuid4(),
                )
                for nth, age in enumerate(ages)
            ]
        return cls(carer, household, children)

    def wish(self, *children: Child, is_confirmed: bool = True) -> list[ChildComes]:
        """What is sent for some of the children, or for all of them."""
        return [
            ChildComes(child_id=each.id, is_confirmed=is_confirmed)
            for each in children or self.children
        ]

    def sign_up(self, event: Event, *children: Child, adults: bool = False) -> list[SignUp]:
        """Sign up some of the children, or all."""
        return list(
            sign_up(
                actor=self.carer,
                event_id=event.id,
                party=uuid.uuid4(),
                children=self.wish(*children),
                adult_ids=[self.carer.id] if adults else [],
            )
        )

    def delegated(self, leader: Person) -> "Guests":
        """The same, the placement plan leaving activities and trips to the carer."""
        for child in self.children:
            for kind in (AuthorityKind.ACTIVITIES, AuthorityKind.DAY_TRIPS):
                set_authority(actor=leader, child_id=child.id, kind=kind, decider=Decider.CARER)
        return self


def years_ago(years: int) -> date:
    """The birthday of somebody who was so old a month ago, and stays it for a good while."""
    day = clock.today() - timedelta(days=30)
    return date(day.year - years, day.month, min(day.day, 28))


def an_event(
    county: County,
    *parts: PartPlan,
    starts_in: timedelta = timedelta(days=7),
    hours: float = 2,
    **facts: object,
) -> Event:
    """An event of the county's Hive that its support worker has planned."""
    starts_at = clock.now() + starts_in
    given: dict[str, object] = {
        "title": "Pond dipping",
        "kind": EventKind.FAMILY_SOCIAL,
        "audience": Audience.FAMILIES,
        "hive_ids": [county.hive.id],
        "client_id": uuid.uuid4(),
    } | facts
    return plan_event(
        actor=county.people[Role.SUPPORT_WORKER],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        parts=parts or (PartPlan(place="Staunton Park"),),
        **given,
    )
