"""How far people have read."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Person
from app.chat import queries
from app.chat.models import RoomKind, RoomRead
from app.chat.telling import tell_room
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.notices.services import mark_room_notices_read


def mark_read(*, actor: Person, room_id: int, seq: int) -> int:
    """Note that the actor has read up to message number `seq`; returns how far that is now.

    Never goes back, nor beyond the newest message. Raises `NotFound`.
    """
    room = queries.room_for(actor, room_id)
    upto = min(seq, room.last_seq)
    already = queries.read_seq(actor, room)
    if upto <= already:
        return already
    with unit_of_work() as work:
        if room.kind is RoomKind.DIRECT:
            told = {"room_id": room.id, "person_id": actor.id, "seq": upto}
            work.on_commit(lambda: tell_room(room_id, "chat:seen", told))
        mark_read_up_to(person_id=actor.id, room_id=room.id, seq=upto)
        mark_room_notices_read(person_id=actor.id, room_id=room.id, seq=upto)
    return upto


def mark_read_up_to(*, person_id: int, room_id: int, seq: int) -> None:
    """The same without a look at who asks; in the caller's unit of work."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(RoomRead).values(person_id=person_id, room_id=room_id, seq=seq)
    db.session.execute(
        row.on_conflict_do_update(
            index_elements=["person_id", "room_id"],
            set_={"seq": row.excluded.seq},
            where=sa.and_(RoomRead.__table__.c.seq < row.excluded.seq),
        )
    )
