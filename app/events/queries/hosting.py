"""Who may be asked to host an event, and what is signed up for it already."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.events.models import Event, SignUp
from app.hives.models import Membership


def people_who_may_host(hive_ids: Collection[int]) -> Sequence[Person]:
    """The people of these Hives, and the support workers of the county, by name.

    Managers see of children how many there are, and so keep no register. For services and
    forms: not scoped.
    """
    return db.session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(
                sa.select(Membership.person_id).where(
                    Membership.in_force(clock.today()),
                    sa.or_(
                        sa.and_(Membership.hive_id.in_(hive_ids), Membership.role.in_(HIVE_ROLES)),
                        Membership.role == Role.SUPPORT_WORKER,
                    ),
                )
            )
        )
        .order_by(Person.name, Person.id)
    ).all()


def parts_with_sign_ups(event: Event) -> set[int]:
    """The parts somebody was ever signed up for: their rows stay."""
    return set(
        db.session.scalars(sa.select(SignUp.part_id).where(SignUp.event_id == event.id).distinct())
    )


def children_signed_up(event: Event) -> Sequence[SignUp]:
    """The sign-ups of children that go on, with child and part. For services: not scoped."""
    return db.session.scalars(
        sa.select(SignUp)
        .where(SignUp.event_id == event.id, SignUp.ended_at.is_(None), SignUp.child_id.is_not(None))
        .options(joinedload(SignUp.child), joinedload(SignUp.part))
        .order_by(SignUp.id)
    ).all()
