"""Hives, households and people as an import meets them: some exist, some the file adds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.roles import Role
from app.families.models import CareStatus


@dataclass(eq=False)
class HivePlace:
    """A Hive: `id` once it exists, `row` when the file adds it."""

    name: str
    area: str
    capacity: int
    id: int | None = None
    is_closed: bool = False
    #: Households in it and places kept for an offer, with those the file adds so far.
    taken: int = 0
    row: int | None = None


@dataclass(eq=False)
class HouseholdPlace:
    """A household: `id` once it exists, `row` when the file adds it.

    `hive_name` is what the file says; `hive` is None when it waits, or when no such Hive is known.
    """

    name: str
    hive_name: str
    area: str
    hive: HivePlace | None = None
    id: int | None = None
    row: int | None = None
    waiting_since: date | None = None
    has_carers: bool = False
    #: Further columns of a new household.
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_waiting(self) -> bool:
        """Whether it has no Hive yet."""
        return not self.hive_name


@dataclass(frozen=True)
class NewCarer:
    """Somebody the file invites."""

    row: int
    name: str
    email: str
    role: Role
    hive: HivePlace | None
    household: HouseholdPlace | None


@dataclass(frozen=True)
class NewChild:
    """A child the file adds to a household."""

    row: int
    name: str
    born_on: date
    care_status: CareStatus
    pronouns: str
    from_on: date
    household: HouseholdPlace


@dataclass
class Plan:
    """Everything a file adds, in the order in which it has to be written."""

    hives: list[HivePlace] = field(default_factory=list)
    households: list[HouseholdPlace] = field(default_factory=list)
    carers: list[NewCarer] = field(default_factory=list)
    children: list[NewChild] = field(default_factory=list)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody with an account: their household, and what they are in which Hive."""

    name: str
    household_id: int | None
    roles: frozenset[tuple[int | None, Role]]


@dataclass(frozen=True)
class KnownInvitation:
    """An invitation that can still be taken up, or waits to be sent."""

    role: Role
    hive_id: int | None
    household_id: int | None
    new_household: str | None


@dataclass
class Known:
    """What the database holds when a file is checked."""

    hives: list[HivePlace]
    households: list[HouseholdPlace]
    people: dict[str, KnownPerson]
    invited: dict[str, list[KnownInvitation]]
    #: By name (in small letters) and birthday: the households where such a child lives.
    children: dict[tuple[str, date], set[int]]


def key(name: str) -> str:
    """What makes two names the same: capitals and extra spaces do not count."""
    return " ".join(name.split()).casefold()


def named(places: Iterable[HivePlace], name: str) -> HivePlace | None:
    """The Hive of this name among `places`."""
    return next((each for each in places if key(each.name) == key(name)), None)
