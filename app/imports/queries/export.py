"""What somebody may take out as a file, in a handful of queries however much it is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.families.models import Child, Household, HouseholdMember, HouseholdState, Placement
from app.families.queries import children_count, visible_children, visible_households
from app.hives.models import Hive, Membership
from app.hives.policy import is_manager
from app.invitations.models import Invitation


@dataclass(frozen=True)
class CarerRow:
    """Somebody in, or invited into, a household or a Hive as something."""

    name: str
    email: str
    role: Role
    hive: Hive | None
    household: Household | None


@dataclass(frozen=True)
class Outgoing:
    """The rows of an export. `child_counts`, by household, are given to managers alone."""

    hives: Sequence[Hive]
    households: Sequence[Household]
    carers: Sequence[CarerRow]
    children: Sequence[Child]
    child_counts: dict[int, int] | None


def outgoing(actor: Person) -> Outgoing:
    """Hives that `actor` leads, households they may open, carers, and the children they may know.

    A manager gets every Hive and household, and how many children live there.
    """
    hives = _hives(actor)
    households = db.session.scalars(
        visible_households(actor)
        .where(Household.state != HouseholdState.LEFT)
        .options(
            joinedload(Household.hive),
            selectinload(Household.members).joinedload(HouseholdMember.person),
        )
        .execution_options(populate_existing=True)
    ).all()
    return Outgoing(
        hives,
        households,
        [*_members(hives, households), *_invited(actor, hives)],
        _children(actor),
        children_count([each.id for each in households]) if is_manager(actor) else None,
    )


def _hives(actor: Person) -> Sequence[Hive]:
    hives = sa.select(Hive).where(Hive.closed_on.is_(None)).order_by(Hive.name)
    if not is_manager(actor):
        hives = hives.where(Hive.id.in_(_led(actor)))
    return db.session.scalars(hives).all()


def _led(actor: Person) -> list[int | None]:
    return [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]


def _members(hives: Sequence[Hive], households: Sequence[Household]) -> list[CarerRow]:
    today = clock.today()
    home_of = {
        member.person_id: household
        for household in households
        for member in household.members
        if member.is_in_force(today)
    }
    known = {hive.id: hive for hive in hives} | {
        each.hive.id: each.hive for each in households if each.hive
    }
    led = {hive.id for hive in hives}
    rows = []
    for each in _memberships(list(known)):
        home = home_of.get(each.person_id)
        hive = known[each.hive_id or 0]
        lives_here = home is not None and home.hive_id == hive.id
        if lives_here or hive.id in led:
            person = each.person
            rows.append(
                CarerRow(person.name, person.email, each.role, hive, home if lives_here else None)
            )
    rows += [
        CarerRow(member.person.name, member.person.email, Role.CARER, None, household)
        for household in households
        for member in household.members
        if household.hive_id is None and member.is_in_force(today)
    ]
    return rows


def _memberships(hive_ids: Sequence[int]) -> Sequence[Membership]:
    return db.session.scalars(
        sa.select(Membership)
        .join(Membership.person)
        .where(
            Membership.hive_id.in_(hive_ids),
            Membership.role.in_(HIVE_ROLES),
            Membership.in_force(clock.today()),
            # Who stands in for somebody is not brought in again with a file.
            Membership.covers_id.is_(None),
        )
        .options(contains_eager(Membership.person))
        .order_by(Membership.hive_id, Person.name, Membership.id)
    ).all()


def _invited(actor: Person, hives: Sequence[Hive]) -> list[CarerRow]:
    """Those who are invited and not here yet, for whoever may invite them."""
    into: sa.ColumnElement[bool] = Invitation.hive_id.in_([hive.id for hive in hives])
    if is_manager(actor):
        into = sa.or_(into, Invitation.hive_id.is_(None))
    found = db.session.scalars(
        sa.select(Invitation)
        .where(
            into,
            Invitation.role.in_(HIVE_ROLES),
            Invitation.new_household.is_(None),
            Invitation.joined_at.is_(None),
            Invitation.revoked_at.is_(None),
            sa.or_(Invitation.is_held, Invitation.expires_at > clock.now()),
        )
        .options(joinedload(Invitation.hive), joinedload(Invitation.household))
        .order_by(Invitation.hive_id, Invitation.id)
    )
    return [CarerRow(each.name, each.email, each.role, each.hive, each.household) for each in found]


def _children(actor: Person) -> Sequence[Child]:
    """The children `actor` may know by name, each with its home and who lives there."""
    by_home: dict[int, list[Child]] = defaultdict(list)
    found = db.session.scalars(
        visible_children(actor)
        .where(Household.state != HouseholdState.LEFT)
        .options(
            contains_eager(Child.placements)
            .contains_eager(Placement.household)
            .options(
                joinedload(Household.hive),
                selectinload(Household.members).joinedload(HouseholdMember.person),
            )
        )
        .execution_options(populate_existing=True)
    ).unique()
    for child in found:
        by_home[child.placements[0].household_id].append(child)
    return [child for children in by_home.values() for child in children]
