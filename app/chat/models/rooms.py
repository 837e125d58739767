"""Rooms, who is in them, and how far each person has read."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.hives.models import Hive


class RoomKind(StrEnum):
    """What a room is for, which decides who is in it."""

    #: The people of a Hive talk.
    HIVE = "hive"
    #: The support workers of a Hive write, its people read and react.
    ANNOUNCEMENTS = "announcements"
    #: Some people of a Hive, put together by a support worker or a carer.
    GROUP = "group"
    #: Two people.
    DIRECT = "direct"
    #: All support workers of the county.
    TEAM = "team"
    #: All link carers of the county, and the support workers.
    LINK_CARERS = "link_carers"
    #: Those who are signed up for an event.
    EVENT = "event"


#: In these kinds of rooms are those who have a row in `room_members`; in the others it follows
#: from the roles people hold today.
WITH_MEMBERS = frozenset({RoomKind.GROUP, RoomKind.DIRECT, RoomKind.EVENT})
#: Rooms of the county: one of each kind.
OF_COUNTY = frozenset({RoomKind.TEAM, RoomKind.LINK_CARERS})


def _once(name: str, column: str, kinds: str) -> sa.Index:
    where = sa.text(f"kind IN ({kinds})")
    columns = [column] if column == "kind" else [column, "kind"]
    return sa.Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Room(db.Model):
    """Where people talk.

    `last_seq` numbers the messages of a room 1, 2, 3, … without gaps and in the order they
    were committed, so that "what came after N" misses nothing. `last_change` numbers in the same
    way what happened to messages afterwards: edited, deleted, reacted to, voted on, pinned.
    """

    __tablename__ = "rooms"
    __table_args__ = (
        _once("uq_rooms_of_hive", "hive_id", "'hive', 'announcements'"),
        _once("uq_rooms_of_county", "kind", "'team', 'link_carers'"),
        sa.CheckConstraint(
            "(hive_id IS NULL) = (kind IN ('team', 'link_carers', 'direct')) OR (kind = 'event')",
            name="kind_with_hive",
        ),
        sa.CheckConstraint("(direct_key IS NOT NULL) = (kind = 'direct')", name="direct_has_key"),
        # A group made twice, on a bad signal, is one group.
        sa.UniqueConstraint("created_by_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    kind: Mapped[RoomKind] = mapped_column(enum_column(RoomKind))
    name: Mapped[str] = mapped_column(sa.String(100))
    last_seq: Mapped[int] = mapped_column(default=0)
    last_change: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The two people of a direct room, the lower id first: "3-17". There is one for each pair.
    direct_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    client_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    #: Read-only from then on: a group that has ended, an event long past.
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    hive: Mapped[Hive | None] = relationship()
    members: Mapped[list["RoomMember"]] = relationship(viewonly=True)


class RoomMember(db.Model):
    """That a person is, or was, in a group, a direct room or an event's thread."""

    __tablename__ = "room_members"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class RoomRead(db.Model):
    """How far a person has read in a room, and until when they want no notices of it."""

    __tablename__ = "room_reads"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"), primary_key=True, index=True)
    seq: Mapped[int] = mapped_column(default=0)
    muted_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
