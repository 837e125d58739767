"""Rooms that are there by themselves: those of a Hive, and those of the county."""

import sqlalchemy as sa

from app.chat.models import Room, RoomKind
from app.chat.models.rooms import OF_COUNTY
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work

COUNTY_NAMES = {RoomKind.TEAM: "Hive team", RoomKind.LINK_CARERS: "Link carers"}


def open_rooms_of_hive(*, hive_id: int, name: str) -> None:
    """Make the room and the announcements of a Hive; in the unit of work that opens it."""
    with unit_of_work():
        for kind in (RoomKind.HIVE, RoomKind.ANNOUNCEMENTS):
            db.session.add(Room(hive_id=hive_id, kind=kind, name=_named(kind, name), last_seq=0))
        db.session.flush()
        open_county_rooms()


def open_county_rooms() -> None:
    """Make the rooms of the county that are not there yet: the Hive team's, the link carers'."""
    with unit_of_work():
        there = set(db.session.scalars(sa.select(Room.kind).where(Room.kind.in_(OF_COUNTY))))
        for kind, name in COUNTY_NAMES.items():
            if kind not in there:
                db.session.add(Room(kind=kind, name=name, last_seq=0))
        db.session.flush()


def rename_rooms_of_hive(*, hive_id: int, name: str) -> None:
    """Call the rooms of a Hive as the Hive is called now; in the unit of work that renames it."""
    with unit_of_work():
        for kind in (RoomKind.HIVE, RoomKind.ANNOUNCEMENTS):
            db.session.execute(
                sa.update(Room)
                .where(Room.hive_id == hive_id, Room.kind == kind)
                .values(name=_named(kind, name))
            )


def _named(kind: RoomKind, hive_name: str) -> str:
    return f"News from {hive_name}"[:100] if kind is RoomKind.ANNOUNCEMENTS else hive_name
