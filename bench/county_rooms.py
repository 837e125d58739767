"""The other rooms of a large county: news, groups, rooms of two, those of all support workers."""

import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from app.chat.models import Confirmation, Message, Room, RoomKind, RoomMember, RoomRead
from app.chat.pairs import key_of

NEWS, ASKING, GROUPS, IN_GROUP = 50, 5, 3, 6
IN_A_GROUP_SAID, IN_A_PAIR_SAID, IN_THE_COUNTY_SAID = 200, 30, 500
_SAID = "The hall is ours on Saturday. Who brings the craft box, and who can give a lift?"

Fill = Callable[[sa.Connection, Any, list[dict[str, Any]]], None]


@dataclass(frozen=True)
class OtherRooms:
    """One of each kind that the first carer reads, and a message that asks to be confirmed."""

    news_id: int
    asking_seq: int
    group_id: int
    direct_id: int


@dataclass
class _Made:
    """Rows of one room: its number, its people, and how much is said in it."""

    room: dict[str, Any]
    people: Sequence[int]
    authors: Sequence[int]
    said: int


def other_rooms(
    connection: sa.Connection, fill: Fill, *, hives: int, carers: int, now: datetime
) -> OtherRooms:
    """Write them; `fill` writes rows in batches. Carers 1 to `carers`, then a leader a Hive."""
    chance = random.Random(2027)
    made = list(_rooms(hives, carers, chance))
    for number, each in enumerate(made):
        each.room |= {"id": hives + 1 + number, "last_seq": each.said, "last_change": 0}
    fill(connection, Room, [_whole(each.room) for each in made])
    fill(
        connection,
        RoomMember,
        [
            {"room_id": each.room["id"], "person_id": person, "joined_at": now}
            for each in made
            if each.room["kind"] in {RoomKind.GROUP, RoomKind.DIRECT}
            for person in each.people
        ],
    )
    fill(connection, Message, list(_messages(made, now, chance)))
    fill(
        connection,
        RoomRead,
        [
            {"room_id": each.room["id"], "person_id": person, "seq": each.said - person % 3}
            for each in made
            for person in each.people
        ],
    )
    _confirm(connection, fill, made, now)
    first = {each.room["kind"]: each.room["id"] for each in reversed(made) if 1 in each.people}
    return OtherRooms(
        first[RoomKind.ANNOUNCEMENTS], NEWS, first[RoomKind.GROUP], first[RoomKind.DIRECT]
    )


def _rooms(hives: int, carers: int, chance: random.Random) -> Iterator[_Made]:
    leaders = list(range(carers + 1, carers + hives + 1))
    for hive in range(hives):
        people = [*range(hive + 1, carers + 1, hives), leaders[hive]]
        at = {"hive_id": hive + 1}
        news = at | {"kind": RoomKind.ANNOUNCEMENTS, "name": f"News from Hive {hive}"}
        yield _Made(news, people, [leaders[hive]], NEWS)
        for number in range(GROUPS):
            chosen = sorted({people[0], *chance.sample(people, min(IN_GROUP, len(people)))})
            group = at | {"kind": RoomKind.GROUP, "name": f"Group {number}"}
            yield _Made(group | {"created_by_id": chosen[0]}, chosen, chosen, IN_A_GROUP_SAID)
        for pair in pairwise(people):
            direct = {"kind": RoomKind.DIRECT, "name": "Two people", "direct_key": key_of(*pair)}
            yield _Made(direct | {"created_by_id": pair[0]}, pair, pair, IN_A_PAIR_SAID)
    for kind in (RoomKind.TEAM, RoomKind.LINK_CARERS):
        yield _Made({"kind": kind, "name": kind.value}, leaders, leaders, IN_THE_COUNTY_SAID)


def _whole(room: dict[str, Any]) -> dict[str, Any]:
    return {"hive_id": None, "direct_key": None, "created_by_id": None, **room}


def _messages(
    made: Sequence[_Made], now: datetime, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for each in made:
        is_news = each.room["kind"] is RoomKind.ANNOUNCEMENTS
        for seq in range(1, each.said + 1):
            yield {
                "room_id": each.room["id"],
                "seq": seq,
                "author_id": each.authors[seq % len(each.authors)],
                "client_id": uuid.UUID(int=chance.getrandbits(128), version=4),
                "text": _SAID,
                "sent_at": now - timedelta(hours=3 * (each.said - seq)),
                "needs_confirming": is_news and seq > NEWS - ASKING,
            }


def _confirm(connection: sa.Connection, fill: Fill, made: Sequence[_Made], now: datetime) -> None:
    """Every second reader has confirmed; the first carer has not."""
    asking = connection.execute(
        sa.select(Message.id, Message.room_id).where(Message.needs_confirming)
    )
    people = {each.room["id"]: each.people for each in made}
    rows = [
        {"message_id": message_id, "person_id": person, "confirmed_at": now}
        for message_id, room_id in asking
        for person in people[room_id]
        if person % 2 == 0
    ]
    fill(connection, Confirmation, rows)
