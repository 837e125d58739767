"""Who is in which room: by the roles people hold today, or by name in groups and direct rooms.

Said in three ways, because it is asked in three: the rooms of one person (a condition for
queries), the people of one room, and the rooms of many people at once (open sockets, pushes).
`tests/chat/test_readers.py` holds them to each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Room, RoomKind, RoomMember, RoomRead
from app.chat.models.rooms import WITH_MEMBERS
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.hives.models import Hive, Membership
from app.hives.queries import own_hive_ids

#: Kinds of rooms for everybody who belongs to the Hive.
OF_WHOLE_HIVE = frozenset({RoomKind.HIVE, RoomKind.ANNOUNCEMENTS})
#: Rooms of the county, and the roles that are in them.
COUNTY_ROLES = {
    RoomKind.TEAM: frozenset({Role.SUPPORT_WORKER}),
    RoomKind.LINK_CARERS: frozenset({Role.LINK_CARER, Role.SUPPORT_WORKER}),
}


def is_read_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` may read a `Room` today."""
    hive_ids = own_hive_ids(actor)
    county = [kind for kind, roles in COUNTY_ROLES.items() if roles & actor.roles]
    ways: list[sa.ColumnElement[bool]] = [
        sa.and_(Room.kind.in_(OF_WHOLE_HIVE), Room.hive_id.in_(hive_ids)),
    ]
    if county:
        ways.append(Room.kind.in_(county))
    if actor.roles:
        is_member = sa.exists().where(
            RoomMember.room_id == Room.id,
            RoomMember.person_id == actor.id,
            RoomMember.left_at.is_(None),
        )
        # Whoever leaves a Hive leaves its groups too, whatever the list of members says.
        of_hive = sa.or_(Room.hive_id.is_(None), Room.hive_id.in_(hive_ids))
        ways.append(sa.and_(Room.kind.in_(WITH_MEMBERS), of_hive, is_member))
    return sa.or_(*ways)


def reader_ids_of(room: Room) -> list[int]:
    """The ids of everybody who may read `room` today. For services: not scoped."""
    return list(db.session.scalars(_reader_ids(room)))


def people_ids_to_tell(room: Room, author_id: int) -> set[int]:
    """The ids of those who are told of a message by `author_id`: for services, not scoped.

    Everybody else who may read the room, but those who have muted it for now.
    """
    found = db.session.connection().execute(
        _to_tell(room.kind, room.hive_id is not None),
        {
            "room_id": room.id,
            "hive_id": room.hive_id,
            "today": clock.today(),
            "author_id": author_id,
            "now": clock.now(),
        },
    )
    return set(found.scalars())


@cache
def _to_tell(kind: RoomKind, of_hive: bool) -> sa.Select[Any]:
    # Made once for each kind: making it costs more than the database needs to answer it.
    readers = _readers(
        kind,
        of_hive=of_hive,
        room_id=sa.bindparam("room_id"),
        hive_id=sa.bindparam("hive_id"),
        today=sa.bindparam("today", type_=sa.Date),
    ).subquery()
    now = sa.bindparam("now", type_=RoomRead.__table__.c.muted_until.type)
    mute = sa.and_(
        RoomRead.room_id == sa.bindparam("room_id"), RoomRead.person_id == readers.c.person_id
    )
    return (
        sa.select(readers.c.person_id)
        .outerjoin(RoomRead, mute)
        .where(
            readers.c.person_id != sa.bindparam("author_id"),
            sa.or_(RoomRead.muted_until.is_(None), RoomRead.muted_until <= now),
        )
    )


