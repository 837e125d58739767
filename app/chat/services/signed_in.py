"""Many signed-in devices at once, as plain rows: for whatever looks after many open phones."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Device, Person
from app.accounts.policy import idle_limit_for
from app.accounts.services.signing_in import SEEN_EVERY
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.hives.models import Membership

_devices, _people, _memberships = Device.__table__, Person.__table__, Membership.__table__
_ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)

# Made once: making a statement costs more than SQLite needs to answer it.
_with_roles = (
    sa.select(
        _people.c.id,
        _people.c.name,
        _memberships.c.hive_id,
        _memberships.c.role,
        _memberships.c.from_on,
        _memberships.c.until_on,
    )
    .select_from(_people)
    .outerjoin(_memberships, _memberships.c.person_id == _people.c.id)
)
_of_people = _with_roles.where(_people.c.id.in_(_ids))
_of_devices = (
    _with_roles.add_columns(_devices.c.id, _devices.c.last_seen_at)
    .join(_devices, _devices.c.person_id == _people.c.id)
    .where(_devices.c.id.in_(_ids), _devices.c.ended_at.is_(None))
)


def find_many_signed_in(device_ids: Collection[int]) -> dict[int, Person]:
    """Whose the live ones among these devices are; notes that they were seen just now.

    In the caller's unit of work. The people are made of plain rows: they have an id, a name and
    memberships, and belong to no session.
    """
    if not device_ids:
        return {}
    rows = _read(_of_devices, device_ids)
    people = _made_of(dict.fromkeys(row[:6] for row in rows))
    seen_at = {row[6]: (row[0], row[7]) for row in rows}
    now = clock.now()
    live = {
        device_id: (people[person_id], now - last)
        for device_id, (person_id, last) in seen_at.items()
        if now - last <= idle_limit_for(people[person_id].roles)
    }
    stale = sorted(device_id for device_id, (_, idle) in live.items() if idle > SEEN_EVERY)
    if stale:
        with unit_of_work():
            db.session.execute(
                sa.update(_devices).where(_devices.c.id.in_(stale)).values(last_seen_at=now)
            )
    return {device_id: person for device_id, (person, _) in live.items()}


def people_with_roles(people_ids: Collection[int]) -> dict[int, Person]:
    """People with their memberships of all times, made of plain rows as above."""
    return _made_of(_read(_of_people, people_ids)) if people_ids else {}


def _made_of(rows: Iterable[Sequence[Any]]) -> dict[int, Person]:
    found: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
    for person_id, name, *membership in rows:
        found.setdefault((person_id, name), []).append(tuple(membership))
    return {
        person_id: _person(person_id, name, tuple(memberships))
        for (person_id, name), memberships in found.items()
    }


@lru_cache(maxsize=5_000)
def _person(person_id: int, name: str, memberships: tuple[tuple[Any, ...], ...]) -> Person:
    """Somebody made of rows that were just read; the same rows make the same person."""
    person = Person(id=person_id, name=name)
    of_person = [
        Membership(
            person_id=person_id, hive_id=hive_id, role=role, from_on=from_on, until_on=until_on
        )
        for hive_id, role, from_on, until_on in memberships
        if role is not None
    ]
    set_committed_value(person, "memberships", of_person)
    return person


def _read(statement: sa.Select[Any], ids: Iterable[int]) -> list[tuple[Any, ...]]:
    found = db.session.connection().execute(statement, {"ids": list(ids)})
    return [tuple(row) for row in found]
