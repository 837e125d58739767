"""Rooms of two people: one for each pair, whoever opens it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person
from app.chat import pairs, queries
from app.chat.models import Room, RoomKind, RoomMember
from app.core import clock
from app.core.extensions import db
from app.core.signals import memberships_changed
from app.core.unit_of_work import unit_of_work
from app.hives.policy import is_manager


def open_direct(*, actor: Person, person_id: int) -> Room:
    """The direct room of the actor and somebody they may write to; made when there is none.

    Two who open it at the same moment get the same one. A manager who opens it lets the other
    answer, whatever else they have to do with each other. Raises `NotFound` for somebody the
    actor may not write to.
    """
    with unit_of_work():
        other = queries.person_to_write_to(actor, person_id)
        key = pairs.key_of(actor.id, other.id)
        made_id = db.session.scalar(
            insert(Room.__table__)
            .values(
                kind=RoomKind.DIRECT,
                name=" and ".join(sorted([actor.name, other.name]))[:100],
                direct_key=key,
                created_by_id=actor.id,
                last_seq=0,
            )
            .on_conflict_do_nothing(index_elements=["direct_key"])
            .returning(Room.__table__.c.id)
        )
        room = db.session.scalars(
            sa.select(Room).where(Room.direct_key == key).execution_options(populate_existing=True)
        ).one()
        if made_id is not None:
            for person in (actor, other):
                let_in(room_id=room.id, person_id=person.id)
            memberships_changed.send()
        elif is_manager(actor):
            room.created_by_id = actor.id
        db.session.flush()
    return room


def let_in(*, room_id: int, person_id: int) -> None:
    """Put a person into a room with members, again if they had left; in the caller's unit of work.

    Doing it twice is once.
    """
    row = insert(RoomMember.__table__).values(
        room_id=room_id, person_id=person_id, joined_at=clock.now(), left_at=None
    )
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["room_id", "person_id"],
            set_={"joined_at": row.excluded.joined_at, "left_at": None},
            where=RoomMember.__table__.c.left_at.is_not(None),
        )
    )


def insert(table: Any) -> Any:
    """An insert that can say what to do when the row is there already."""
    is_postgres = db.engine.dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgres else sqlite.insert(table)
