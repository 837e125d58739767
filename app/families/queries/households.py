"""Households: which ones somebody may open, and who lives in them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Household, HouseholdMember, HouseholdMove, HouseholdState
from app.hives.models import Hive, Membership
from app.hives.policy import is_manager


def visible_households(actor: Person) -> sa.Select[Household]:
    """The households `actor` may open: own, of Hives they lead, supervised; all for a manager."""
    found = sa.select(Household).order_by(Household.name, Household.id)
    return found if is_manager(actor) else found.where(with_children_seen_by(actor))


def with_children_seen_by(actor: Person) -> sa.ColumnElement[bool]:
    """The households whose children `actor` may see. Being a manager adds none to them."""
    own = sa.select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == actor.id, HouseholdMember.in_force(clock.today())
    )
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    ways = [
        sa.and_(Household.id.in_(own), Household.state != HouseholdState.LEFT),
        Household.hive_id.in_(led),
    ]
    if Role.SOCIAL_WORKER in actor.roles:
        ways.append(Household.social_worker_id == actor.id)
    return sa.or_(*ways)


def household_for(actor: Person, household_id: int) -> Household:
    """A household `actor` may open, with its people and its Hive; raises `NotFound`."""
    found = db.session.scalar(
        visible_households(actor)
        .where(Household.id == household_id)
        .options(
            joinedload(Household.hive),
            joinedload(Household.social_worker),
            selectinload(Household.members).joinedload(HouseholdMember.person),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound()
    return found


def household_of(person: Person) -> Household | None:
    """The household `person` lives in today, with its people and its Hive."""
    return db.session.scalar(
        sa.select(Household)
        .join(HouseholdMember)
        .where(
            HouseholdMember.person_id == person.id,
            HouseholdMember.in_force(clock.today()),
            Household.state != HouseholdState.LEFT,
        )
        .order_by(HouseholdMember.id.desc())
        .limit(1)
        .options(
            joinedload(Household.hive),
            joinedload(Household.social_worker),
            selectinload(Household.members).joinedload(HouseholdMember.person),
        )
    )


def households_of(hive: Hive) -> Sequence[Household]:
    """The households of a Hive the caller has found through its actor, with their people."""
    return db.session.scalars(_with_people().where(Household.hive_id == hive.id)).unique().all()


def household_in(hive: Hive, household_id: int) -> Household:
    """A household of a Hive the caller has found through its actor; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(Household).where(Household.id == household_id, Household.hive_id == hive.id)
    )
    if found is None:
        raise NotFound()
    return found


def supervised_households(actor: Person) -> Sequence[Household]:
    """The households whose supervising social worker is `actor`, with their people."""
    return (
        db.session.scalars(
            _with_people()
            .where(Household.social_worker_id == actor.id, Household.state != HouseholdState.LEFT)
            .options(joinedload(Household.hive))
        )
        .unique()
        .all()
    )


def household_counts() -> dict[int, int]:
    """How many households each Hive has, by the Hive's id: a count, no names."""
    rows = db.session.execute(
        sa.select(Household.hive_id, sa.func.count())
        .where(Household.hive_id.is_not(None))
        .group_by(Household.hive_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def carers_of(household: Household) -> list[Person]:
    """Those who live today in a household found with its members, by name."""
    return sorted(
        (each.person for each in household.members if each.is_in_force(clock.today())),
        key=lambda person: (person.name, person.id),
    )


def social_workers() -> Sequence[Person]:
    """Everybody who is a social worker today, by name: one of them may supervise a household."""
    return db.session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(
                sa.select(Membership.person_id).where(
                    Membership.role == Role.SOCIAL_WORKER, Membership.in_force(clock.today())
                )
            )
        )
        .order_by(Person.name, Person.id)
    ).all()


def moves_of(household: Household) -> Sequence[HouseholdMove]:
    """The Hives a household (found through its actor) joined and left, newest first."""
    return db.session.scalars(
        sa.select(HouseholdMove)
        .where(HouseholdMove.household_id == household.id)
        .options(
            joinedload(HouseholdMove.from_hive),
            joinedload(HouseholdMove.to_hive),
            joinedload(HouseholdMove.moved_by),
        )
        .order_by(HouseholdMove.id.desc())
    ).all()


def _with_people() -> sa.Select[Household]:
    """Households by name, each with those who live there today."""
    return (
        sa.select(Household)
        .outerjoin(
            HouseholdMember,
            sa.and_(
                HouseholdMember.household_id == Household.id,
                HouseholdMember.in_force(clock.today()),
            ),
        )
        .outerjoin(Person, Person.id == HouseholdMember.person_id)
        .options(contains_eager(Household.members).contains_eager(HouseholdMember.person))
        .order_by(Household.name, Household.id, Person.name)
    )
