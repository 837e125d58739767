"""Groups of people of a Hive: made, changed, left, closed."""

import uuid
from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat import policy, queries
from app.chat.models import Room, RoomKind, RoomMember
from app.chat.readers import reader_ids_of
from app.chat.services.changing import lock_room
from app.chat.services.direct import let_in
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.signals import memberships_changed
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive
from app.hives.queries import hive_for, people_ids_of
from app.notices.models import NoticeCategory
from app.notices.services import notify

_NOBODY = "Choose at least one person."
_NOT_OF_HIVE = "Choose people of this Hive. Somebody you chose is not in it any more."
NOT_YOURS = (
    "Only whoever made this group, and the support workers in it, can change it. Ask one of them."
)


def make_group(
    *,
    actor: Person,
    hive_id: int,
    client_id: uuid.UUID,
    name: str,
    people_ids: Collection[int],
) -> tuple[Room, bool]:
    """Make a group of the actor and other people of a Hive; they are told.

    Returns it and whether it is new: a second try with the same `client_id` gives the first one
    back. Raises `NotFound` for a Hive that is not the actor's, `NotAllowed` when they are neither
    a carer nor a support worker there, `Invalid` for people who are not of it, or for nobody.
    """
    with unit_of_work():
        hive = hive_for(actor, hive_id)
        if not policy.can_make_group(actor, hive):
            raise NotAllowed("Carers and support workers of this Hive make groups. Ask one.")
        # One after the other: a form sent twice at once makes one group.
        db.session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update())
        before = _made_as(actor, client_id)
        if before is not None:
            return before, False
        wanted = _of_hive(hive, people_ids, but={actor.id})
        room = Room(
            hive_id=hive.id,
            kind=RoomKind.GROUP,
            name=name,
            created_by_id=actor.id,
            client_id=client_id,
            last_seq=0,
        )
        db.session.add(room)
        db.session.flush()
        _add(room, hive, actor, wanted | {actor.id})
    return room, True


def add_people(*, actor: Person, room_id: int, people_ids: Collection[int]) -> None:
    """Put people of the Hive into a group; they are told, and read also what was said before.

    Whoever is in it already stays. Raises `NotFound`, `NotAllowed`, `Invalid`.
    """
    with unit_of_work():
        room, hive = _group_to_change(actor, room_id)
        inside = set(reader_ids_of(room))
        wanted = _of_hive(hive, people_ids, but=set())
        _add(room, hive, actor, wanted - inside)


def remove_person(*, actor: Person, room_id: int, person_id: int) -> None:
    """Take somebody out of a group: their phones stop hearing it with the commit.

    Doing it twice is once. Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        room, _ = _group_to_change(actor, room_id)
        _end(room, person_id)


def rename_group(*, actor: Person, room_id: int, name: str) -> None:
    """Call a group something else. Raises `NotFound`, `NotAllowed`."""
    with unit_of_work():
        room, _ = _group_to_change(actor, room_id)
        room.name = name
        db.session.flush()


def close_group(*, actor: Person, room_id: int) -> None:
    """Close a group for good: its people read on, and nobody writes.

    Raises `NotFound`, `NotAllowed`.
    """
    with unit_of_work():
        room, _ = _group_to_change(actor, room_id)
        room.closed_at = clock.now()
        db.session.flush()


def leave_group(*, actor: Person, room_id: int) -> None:
    """Leave a group. The last one to leave closes it. Raises `NotFound`."""
    with unit_of_work():
        lock_room(room_id)
        room = queries.group_for(actor, room_id)
        _end(room, actor.id)


def _group_to_change(actor: Person, room_id: int) -> tuple[Room, Hive]:
    lock_room(room_id)
    room = queries.group_for(actor, room_id)
    if room.hive is None or not policy.can_look_after_group(actor, room):
        if room.closed_at is not None:
            raise Conflict("This group is closed. Nothing about it can be changed.")
        raise NotAllowed(NOT_YOURS)
    return room, room.hive


def _made_as(actor: Person, client_id: uuid.UUID) -> Room | None:
    return db.session.scalar(
        sa.select(Room).where(Room.created_by_id == actor.id, Room.client_id == client_id)
    )


def _of_hive(hive: Hive, people_ids: Collection[int], *, but: set[int]) -> set[int]:
    """These people, who must be somebody, and of the Hive today."""
    wanted = set(people_ids) - but
    if not wanted:
        raise Invalid({"people_ids": _NOBODY})
    if wanted - set(people_ids_of(hive.id)):
        raise Invalid({"people_ids": _NOT_OF_HIVE})
    return wanted


def _add(room: Room, hive: Hive, actor: Person, people_ids: Collection[int]) -> None:
    for person_id in sorted(people_ids):
        let_in(room_id=room.id, person_id=person_id)
    memberships_changed.send()
    notify(
        people_ids=set(people_ids) - {actor.id},
        category=NoticeCategory.PRACTICAL,
        title=f"You are in a new group in {hive.name}",
        url=f"/chat/rooms/{room.id}",
    )


def _end(room: Room, person_id: int) -> None:
    """End somebody's time in a group; closes it when nobody is left to read it."""
    db.session.execute(
        sa.update(RoomMember)
        .where(
            RoomMember.room_id == room.id,
            RoomMember.person_id == person_id,
            RoomMember.left_at.is_(None),
        )
        .values(left_at=clock.now())
    )
    if room.closed_at is None and not reader_ids_of(room):
        room.closed_at = clock.now()
        db.session.flush()
    memberships_changed.send()