def readers_of(room: Room) -> Sequence[Person]:
    """Everybody who may read a room found through its actor, by name."""
    return db.session.scalars(
        sa.select(Person).where(Person.id.in_(_reader_ids(room))).order_by(Person.name, Person.id)
    ).all()


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a room, and what they are there: "Support worker", "Carer, Romsey"."""

    person: Person
    roles: str
    leads: bool = False


def named_readers_of(room: Room) -> list[Reader]:
    """The same as `readers_of`, with what each of them is; one query."""
    if room.hive_id is not None:
        counts = sa.and_(Membership.hive_id == room.hive_id, Membership.role.in_(HIVE_ROLES))
    elif room.kind in COUNTY_ROLES:
        counts = Membership.role.in_(COUNTY_ROLES[room.kind])
    else:
        counts = sa.true()
    rows = db.session.execute(
        sa.select(Person, Membership.role, Hive.name)
        .outerjoin(
            Membership,
            sa.and_(Membership.person_id == Person.id, Membership.in_force(clock.today()), counts),
        )
        .outerjoin(Hive, Hive.id == Membership.hive_id)
        .where(Person.id.in_(_reader_ids(room)))
        .order_by(Person.name, Person.id, Membership.id)
    )
    held: dict[Person, list[tuple[Role, str | None]]] = defaultdict(list)
    for person, role, hive_name in rows:
        held[person] += [(role, None if room.hive_id else hive_name)] if role else []
    return [
        Reader(person, roles_in_words(roles), any(role is Role.SUPPORT_WORKER for role, _ in roles))
        for person, roles in held.items()
    ]


def roles_in_words(roles: Iterable[tuple[Role, str | None]]) -> str:
    """ "Support worker, Andover Hive; Carer, Romsey Hive": each role with its Hive, if told."""
    return "; ".join(
        dict.fromkeys(f"{role.label}, {hive}" if hive else role.label for role, hive in roles)
    )


def news_reader_ids(room_ids: Collection[int]) -> dict[int, set[int]]:
    """Who reads these rooms of news today, by room; one query. For services: not scoped."""
    readers: dict[int, set[int]] = defaultdict(set)
    for room_id, person_id in db.session.execute(
        sa.select(Room.id, Membership.person_id)
        .join(Membership, Membership.hive_id == Room.hive_id)
        .where(
            Room.id.in_(list(room_ids)),
            Room.kind == RoomKind.ANNOUNCEMENTS,
            Membership.role.in_(HIVE_ROLES),
            Membership.in_force(clock.today()),
        )
    ):
        readers[room_id].add(person_id)
    return readers


def may_read(actor: Person, room: Room, *, is_member: bool) -> bool:
    """The same for a room at hand, without asking; `is_member`: by name, today."""
    if room.kind in OF_WHOLE_HIVE:
        return room.hive_id in own_hive_ids(actor)
    if room.kind in COUNTY_ROLES:
        return bool(COUNTY_ROLES[room.kind] & actor.roles)
    is_of_hive = room.hive_id is None or room.hive_id in own_hive_ids(actor)
    return is_member and bool(actor.roles) and is_of_hive


def rooms_heard_by(people_ids: Collection[int]) -> dict[int, set[int]]:
    """The ids of the rooms each of these people may read today; three queries of plain rows.

    For whatever looks after many at once: not scoped.
    """
    if not people_ids:
        return {}
    hives_of, roles_of = _roles_today(people_ids)
    rooms = _rooms_by_place()
    heard: dict[int, set[int]] = {}
    for person_id in people_ids:
        roles = roles_of[person_id]
        heard[person_id] = set().union(
            *(rooms[hive_id] for hive_id in hives_of[person_id]),
            *(rooms[kind] for kind, wanted in COUNTY_ROLES.items() if wanted & roles),
        )
    for person_id, room_id, hive_id in _memberships_by_name(people_ids):
        if roles_of[person_id] and (hive_id is None or hive_id in hives_of[person_id]):
            heard[person_id].add(room_id)
    return heard


def _rooms_by_place() -> dict[int | RoomKind, set[int]]:
    """The rooms that roles lead into: by the Hive whose they are, or by kind for the county's."""
    rooms: dict[int | RoomKind, set[int]] = defaultdict(set)
    for room_id, hive_id, kind in db.session.execute(
        sa.select(Room.id, Room.hive_id, Room.kind).where(Room.kind.not_in(WITH_MEMBERS))
    ):
        rooms[kind if hive_id is None else hive_id].add(room_id)
    return rooms


def _memberships_by_name(people_ids: Collection[int]) -> Iterable[tuple[int, int, int | None]]:
    yield from db.session.execute(
        sa.select(RoomMember.person_id, Room.id, Room.hive_id)
        .join(Room, Room.id == RoomMember.room_id)
        .where(RoomMember.person_id.in_(list(people_ids)), RoomMember.left_at.is_(None))
    )


def _roles_today(
    people_ids: Collection[int],
) -> tuple[dict[int, set[int]], dict[int, set[Role]]]:
    """The Hives each person belongs to, and the roles each holds, today."""
    hives_of: dict[int, set[int]] = defaultdict(set)
    roles_of: dict[int, set[Role]] = defaultdict(set)
    for person_id, hive_id, role in db.session.execute(
        sa.select(Membership.person_id, Membership.hive_id, Membership.role).where(
            Membership.person_id.in_(list(people_ids)), Membership.in_force(clock.today())
        )
    ):
        roles_of[person_id].add(role)
        if hive_id is not None and role in HIVE_ROLES:
            hives_of[person_id].add(hive_id)
    return hives_of, roles_of


def _reader_ids(room: Room) -> sa.Select[int]:
    return _readers(
        room.kind,
        of_hive=room.hive_id is not None,
        room_id=room.id,
        hive_id=room.hive_id,
        today=clock.today(),
    )


def _readers(
    kind: RoomKind, *, of_hive: bool, room_id: Any, hive_id: Any, today: Any
) -> sa.Select[int]:
    in_force = Membership.in_force(today)
    if kind in OF_WHOLE_HIVE:
        return (
            sa.select(Membership.person_id)
            .where(Membership.hive_id == hive_id, Membership.role.in_(HIVE_ROLES), in_force)
            .distinct()
        )
    if kind in COUNTY_ROLES:
        return (
            sa.select(Membership.person_id)
            .where(Membership.role.in_(COUNTY_ROLES[kind]), in_force)
            .distinct()
        )
    belongs = sa.select(Membership.person_id).where(in_force)
    if of_hive:
        belongs = belongs.where(Membership.hive_id == hive_id, Membership.role.in_(HIVE_ROLES))
    return sa.select(RoomMember.person_id).where(
        RoomMember.room_id == room_id,
        RoomMember.left_at.is_(None),
        RoomMember.person_id.in_(belongs),
    )
