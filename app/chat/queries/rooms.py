"""The rooms a person may read, and what is new in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.chat import pairs, room_words
from app.chat.models import Message, Room, RoomKind, RoomMember, RoomRead
from app.chat.models.rooms import OF_COUNTY
from app.chat.readers import OF_WHOLE_HIVE, is_read_by
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.hives.models import Hive

NOT_THERE = "This room is not there, or you are not in it. Go back to Chat."


def visible_rooms(actor: Person) -> sa.Select[Room]:
    """The rooms `actor` may read today, those of a Hive together."""
    return (
        sa.select(Room)
        .outerjoin(Room.hive)
        .where(is_read_by(actor))
        .options(contains_eager(Room.hive))
        .order_by(Hive.name, Room.id)
    )


def room_for(actor: Person, room_id: int) -> Room:
    """A room `actor` may read; raises `NotFound`."""
    # Numbers are given by plain updates that the session does not see: read the row anew.
    found = db.session.scalar(
        visible_rooms(actor).where(Room.id == room_id).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def last_numbers_of(room_ids: Collection[int]) -> Sequence[tuple[int, int, int]]:
    """The (id, last message, last change) of rooms: for telling phones, not scoped."""
    wanted = sa.select(Room.id, Room.last_seq, Room.last_change).where(Room.id.in_(room_ids))
    return [(room_id, seq, change) for room_id, seq, change in db.session.execute(wanted)]


@dataclass(frozen=True)
class RoomSummary:
    """A room as a list shows it."""

    room: Room
    unread: int
    latest: Message | None
    muted_until: datetime | None = None
    #: Who else is in a direct room.
    other: Person | None = None

    @property
    def name(self) -> str:
        """What the room is called for its reader."""
        return room_words.name_for(self.room, self.other)

    @property
    def picture(self) -> str | None:
        """The icon that stands for it, if its kind has one."""
        return room_words.PICTURES.get(self.room.kind)

    @property
    def hive(self) -> Hive | None:
        """The Hive the room belongs to."""
        return self.room.hive

    @property
    def is_muted(self) -> bool:
        """Whether its reader wants no notices of it now."""
        return self.muted_until is not None and self.muted_until > clock.now()


def room_summaries(actor: Person) -> list[RoomSummary]:
    """`actor`'s rooms, each with how much is unread and what was said last; one query.

    The room that was written in last comes first. A direct room in which nothing was said is
    there for whoever opened it alone.
    """
    beside, other = aliased(RoomMember), aliased(Person)
    rows = db.session.execute(
        visible_rooms(actor)
        .add_columns(sa.func.coalesce(RoomRead.seq, 0), RoomRead.muted_until, Message, other)
        .outerjoin(RoomRead, _read_by(actor))
        .outerjoin(Message, sa.and_(Message.room_id == Room.id, Message.seq == Room.last_seq))
        .outerjoin(Message.author)
        .outerjoin(
            beside,
            sa.and_(
                Room.kind == RoomKind.DIRECT,
                beside.room_id == Room.id,
                beside.person_id != actor.id,
            ),
        )
        .outerjoin(other, other.id == beside.person_id)
        .where(
            sa.or_(Room.kind != RoomKind.DIRECT, Room.last_seq > 0, Room.created_by_id == actor.id)
        )
        .options(contains_eager(Message.author))
        .order_by(None)
        .order_by(Message.sent_at.desc().nulls_last(), Hive.name, Room.id)
    ).unique()
    return [
        RoomSummary(room, max(0, room.last_seq - read), latest, muted, beside_me)
        for room, read, muted, latest, beside_me in rows
    ]


@dataclass(frozen=True)
class RoomGroup:
    """Rooms of a kind, under one heading."""

    title: str
    rooms: list[RoomSummary]


def room_groups(actor: Person) -> list[RoomGroup]:
    """`actor`'s rooms by what they are for, the Hive's own first; no group is empty."""
    summaries = room_summaries(actor)
    hives = {each.room.hive_id for each in summaries if each.room.kind in OF_WHOLE_HIVE}
    groups = [
        ("Your Hive" if len(hives) < 2 else "Your Hives", OF_WHOLE_HIVE),
        ("Groups", {RoomKind.GROUP}),
        ("Events", {RoomKind.EVENT}),
        ("Across the county", OF_COUNTY),
        ("One to one", {RoomKind.DIRECT}),
    ]
    found = [
        RoomGroup(title, [each for each in summaries if each.room.kind in kinds])
        for title, kinds in groups
    ]
    return [each for each in found if each.rooms]


def hive_room_summaries(actor: Person) -> list[RoomSummary]:
    """The same for the rooms of `actor`'s Hives alone."""
    return [each for each in room_summaries(actor) if each.room.kind is RoomKind.HIVE]


@dataclass(frozen=True)
class Unread:
    """How much somebody has not read, and the ids of the rooms that do not count."""

    total: int
    muted_ids: list[int]


def unread(actor: Person) -> Unread:
    """How many messages `actor` has not read, over all rooms but those they have muted."""
    now = clock.now()
    rows = db.session.execute(
        sa.select(Room.id, Room.last_seq - sa.func.coalesce(RoomRead.seq, 0), RoomRead.muted_until)
        .outerjoin(RoomRead, _read_by(actor))
        .where(is_read_by(actor))
        .order_by(Room.id)
    ).all()
    muted = [room_id for room_id, _, until in rows if until is not None and until > now]
    return Unread(sum(count for room_id, count, _ in rows if room_id not in muted), muted)


def unread_total(actor: Person) -> int:
    """How many messages `actor` has not read, over all rooms that they have not muted."""
    return unread(actor).total


@dataclass(frozen=True)
class Reading:
    """How far somebody has read in a room (0: nothing), and until when they want no notices."""

    seq: int = 0
    muted_until: datetime | None = None


def reading(actor: Person, room: Room) -> Reading:
    """How `actor` reads `room`; a mute that is over is none."""
    found = db.session.execute(
        sa.select(RoomRead.seq, RoomRead.muted_until).where(
            RoomRead.room_id == room.id, RoomRead.person_id == actor.id
        )
    ).one_or_none()
    if found is None:
        return Reading()
    is_muted = found.muted_until is not None and found.muted_until > clock.now()
    return Reading(found.seq, found.muted_until if is_muted else None)


def read_seq(actor: Person, room: Room) -> int:
    """The number of the last message `actor` has read in `room`, 0 for none."""
    return reading(actor, room).seq


def muted_until(actor: Person, room: Room) -> datetime | None:
    """Until when `actor` wants no notices of `room`; None when they want them."""
    return reading(actor, room).muted_until


def other_in(room: Room, actor: Person) -> Person | None:
    """Who is in a direct room besides `actor`, who reads it; None in any other room."""
    if room.kind is not RoomKind.DIRECT:
        return None
    return db.session.get(Person, pairs.other_id_in(room, actor))


def _read_by(actor: Person) -> sa.ColumnElement[bool]:
    return sa.and_(RoomRead.room_id == Room.id, RoomRead.person_id == actor.id)
