"""Reads about Hives, scoped to the person asking."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

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


def leaders_among(memberships: Sequence[Membership]) -> list[Membership]:
    """The support workers and link carers among `memberships`, support workers first."""
    leading = [Role.SUPPORT_WORKER, Role.LINK_CARER]
    return sorted(
        (each for each in memberships if each.role in leading),
        key=lambda each: leading.index(each.role),
    )
