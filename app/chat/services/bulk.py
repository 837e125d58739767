"""What many messages take to be written at once: a few statements, however many they are."""

import uuid
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.attributes import set_committed_value

from app.chat.models import Message, Room, RoomMember, RoomRead
from app.core.extensions import db
from app.hives.models import Hive

_rooms, _messages = Room.__table__, Message.__table__
_hives = Hive.__table__
_members, _reads = RoomMember.__table__, RoomRead.__table__

# Made once: making a statement costs more than SQLite needs to answer it.
_rooms_by_id = (
    sa.select(
        _rooms.c["id", "hive_id", "kind", "name", "last_seq", "last_change", "closed_at"],
        _rooms.c["direct_key", "created_by_id"],
        _hives.c.name.label("hive_name"),
        _hives.c.closed_on.label("hive_closed_on"),
    )
    .select_from(_rooms.outerjoin(_hives, _hives.c.id == _rooms.c.hive_id))
    .where(_rooms.c.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_rooms.c.id)
    .with_for_update(of=_rooms)
)
_members_by_room = sa.select(_members.c.room_id, _members.c.person_id).where(
    _members.c.room_id.in_(sa.bindparam("ids", expanding=True)), _members.c.left_at.is_(None)
)
_by_client_id = sa.select(_messages.c.author_id, _messages.c.client_id, _messages.c.room_id).where(
    _messages.c.author_id.in_(sa.bindparam("authors", expanding=True)),
    _messages.c.client_id.in_(sa.bindparam("ids", expanding=True)),
)
_set_last_seq = (
    sa.update(_rooms)
    .where(_rooms.c.id == sa.bindparam("room"))
    .values(last_seq=sa.bindparam("last"))
)
# Not "sorted by parameters": on SQLite that would be a statement for each row.
_insert_messages = sa.insert(_messages).returning(
    _messages.c.id, _messages.c.room_id, _messages.c.seq
)


def locked_rooms(room_ids: Collection[int]) -> dict[int, Room]:
    """The rooms, which nobody else numbers until the commit; in the same order for everybody.

    Made of plain rows: they belong to no session.
    """
    rooms: dict[int, Room] = {}
    for row in db.session.connection().execute(_rooms_by_id, {"ids": list(room_ids)}):
        values = dict(row._mapping)
        name, closed_on = values.pop("hive_name"), values.pop("hive_closed_on")
        room = rooms[row.id] = Room(**values)
        hive = None if row.hive_id is None else Hive(id=row.hive_id, name=name, closed_on=closed_on)
        set_committed_value(room, "hive", hive)
    return rooms


def members_of(*, room_ids: Collection[int]) -> set[tuple[int, int]]:
    """The (room, person) of those who are in these rooms by name."""
    return _pairs(_members_by_room, room_ids) if room_ids else set()


def sent_before(
    *, author_ids: Collection[int], client_ids: Collection[uuid.UUID]
) -> dict[tuple[int, uuid.UUID], int]:
    """In which room each of these was sent already, by author and client-made id."""
    found = db.session.connection().execute(
        _by_client_id, {"authors": list(author_ids), "ids": list(client_ids)}
    )
    return {(author_id, client_id): room_id for author_id, client_id, room_id in found}


def insert_all(rows: Sequence[dict[str, Any]], *, last_seqs: dict[int, int]) -> Sequence[int]:
    """Write messages, and that their authors have read so far; the ids in the same order.

    `last_seqs` are the rooms' last numbers from then on. In the caller's unit of work.
    """
    connection = db.session.connection()
    connection.execute(
        _set_last_seq,
        [{"room": room_id, "last": seq} for room_id, seq in sorted(last_seqs.items())],
    )
    written = connection.execute(_insert_messages, list(rows))
    ids = {(room_id, seq): message_id for message_id, room_id, seq in written}
    read = {(row["author_id"], row["room_id"]): row["seq"] for row in rows}
    connection.execute(
        _mark_read(db.engine.dialect.name),
        [
            {"person_id": person_id, "room_id": room_id, "seq": seq}
            for (person_id, room_id), seq in sorted(read.items())
        ],
    )
    return [ids[row["room_id"], row["seq"]] for row in rows]


@cache
def _mark_read(dialect: str) -> sa.Executable:
    row = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(_reads)
    return row.on_conflict_do_update(
        index_elements=["person_id", "room_id"],
        set_={"seq": row.excluded.seq},
        where=sa.and_(_reads.c.seq < row.excluded.seq),
    )


def _pairs(statement: sa.Select[Any], ids: Collection[int]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in db.session.connection().execute(statement, {"ids": list(ids)})}
