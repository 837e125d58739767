"""Roles that begin, move and end. Each of these tells the open phones, after the commit.

Whoever calls them has checked who may: invitations, moves of a household, imports, the demo.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.services import create_person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.signals import memberships_changed
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership

#: The roles that go with a household when it moves or leaves. Support workers are appointed.
_OF_A_HOUSEHOLD = (Role.CARER, Role.LINK_CARER)


def add_membership(
    *, person: Person, role: Role, hive: Hive | None, from_on: date | None = None
) -> Membership:
    """Give `person` a role from a London date on (today by default). Doing it twice is one.

    A role that was to begin later begins on `from_on`.
    """
    begins = from_on or clock.today()
    with unit_of_work():
        membership = _open_ended(person.id, role, hive)
        if membership is None:
            membership = Membership(
                person_id=person.id,
                hive_id=hive.id if hive else None,
                role=role,
                from_on=begins,
            )
            db.session.add(membership)
        membership.from_on = min(membership.from_on, begins)
        db.session.flush()
        memberships_changed.send()
    return membership


def end_membership(membership: Membership) -> None:
    """End a role as of now: the person's phones stop hearing the Hive within seconds."""
    with unit_of_work():
        _end(membership)
        db.session.flush()
        memberships_changed.send()


def move_memberships(*, people_ids: Sequence[int], from_hive: Hive, to_hive: Hive) -> None:
    """Let these people be carers and link carers of `to_hive` instead of `from_hive`, from today.

    A role as a support worker stays where it is: see `last_support_worker_among`.
    """
    with unit_of_work():
        for each in _of_households(people_ids, from_hive):
            add_membership(person=each.person, role=each.role, hive=to_hive)
            _end(each)
        db.session.flush()
        memberships_changed.send()


def end_memberships(*, people_ids: Sequence[int], hive: Hive) -> None:
    """End these people's roles as carers and link carers of `hive`, as of now.

    A role as a support worker stays: see `last_support_worker_among`.
    """
    with unit_of_work():
        for each in _of_households(people_ids, hive):
            _end(each)
        db.session.flush()
        memberships_changed.send()


def end_all_memberships(hive: Hive) -> None:
    """End every role in `hive`, also those that were to begin later. For closing it."""
    with unit_of_work():
        for each in db.session.scalars(sa.select(Membership).where(_goes_on(hive))).all():
            _end(each)
        db.session.flush()
        memberships_changed.send()


def last_support_worker_among(*, people_ids: Sequence[int], hive: Hive) -> Person | None:
    """Whoever of these people `hive` could not spare: without them nobody would lead it.

    None when somebody else leads it for good; who only covers, or begins later, does not count.
    """
    leading = db.session.scalars(
        sa.select(Membership)
        .join(Membership.person)
        .where(
            Membership.hive_id == hive.id,
            Membership.role == Role.SUPPORT_WORKER,
            Membership.covers_id.is_(None),
            Membership.until_on.is_(None),
            Membership.from_on <= clock.today(),
        )
        .order_by(Person.name, Person.id)
    ).all()
    if any(each.person_id not in people_ids for each in leading):
        return None
    return leading[0].person if leading else None


def create_manager(*, name: str, email: str, password: str) -> Person:
    """Make the first manager, who invites everybody else. Raises `Invalid`."""
    with unit_of_work():
        person = create_person(name=name, email=email, password=password)
        add_membership(person=person, role=Role.MANAGER, hive=None)
    return person


def _open_ended(person_id: int, role: Role, hive: Hive | None) -> Membership | None:
    return db.session.scalar(
        sa.select(Membership).where(
            Membership.person_id == person_id,
            Membership.hive_id == hive.id if hive else Membership.hive_id.is_(None),
            Membership.role == role,
            Membership.until_on.is_(None),
        )
    )


def _of_households(people_ids: Sequence[int], hive: Hive) -> Sequence[Membership]:
    """What these people are in `hive` because of their household, now or from a later day."""
    return db.session.scalars(
        sa.select(Membership).where(
            Membership.person_id.in_(people_ids),
            Membership.role.in_(_OF_A_HOUSEHOLD),
            _goes_on(hive),
        )
    ).all()


def _goes_on(hive: Hive) -> sa.ColumnElement[bool]:
    """Roles in `hive` that hold today or begin later."""
    return sa.and_(
        Membership.hive_id == hive.id,
        sa.or_(Membership.until_on.is_(None), Membership.until_on >= clock.today()),
    )


def _end(membership: Membership) -> None:
    yesterday = clock.today() - timedelta(days=1)
    if membership.from_on > yesterday:
        # "The last day counts" can't say that what began today, or was to begin, is over.
        db.session.delete(membership)
    else:
        membership.until_on = yesterday
