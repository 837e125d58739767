"""Reads about Hives, scoped to the person asking."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.hives.models import Hive, Membership
from app.hives.policy import is_manager


def visible_hives(actor: Person) -> sa.Select[Hive]:
    """The open Hives `actor` may know about: their own, or all of them for a manager."""
    hives = sa.select(Hive).where(Hive.closed_on.is_(None)).order_by(Hive.name)
    if is_manager(actor):
        return hives
    return hives.where(Hive.id.in_(own_hive_ids(actor)))


def visible_hives_list(actor: Person) -> Sequence[Hive]:
    """The same, fetched."""
    return db.session.scalars(visible_hives(actor)).all()


def own_hive_ids(actor: Person) -> list[int]:
    """The Hives `actor` belongs to today as carer, link carer or support worker."""
    return sorted(
        {
            each.hive_id
            for each in actor.current_memberships
            if each.hive_id is not None and each.role in HIVE_ROLES
        }
    )


def own_hives(actor: Person) -> Sequence[Hive]:
    """The open Hives `actor` belongs to."""
    return db.session.scalars(
        sa.select(Hive)
        .where(Hive.id.in_(own_hive_ids(actor)), Hive.closed_on.is_(None))
        .order_by(Hive.name)
    ).all()


def hive_for(actor: Person, hive_id: int) -> Hive:
    """A Hive `actor` may see; raises `NotFound`."""
    found = db.session.scalar(visible_hives(actor).where(Hive.id == hive_id))
    if found is None:
        raise NotFound()
    return found


def people_of(hive_ids: Sequence[int]) -> dict[int, list[Membership]]:
    """The memberships in force of these Hives with their people, by Hive, sorted by name."""
    found = db.session.scalars(
        sa.select(Membership)
        .join(Membership.person)
        .where(
            Membership.hive_id.in_(hive_ids),
            Membership.role.in_(HIVE_ROLES),
            Membership.in_force(clock.today()),
        )
        .options(joinedload(Membership.person))
        .order_by(Person.name, Person.id)
    )
    by_hive: dict[int, list[Membership]] = {hive_id: [] for hive_id in hive_ids}
    for each in found:
        if each.hive_id is not None:
            by_hive[each.hive_id].append(each)
    return by_hive


def people_ids_of(hive_id: int) -> list[int]:
    """The ids of everybody who belongs to a Hive today. For services: not scoped."""
    return list(
        db.session.scalars(
            sa.select(Membership.person_id)
            .where(
                Membership.hive_id == hive_id,
                Membership.role.in_(HIVE_ROLES),
                Membership.in_force(clock.today()),
            )
            .distinct()
        )
    )


def roles_in(hive: Hive) -> Sequence[Membership]:
    """Who is what in a Hive found through its actor, today or from a later day, by name."""
    return db.session.scalars(
        sa.select(Membership)
        .join(Membership.person)
        .where(
            Membership.hive_id == hive.id,
            Membership.role.in_(HIVE_ROLES),
            _not_over(),
        )
        .options(contains_eager(Membership.person), joinedload(Membership.covers))
        .order_by(Person.name, Person.id, Membership.from_on)
    ).all()


def membership_for(actor: Person, membership_id: int) -> Membership:
    """A role that goes on, in a Hive `actor` may see; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.hive_id.in_(visible_hives(actor).with_only_columns(Hive.id).order_by(None)),
            Membership.role.in_(HIVE_ROLES),
            _not_over(),
        )
        .options(joinedload(Membership.person), joinedload(Membership.hive))
    )
    if found is None:
        raise NotFound()
    return found


def appointable_for(actor: Person, hive: Hive) -> sa.Select[Person]:
    """Whom `actor` may appoint in `hive`: its own people; a manager chooses among all Hives'."""
    return _people_with_role(None if is_manager(actor) else hive.id)


def covering_for(actor: Person, hive: Hive) -> sa.Select[Person]:
    """Who may lead `hive` for a while: its own people, and the support workers of the county.

    A manager chooses among the people of all Hives.
    """
    if is_manager(actor):
        return _people_with_role(None)
    return _people_with_role(hive.id, Role.SUPPORT_WORKER)


def named(
    people: sa.Select[Person], words: str, *, hive: Hive, first: Role | None = None, limit: int
) -> Sequence[Person]:
    """Those of `people` whose name holds `words`, with their Hives.

    Who is `first` in some Hive stands before the others, and then this Hive's own people.
    """
    is_first = Person.id.in_(
        sa.select(Membership.person_id).where(
            Membership.role == first, Membership.in_force(clock.today())
        )
    )
    is_own = Person.id.in_(people_ids_of(hive.id))
    return db.session.scalars(
        people.where(Person.name.icontains(words, autoescape=True))
        .options(selectinload(Person.memberships).joinedload(Membership.hive))
        .order_by(is_first.desc(), is_own.desc(), Person.name, Person.id)
        .limit(limit)
    ).all()


def _people_with_role(hive_id: int | None, elsewhere: Role | None = None) -> sa.Select[Person]:
    """The people of one Hive, and who is `elsewhere` in any; of every open Hive for None."""
    ids = (
        sa.select(Membership.person_id)
        .join(Membership.hive)
        .where(
            Membership.role.in_(HIVE_ROLES),
            Membership.in_force(clock.today()),
            Hive.closed_on.is_(None),
        )
    )
    if hive_id is not None:
        ids = ids.where(sa.or_(Hive.id == hive_id, Membership.role == elsewhere))
    return sa.select(Person).where(Person.id.in_(ids))


def _not_over() -> sa.ColumnElement[bool]:
    return sa.or_(Membership.until_on.is_(None), Membership.until_on >= clock.today())


def covers_among(memberships: Sequence[Membership]) -> list[Membership]:
    """Who covers for somebody, among `memberships`, the earliest first."""
    covers = [each for each in memberships if each.covers_id is not None]
    return sorted(covers, key=lambda each: (each.from_on, each.id))


def leaders_among(memberships: Sequence[Membership]) -> list[Membership]:
    """The support workers and link carers among `memberships`, support workers first."""
    leading = [Role.SUPPORT_WORKER, Role.LINK_CARER]
    return sorted(
        (each for each in memberships if each.role in leading),
        key=lambda each: leading.index(each.role),
    )
