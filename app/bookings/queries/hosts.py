"""Hosts of a Hive, and when they are free."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.bookings.models import DayPart, HostAway, HostDay, HostHome, HostPattern
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Household, HouseholdMember, HouseholdState
from app.hives.models import Membership


@dataclass(frozen=True)
class HostTime:
    """All that a host has said of its time between two London dates."""

    patterns: Sequence[HostPattern] = ()
    days: Mapping[date, HostDay] = field(default_factory=dict)
    aways: Sequence[HostAway] = ()

    def is_away(self, day: date) -> bool:
        """Whether the host is away on `day`."""
        return any(away.from_on <= day <= away.until_on for away in self.aways)

    def on(self, day: date) -> frozenset[DayPart]:
        """The parts of `day` that are free: away counts first, then the day, then patterns."""
        if self.is_away(day):
            return frozenset()
        if day in self.days:
            return self.days[day].parts
        found: frozenset[DayPart] = frozenset()
        for pattern in self.patterns:
            if comes_on(pattern, day):
                found |= pattern.parts
        return found

    def holds(self, needed: Mapping[date, frozenset[DayPart]]) -> bool:
        """Whether all that is needed is free."""
        return all(parts <= self.on(day) for day, parts in needed.items())


def comes_on(pattern: HostPattern, day: date) -> bool:
    """Whether a pattern has its turn on `day`."""
    if day < pattern.begins_on or (pattern.until_on is not None and day > pattern.until_on):
        return False
    return (day - pattern.begins_on).days % (7 * pattern.every_weeks) == 0


def hosts_in(hive_ids: Collection[int]) -> sa.ColumnElement[bool]:
    """The condition that a household is a host for families of one of these Hives.

    The hosts of a Hive, and the homes of its link carers who belong to another.
    """
    linked = (
        sa.select(HouseholdMember.household_id)
        .join(Membership, Membership.person_id == HouseholdMember.person_id)
        .where(
            HouseholdMember.in_force(clock.today()),
            Membership.hive_id.in_(hive_ids),
            Membership.role == Role.LINK_CARER,
            Membership.in_force(clock.today()),
        )
    )
    return sa.and_(
        Household.is_host,
        Household.host_places > 0,
        Household.state == HouseholdState.ACTIVE,
        sa.or_(Household.hive_id.in_(hive_ids), Household.id.in_(linked)),
    )


def hosts_of(hive_id: int) -> sa.Select[Household]:
    """The hosts for a Hive's families, by name: its own, and those of its link carers elsewhere."""
    return (
        sa.select(Household)
        .where(hosts_in([hive_id]))
        .options(selectinload(Household.members).joinedload(HouseholdMember.person))
        .order_by(Household.name, Household.id)
    )


def hosts_for(household: Household) -> Sequence[Household]:
    """The hosts that a family found through its actor can ask: never itself."""
    if household.hive_id is None:
        return []
    return db.session.scalars(hosts_of(household.hive_id).where(Household.id != household.id)).all()


def times_of(host_ids: Collection[int], first: date, last: date) -> Mapping[int, HostTime]:
    """What these hosts have said of their time from `first` to `last`, by their id."""
    patterns: dict[int, list[HostPattern]] = {}
    for pattern in db.session.scalars(
        sa.select(HostPattern)
        .where(
            HostPattern.household_id.in_(host_ids),
            HostPattern.begins_on <= last,
            sa.or_(HostPattern.until_on.is_(None), HostPattern.until_on >= first),
        )
        .order_by(HostPattern.household_id, HostPattern.weekday)
    ):
        patterns.setdefault(pattern.household_id, []).append(pattern)
    days: dict[int, dict[date, HostDay]] = {}
    for each in db.session.scalars(
        sa.select(HostDay).where(
            HostDay.household_id.in_(host_ids), HostDay.day.between(first, last)
        )
    ):
        days.setdefault(each.household_id, {})[each.day] = each
    aways: dict[int, list[HostAway]] = {}
    for away in db.session.scalars(
        sa.select(HostAway)
        .where(
            HostAway.household_id.in_(host_ids),
            HostAway.from_on <= last,
            HostAway.until_on >= first,
        )
        .order_by(HostAway.from_on)
    ):
        aways.setdefault(away.household_id, []).append(away)
    return {
        host_id: HostTime(patterns.get(host_id, []), days.get(host_id, {}), aways.get(host_id, []))
        for host_id in host_ids
    }


def host_homes(host_ids: Collection[int]) -> Mapping[int, HostHome]:
    """What these hosts tell of their homes, by their id."""
    found = db.session.scalars(
        sa.select(HostHome)
        .where(HostHome.household_id.in_(host_ids))
        .options(joinedload(HostHome.household))
    )
    return {home.household_id: home for home in found}


def beds_of(host: Household, home: HostHome | None) -> int:
    """How many children a host has at once: its places, or fewer where it says so."""
    if home is None or home.at_once is None:
        return host.host_places
    return min(host.host_places, home.at_once)


def days_between(first: date, last: date) -> list[date]:
    """The London dates from `first` to `last`, both with them."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
