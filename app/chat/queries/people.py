"""Whom one may write to, and whom one may bring into a group."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import Person
from app.chat import pairs
from app.chat.models import Room, RoomKind, RoomMember
from app.chat.queries.rooms import room_for
from app.chat.readers import Reader, roles_in_words
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.hives.models import Hive, Membership
from app.hives.queries import own_hives, people_of


def people_to_write_to(actor: Person, words: str = "", *, limit: int) -> list[Reader]:
    """With whom `actor` may open a direct room and whose name holds `words`, by name."""
    found = db.session.scalars(
        sa.select(Person)
        .where(pairs.can_be_written_to(actor), Person.name.icontains(words, autoescape=True))
        .options(selectinload(Person.memberships).joinedload(Membership.hive))
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    return [
        Reader(
            each,
            roles_in_words(
                (held.role, held.hive.name if held.hive else None)
                for held in each.current_memberships
            ),
        )
        for each in found
    ]


def person_to_write_to(actor: Person, person_id: int) -> Person:
    """Somebody `actor` may open a direct room with; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(Person).where(Person.id == person_id, pairs.can_be_written_to(actor))
    )
    if found is None:
        raise NotFound("You can't write to this person in Hive. Go back to Chat.")
    return found


def hives_for_groups(actor: Person) -> list[Hive]:
    """The open Hives in which `actor` may make groups: as a carer or support worker of them."""
    ids = {
        each.hive_id
        for each in actor.current_memberships
        if each.role in {Role.CARER, Role.SUPPORT_WORKER}
    }
    return [each for each in own_hives(actor) if each.id in ids] if ids else []


def people_for_group(hive_id: int, *, without: Sequence[int] = ()) -> list[Reader]:
    """The people of a Hive found through its actor whom a group may be made of, by name."""
    held: dict[Person, list[Role]] = {}
    for each in people_of([hive_id])[hive_id]:
        if each.person_id not in without:
            held.setdefault(each.person, []).append(each.role)
    return [
        Reader(person, roles_in_words((role, None) for role in roles))
        for person, roles in held.items()
    ]


def group_for(actor: Person, room_id: int) -> Room:
    """A group `actor` is in; raises `NotFound`."""
    room = room_for(actor, room_id)
    if room.kind is not RoomKind.GROUP:
        raise NotFound("This is not a group. Go back to Chat.")
    return room


def leaders_outside(room: Room) -> Sequence[Person]:
    """The support workers of a group's Hive who are not in it, by name; none for other rooms."""
    if room.kind is not RoomKind.GROUP:
        return []
    inside = sa.select(RoomMember.person_id).where(
        RoomMember.room_id == room.id, RoomMember.left_at.is_(None)
    )
    leading = sa.select(Membership.person_id).where(
        Membership.hive_id == room.hive_id,
        Membership.role == Role.SUPPORT_WORKER,
        Membership.in_force(clock.today()),
    )
    return db.session.scalars(
        sa.select(Person)
        .where(Person.id.in_(leading), Person.id.not_in(inside))
        .order_by(Person.name, Person.id)
    ).all()
