"""The only writes to Hives and memberships."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.services import create_person
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.roles import Role
from app.core.signals import hive_opened
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership


def open_hive(*, name: str, area: str, opened_on: date | None = None) -> Hive:
    """Open a Hive (the command line and the demo call this). Its room comes with it.

    Raises `Conflict` when a Hive of that name exists.
    """
    with unit_of_work():
        if db.session.scalar(sa.select(Hive.id).where(Hive.name == name)):
            raise Conflict("There is a Hive of this name already. Choose another name.")
        hive = Hive(name=name, area=area, opened_on=opened_on or clock.today())
        db.session.add(hive)
        db.session.flush()
        hive_opened.send(hive_id=hive.id, name=name)
    return hive


def add_membership(
    *, person: Person, role: Role, hive: Hive | None, from_on: date | None = None
) -> Membership:
    """Give `person` a role from a London date on (today by default). Doing it twice is one."""
    with unit_of_work():
        current = db.session.scalar(
            sa.select(Membership).where(
                Membership.person_id == person.id,
                Membership.hive_id == hive.id if hive else Membership.hive_id.is_(None),
                Membership.role == role,
                Membership.until_on.is_(None),
            )
        )
        if current is not None:
            return current
        membership = Membership(
            person_id=person.id,
            hive_id=hive.id if hive else None,
            role=role,
            from_on=from_on or clock.today(),
        )
        db.session.add(membership)
        db.session.flush()
    return membership


def end_membership(membership: Membership) -> None:
    """End a role as of now: the person's phones stop hearing the Hive within seconds."""
    with unit_of_work():
        yesterday = clock.today() - timedelta(days=1)
        if membership.from_on > yesterday:
            # It began today, and "the last day counts" can't say that it is over: it never was.
            db.session.delete(membership)
        else:
            membership.until_on = yesterday


def create_manager(*, name: str, email: str, password: str) -> Person:
    """Make the first manager, who invites everybody else. Raises `Invalid`."""
    with unit_of_work():
        person = create_person(name=name, email=email, password=password)
        add_membership(person=person, role=Role.MANAGER, hive=None)
    return person
