"""Reads about accounts, scoped to the person asking."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Device, Person
from app.accounts.policy import is_live
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db


def devices_of(actor: Person) -> list[Device]:
    """The devices `actor` is signed in on now, the one used last first."""
    found = db.session.scalars(
        sa.select(Device)
        .where(Device.person_id == actor.id, Device.ended_at.is_(None))
        .order_by(Device.last_seen_at.desc(), Device.id.desc())
    )
    now = clock.now()
    return [device for device in found if is_live(device, now)]


def online_ids(people_ids: Collection[int]) -> set[int]:
    """Those of the people who have Hive open, and let the others of their rooms see it.

    The caller has found the people through its actor, as readers of a room.
    """
    return set(
        db.session.scalars(
            sa.select(Device.person_id)
            .join(Person, Person.id == Device.person_id)
            .where(
                Device.person_id.in_(people_ids),
                Device.open_until > clock.now(),
                Device.ended_at.is_(None),
                Person.shows_online,
            )
        )
    )


def device_of(actor: Person, device_id: int) -> Device:
    """One of `actor`'s own devices; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(Device).where(Device.id == device_id, Device.person_id == actor.id)
    )
    if found is None:
        raise NotFound()
    return found


def person_by_email(email: str) -> Person | None:
    """Whoever signs in with `email`. For services only: it is not scoped to an actor."""
    return db.session.scalar(sa.select(Person).where(Person.email == email))


def device_with_person(condition: sa.ColumnElement[bool]) -> Device | None:
    """A device with its person and their memberships, in one query."""
    return (
        db.session.scalars(
            sa.select(Device)
            .where(condition)
            .options(joinedload(Device.person).joinedload(Person.memberships))
            # The memberships may have changed since this session last looked.
            .execution_options(populate_existing=True)
        )
        .unique()
        .one_or_none()
    )
