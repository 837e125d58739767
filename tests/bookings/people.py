"""Families who ask and hosts who have children to stay, in one Hive."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.accounts.models import Person
from app.bookings.models import (
    Booking,
    BookingKind,
    BookingReason,
    DayPart,
    HostDay,
    HostHome,
)
from app.bookings.services import Wish, ask_for_stay
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import AuthorityKind, CareStatus, Child, Decider, Household
from app.families.services import join_household, open_household, set_authority
from app.hives.models import Hive
from tests.conventions.county import OPENED, County, _membership, _person
from tests.events.guests import Guests

#: The week that stays are asked for in: days from today.
AHEAD = 10


@dataclass
class Host:
    """A host's household and the link carer in it."""

    carer: Person
    household: Household

    @classmethod
    def of(
        cls,
        hive: Hive,
        name: str = "Lisa",
        *,
        places: int = 2,
        free: bool = True,
        area: str = "Andover",
        **home: object,
    ) -> "Host":
        """A host of a Hive, free on every day of the weeks to come unless `free` is False."""
        with unit_of_work():
            carer = _person(f"{name} Host")
            _membership(carer, hive, Role.LINK_CARER)
            household = open_household(
                name=f"The {name} family",
                hive=hive,
                area=area,
                is_host=True,
                host_places=places,
            )
            join_household(person=carer, household=household, from_on=OPENED)
            if home:
                db.session.add(
                    HostHome(
                        household_id=household.id,
                        changed_by_id=carer.id,
                        changed_at=clock.now(),
                        **home,
                    )
                )
        host = cls(carer, household)
        if free:
            host.frees(range(AHEAD + 30))
        return host

    def frees(
        self, days: Collection[int] | range, parts: Collection[DayPart] = tuple(DayPart)
    ) -> None:
        """Say that days (counted from today) are free."""
        with unit_of_work():
            for each in days:
                db.session.merge(
                    HostDay(
                        household_id=self.household.id,
                        day=clock.today() + timedelta(days=each),
                        **{part.value: part in parts for part in DayPart},
                    )
                )


@dataclass
class Street:
    """A Hive with a family that asks, its support worker and its hosts."""

    county: County
    family: Guests
    leader: Person
    social_worker: Person
    manager: Person
    hosts: list[Host]

    @classmethod
    def built(cls, county: County, *ages: int, hosts: int = 1, delegated: bool = True) -> "Street":
        """A family whose children in care have these ages (one of 8 without any)."""
        social_worker = county.people[Role.SOCIAL_WORKER]
        family = Guests.of(
            county.hive,
            *(ages or (8,)),
            name="Okafor",
            status=CareStatus.IN_CARE,
            social_worker=social_worker,
        )
        leader = county.people[Role.SUPPORT_WORKER]
        if delegated:
            let_stay(leader, family.children)
        named = ["Lisa", "Moira", "Nasreen", "Olu", "Pat"][:hosts]
        return cls(
            county,
            family,
            leader,
            social_worker,
            county.people[Role.MANAGER],
            [Host.of(county.hive, name) for name in named],
        )

    @property
    def host(self) -> Host:
        return self.hosts[0]

    def wish(self, **facts: object) -> Wish:
        """A sleepover of one night, ten days ahead, for all children of the family."""
        given: dict[str, object] = {
            "kind": BookingKind.SLEEPOVER,
            "starts_at": at(AHEAD, 17),
            "ends_at": at(AHEAD + 1, 10),
            "child_ids": [child.id for child in self.family.children],
            "reason": BookingReason.REST,
        } | facts
        return Wish(**given)  # type: ignore[arg-type]

    def ask(self, actor: Person | None = None, **facts: object) -> Booking:
        """Ask for it, as the family's carer unless another is named."""
        return ask_for_stay(
            actor=actor or self.family.carer,
            household_id=self.family.household.id,
            client_id=uuid.uuid4(),
            wish=self.wish(**facts),
        )


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """The instant when London clocks show a time, so many days from today."""
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), clock.LONDON)


def let_stay(leader: Person, children: Collection[Child]) -> None:
    """Let the carers decide about sleepovers in the Hive."""
    for child in children:
        set_authority(
            actor=leader,
            child_id=child.id,
            kind=AuthorityKind.HIVE_OVERNIGHTS,
            decider=Decider.CARER,
        )
