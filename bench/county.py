"""A county as large as the budgets say: 23 Hives, 308 carers, 500 children, a year of messages.

Written by plain inserts, straight into a migrated database: what is measured is reading it.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.accounts.models import LockScreenDetail, Person
from app.accounts.passwords import hash_password
from app.chat.models import Message, Room, RoomKind, RoomRead
from app.core.roles import Role
from app.families.models import Household, HouseholdMember
from app.hives.models import Hive, Membership
from bench.county_bookings import BenchBookings, bookings
from bench.county_events import BenchEvents, events
from bench.county_rooms import OtherRooms, other_rooms
from bench.families import families, write

HIVES = 23
CARERS = 308
MESSAGES = 500_000
PASSWORD = "a long year of measuring"
BATCH = 5_000

_SAID = (
    "Is anybody free for a walk along the canal on Saturday? We could bring the dogs.",
    "Yes please",
    "Thank you so much for yesterday, we both slept at last.",
    "The school has moved the meeting to Thursday at 10.\nDoes anybody need a lift?",
    "We have spare wellies in sizes 10 to 2: https://example.org/wellies",
    "I can pick up from swimming today",
)


@dataclass(frozen=True)
class Seeded:
    """Whom to sign in as, and where to look."""

    carer: str
    support_worker: str
    manager: str
    room_id: int
    hive_id: int
    messages: int
    others: OtherRooms
    events: BenchEvents
    bookings: BenchBookings


def seed(engine: sa.Engine, scale: float) -> Seeded:
    """Fill the database, within an app's context: some of it is encrypted with the app's keys.

    Beyond a full county (1.0) there are more Hives, as many people each.
    """
    hives = max(2, round(HIVES * max(1.0, scale)))
    carers = round(CARERS * max(1.0, scale))
    messages = round(MESSAGES * scale)
    chance = random.Random(2026)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        _people(connection, hives, carers, now)
        write(connection, families(hives, carers, now, chance))
        _messages(connection, hives, carers, messages, now, chance)
        _marks(connection, hives, carers, messages)
        others = other_rooms(connection, _fill, hives=hives, carers=carers, now=now)
        on = events(connection, _fill, hives=hives, carers=carers, scale=scale, now=now)
        stays = bookings(connection, _fill, hives=hives, carers=carers, scale=scale, now=now)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return Seeded(
        carer="carer-0@bench.example",
        support_worker="worker-0@bench.example",
        manager="manager@bench.example",
        room_id=1,
        hive_id=1,
        messages=messages,
        others=others,
        events=on,
        bookings=stays,
    )


def _people(connection: sa.Connection, hives: int, carers: int, now: datetime) -> None:
    today = now.date()
    a_year_ago = today - timedelta(days=365)
    password = hash_password(PASSWORD)

    def person(number: int, local_part: str, name: str) -> dict[str, Any]:
        return {
            "id": number,
            "name": name,
            "email": f"{local_part}@bench.example",
            "password_hash": password,
            "created_at": now,
            "lock_screen_detail": LockScreenDetail.HIVE,
        }

    def membership(person_id: int, hive_id: int | None, role: Role) -> dict[str, Any]:
        return {"person_id": person_id, "hive_id": hive_id, "role": role, "from_on": a_year_ago}

    first_worker, manager = carers + 1, carers + hives + 1
    people = [person(n + 1, f"carer-{n}", f"Carer {n} Example") for n in range(carers)]
    people += [person(first_worker + n, f"worker-{n}", f"Worker {n} Example") for n in range(hives)]
    people.append(person(manager, "manager", "Manager Example"))
    _fill(connection, Person, people)
    _fill(
        connection,
        Hive,
        [
            {
                "id": n + 1,
                "name": f"Hive {n}",
                "area": f"Area {n}",
                "capacity": carers // hives + 3,
                "opened_on": a_year_ago,
            }
            for n in range(hives)
        ],
    )
    members = [membership(n + 1, n % hives + 1, Role.CARER) for n in range(carers)]
    members += [membership(first_worker + n, n + 1, Role.SUPPORT_WORKER) for n in range(hives)]
    members.append(membership(manager, None, Role.MANAGER))
    _fill(connection, Membership, members)
    _fill(
        connection,
        Household,
        [
            {"id": n + 1, "name": f"The Examples {n}", "hive_id": n % hives + 1}
            for n in range(carers)
        ],
    )
    _fill(
        connection,
        HouseholdMember,
        [{"household_id": n + 1, "person_id": n + 1, "from_on": a_year_ago} for n in range(carers)],
    )


def _messages(
    connection: sa.Connection,
    hives: int,
    carers: int,
    messages: int,
    now: datetime,
    chance: random.Random,
) -> None:
    kind = RoomKind.HIVE
    _fill(
        connection,
        Room,
        [
            {"id": n + 1, "hive_id": n + 1, "kind": kind, "name": f"Hive {n}", "last_seq": last}
            for n, last in enumerate(_shares(messages, hives))
        ],
    )
    step = timedelta(days=365) / max(1, messages)
    a_year_ago = now - timedelta(days=365)

    def rows() -> Iterator[dict[str, Any]]:
        for n in range(messages):
            hive = n % hives
            # Carers are dealt out to the Hives in turn, so every n-th is in this one.
            author = chance.randrange(hive, carers, hives) + 1
            yield {
                "room_id": hive + 1,
                "seq": n // hives + 1,
                "author_id": author,
                "client_id": uuid.UUID(int=chance.getrandbits(128), version=4),
                "text": _SAID[n % len(_SAID)],
                "sent_at": a_year_ago + step * n,
            }

    waiting = rows()
    while batch := list(islice(waiting, BATCH)):
        connection.execute(sa.insert(Message), batch)


def _marks(connection: sa.Connection, hives: int, carers: int, messages: int) -> None:
    lasts = _shares(messages, hives)
    marks = [
        {"person_id": n + 1, "room_id": n % hives + 1, "seq": max(0, lasts[n % hives] - n % 9)}
        for n in range(carers)
    ]
    _fill(connection, RoomRead, marks)


def _shares(messages: int, hives: int) -> list[int]:
    """How many messages each room holds when they are dealt out in turn."""
    return [messages // hives + (n < messages % hives) for n in range(hives)]


def _fill(connection: sa.Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        connection.execute(sa.insert(model.__table__), rows[start : start + BATCH])
