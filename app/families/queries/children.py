"""Children: who may know of which, and who has looked."""

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.families.models import (
    Child,
    ChildTie,
    Household,
    HouseholdMember,
    HouseholdState,
    Look,
    Placement,
)
from app.families.queries.households import with_children_seen_by


def visible_children(actor: Person) -> sa.Select[Child]:
    """The children `actor` may know, each with its home of today.

    Those who live in the actor's own household, in households of Hives they lead, and in
    households they supervise. A manager gets counts only.
    """
    return _at_home().where(with_children_seen_by(actor))


def children_for(actor: Person) -> Sequence[Child]:
    """The same, fetched, by name."""
    return db.session.scalars(visible_children(actor)).unique().all()


def child_for(actor: Person, child_id: int) -> Child:
    """A child `actor` may know, with its home and who lives there; raises `NotFound`."""
    found = (
        db.session.scalars(
            visible_children(actor)
            .where(Child.id == child_id)
            .options(
                contains_eager(Child.placements)
                .contains_eager(Placement.household)
                .options(
                    joinedload(Household.members).joinedload(HouseholdMember.person),
                    joinedload(Household.hive),
                    joinedload(Household.social_worker),
                )
            )
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        raise NotFound()
    return found


def home_of(child: Child) -> Household:
    """The household a child found by `child_for` lives in today."""
    return stay_of(child).household


def stay_of(child: Child) -> Placement:
    """The same with its days. On the day of a move there are two: the newer one counts."""
    return max(child.placements, key=lambda stay: (stay.from_on, stay.id))


def children_of(household: Household) -> Sequence[Child]:
    """The children of a household whose children the caller's actor may see, by age."""
    found = db.session.scalars(_at_home().where(Household.id == household.id)).unique().all()
    return sorted(found, key=lambda child: child.born_on)


def next_homes_for(actor: Person, child: Child) -> Sequence[Household]:
    """The households a child found through its actor could move on to, by name.

    Those whose children `actor` may see, but the one it lives in: nobody hands a child, and what
    is known of it, to somebody whom they do not work with.
    """
    return db.session.scalars(
        sa.select(Household)
        .where(
            with_children_seen_by(actor),
            Household.state != HouseholdState.LEFT,
            Household.id != home_of(child).id,
        )
        .order_by(Household.name, Household.id)
    ).all()


def own_children(actor: Person) -> Sequence[Child]:
    """The children of the household `actor` lives in, the eldest first."""
    found = db.session.scalars(
        _at_home().where(Household.id.in_(_homes_of(actor)), Household.state != HouseholdState.LEFT)
    )
    return sorted(found.unique(), key=lambda child: child.born_on)


def own_home(actor: Person) -> Household | None:
    """The household `actor` lives in today, without anything around it."""
    return db.session.scalar(
        sa.select(Household)
        .where(Household.id.in_(_homes_of(actor)), Household.state != HouseholdState.LEFT)
        .order_by(Household.id.desc())
        .limit(1)
    )


def arrivals_at(household: Household) -> Sequence[Placement]:
    """The stays that begin on a day to come. Of the child nothing is told before it is there."""
    return db.session.scalars(
        sa.select(Placement)
        .where(Placement.household_id == household.id, Placement.from_on > clock.today())
        .order_by(Placement.from_on, Placement.id)
    ).all()


def child_named(household: Household, name: str) -> Child | None:
    """A child of this name who lives, or will live, in it. For services: not scoped."""
    found = db.session.scalars(
        sa.select(Child)
        .join(Child.placements)
        .where(
            Placement.household_id == household.id,
            sa.or_(Placement.until_on.is_(None), Placement.until_on >= clock.today()),
        )
        .order_by(Child.id)
    )
    # Compared here: SQLite knows no capital letters beyond A to Z.
    wanted = name.casefold()
    return next((each for each in found if each.preferred_name.casefold() == wanted), None)


def child_added_as(actor: Person, client_id: uuid.UUID) -> Child | None:
    """What `actor` added with this client-made id, for a second send to be answered with."""
    return db.session.scalar(
        sa.select(Child).where(Child.added_by_id == actor.id, Child.client_id == client_id)
    )


def placements_at(household: Household) -> Sequence[Placement]:
    """Who lives in a household beyond today or is to, with the child. For services: not scoped."""
    return db.session.scalars(
        sa.select(Placement)
        .where(
            Placement.household_id == household.id,
            sa.or_(Placement.until_on.is_(None), Placement.until_on > clock.today()),
        )
        .options(joinedload(Placement.child))
        .order_by(Placement.id)
    ).all()


def children_count(household_ids: Sequence[int]) -> dict[int, int]:
    """How many children live in each of these households: counts, no names."""
    rows = db.session.execute(
        sa.select(Placement.household_id, sa.func.count())
        .where(Placement.household_id.in_(household_ids), Placement.in_force(clock.today()))
        .group_by(Placement.household_id)
    )
    return {row[0]: row[1] for row in rows}


def ties_of(child: Child) -> Sequence[ChildTie]:
    """The brothers, sisters and friends of a child found through its actor."""
    return db.session.scalars(
        sa.select(ChildTie)
        .where(sa.or_(ChildTie.child_id == child.id, ChildTie.other_child_id == child.id))
        .options(joinedload(ChildTie.child), joinedload(ChildTie.other_child))
        .order_by(ChildTie.kind.desc(), ChildTie.id)
    ).all()


def tied_names(actor: Person, child: Child) -> list[tuple[ChildTie, Child]]:
    """The ties of a child with those on the other end whom `actor` may know too."""
    found = []
    for tie in ties_of(child):
        found.append((tie, tie.other_child if tie.child_id == child.id else tie.child))
    ids = [other.id for _, other in found]
    known = set(
        db.session.scalars(
            sa.select(Placement.child_id)
            .join(Placement.household)
            .where(
                Placement.child_id.in_(ids),
                Placement.in_force(clock.today()),
                with_children_seen_by(actor),
            )
        )
    )
    return [(tie, other) for tie, other in found if other.id in known]


def looks_at(child: Child, limit: int = 200) -> Sequence[Look]:
    """Who has looked at a child of the caller's own household, newest first."""
    return db.session.scalars(
        sa.select(Look)
        .where(Look.child_id == child.id)
        .options(joinedload(Look.person))
        .order_by(Look.looked_at.desc(), Look.id.desc())
        .limit(limit)
    ).all()


def _homes_of(actor: Person) -> sa.Select[int]:
    return sa.select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == actor.id, HouseholdMember.in_force(clock.today())
    )


def _at_home() -> sa.Select[Child]:
    """Children with the placement of today and its household, by name."""
    return (
        sa.select(Child)
        .join(Child.placements)
        .join(Placement.household)
        .where(Placement.in_force(clock.today()))
        .options(contains_eager(Child.placements).contains_eager(Placement.household))
        .order_by(Child.preferred_name, Child.id)
    )
