"""What the database holds when a file is checked. For services: not scoped."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Child, Household, HouseholdMember, HouseholdState, Placement
from app.families.queries import places_taken
from app.hives.models import Hive, Membership
from app.imports.places import (
    HivePlace,
    HouseholdPlace,
    Known,
    KnownInvitation,
    KnownPerson,
    key,
)
from app.invitations.models import Invitation


def known_county() -> Known:
    """Hives, households, carers and children as they are now, in a handful of queries."""
    hives = {place.id: place for place in _hives()}
    return Known(
        hives=list(hives.values()),
        households=_households(hives),
        people=_people(),
        invited=_invited(),
        children=_children(),
    )


def _hives() -> list[HivePlace]:
    hives = db.session.scalars(sa.select(Hive).order_by(Hive.id)).all()
    taken = places_taken([hive.id for hive in hives])
    return [
        HivePlace(
            hive.name,
            hive.area,
            hive.capacity,
            id=hive.id,
            is_closed=hive.closed_on is not None,
            taken=taken.get(hive.id, 0),
        )
        for hive in hives
    ]


def _households(hives: dict[int | None, HivePlace]) -> list[HouseholdPlace]:
    found = db.session.scalars(
        sa.select(Household)
        .where(Household.state != HouseholdState.LEFT)
        .options(joinedload(Household.hive))
        .order_by(Household.id)
    )
    return [
        HouseholdPlace(
            each.name,
            each.hive.name if each.hive else "",
            each.area,
            hives.get(each.hive_id),
            id=each.id,
            has_carers=True,
        )
        for each in found
    ]


def _people() -> dict[str, KnownPerson]:
    today = clock.today()
    homes: dict[int, int] = {
        row[0]: row[1]
        for row in db.session.execute(
            sa.select(HouseholdMember.person_id, HouseholdMember.household_id)
            .join(HouseholdMember.household)
            .where(HouseholdMember.in_force(today), Household.state != HouseholdState.LEFT)
            .order_by(HouseholdMember.id)
        )
    }
    roles: dict[int, set[tuple[int | None, Role]]] = defaultdict(set)
    for row in db.session.execute(
        sa.select(Membership.person_id, Membership.hive_id, Membership.role).where(
            Membership.in_force(today)
        )
    ):
        roles[row[0]].add((row[1], row[2]))
    people: Sequence[Person] = db.session.scalars(sa.select(Person)).all()
    return {
        each.email: KnownPerson(each.name, homes.get(each.id), frozenset(roles[each.id]))
        for each in people
    }


def _invited() -> dict[str, list[KnownInvitation]]:
    """Invitations that can be taken up today, or wait to be sent, by address."""
    found = db.session.scalars(
        sa.select(Invitation).where(
            Invitation.joined_at.is_(None),
            Invitation.revoked_at.is_(None),
            sa.or_(Invitation.is_held, Invitation.expires_at > clock.now()),
        )
    )
    by_address: dict[str, list[KnownInvitation]] = defaultdict(list)
    for each in found:
        by_address[each.email].append(
            KnownInvitation(each.role, each.hive_id, each.household_id, each.new_household)
        )
    return by_address


def _children() -> dict[tuple[str, date], set[int]]:
    rows = db.session.execute(
        sa.select(Child.preferred_name, Child.born_on, Placement.household_id)
        .join(Placement, Placement.child_id == Child.id)
        .where(sa.or_(Placement.until_on.is_(None), Placement.until_on >= clock.today()))
    )
    homes: dict[tuple[str, date], set[int]] = defaultdict(set)
    for row in rows:
        homes[key(row[0]), row[1]].add(row[2])
    return homes
