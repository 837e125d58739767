"""Reads about households, scoped to the person asking."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.families.models import Household, HouseholdMember
from app.hives.models import Hive


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
            .where(Household.social_worker_id == actor.id)
            .options(joinedload(Household.hive))
        )
        .unique()
        .all()
    )


def household_counts() -> dict[int, int]:
    """How many households each Hive has, by the Hive's id: a count, no names."""
    rows = db.session.execute(
        sa.select(Household.hive_id, sa.func.count()).group_by(Household.hive_id)
    )
    return {row[0]: row[1] for row in rows}


def _with_people() -> sa.Select[Household]:
    """Households by name, each with those who live there today."""
    return (
        sa.select(Household)
        .outerjoin(
            HouseholdMember,
            sa.and_(HouseholdMember.household_id == Household.id, _lives_there()),
        )
        .outerjoin(Person, Person.id == HouseholdMember.person_id)
        .options(contains_eager(Household.members).contains_eager(HouseholdMember.person))
        .order_by(Household.name, Household.id, Person.name)
    )


def _lives_there() -> sa.ColumnElement[bool]:
    today = clock.today()
    return sa.and_(
        HouseholdMember.from_on <= today,
        sa.or_(HouseholdMember.until_on.is_(None), HouseholdMember.until_on >= today),
    )
