"""The events of a large county: 5,000 in a full year, and 20,000 sign-ups."""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.events.models import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventState,
    SignUp,
    SignUpState,
)
from bench.families import CHILDREN_FOR_A_CARER

EVENTS, SIGN_UPS_OF_EACH = 5_000, 4
#: Every so many of them is the whole county's, and lies ahead.
COUNTY_EVERY, AHEAD_EVERY = 50, 6

Fill = Callable[[sa.Connection, Any, list[dict[str, Any]]], None]


@dataclass(frozen=True)
class BenchEvents:
    """An event to come of the first carer's Hive, that their child goes to; how many there are."""

    event_id: int
    events: int
    sign_ups: int


def events(
    connection: sa.Connection, fill: Fill, *, hives: int, carers: int, scale: float, now: datetime
) -> BenchEvents:
    """Write them; `fill` writes rows in batches. The first event is the one that is looked at."""
    chance = random.Random(2028)
    numbers = range(max(200, round(EVENTS * scale)))
    made = [_event(n, hives, carers, now, chance) for n in numbers]
    fill(connection, Event, made)
    fill(
        connection,
        EventHive,
        [{"event_id": n + 1, "hive_id": _hive(n, hives)} for n in numbers if not _is_county(n)],
    )
    fill(
        connection,
        EventHost,
        [{"event_id": n + 1, "person_id": _leader(n, hives, carers)} for n in numbers],
    )
    fill(connection, EventPart, [_part(n) for n in numbers])
    sign_ups = [
        row for n in numbers for row in _sign_ups(n, hives, carers, made[n]["created_at"], chance)
    ]
    fill(connection, SignUp, sign_ups)
    return BenchEvents(1, len(numbers), len(sign_ups))


def _is_county(n: int) -> bool:
    return n % COUNTY_EVERY == COUNTY_EVERY - 1


def _hive(n: int, hives: int) -> int:
    return n % hives + 1


def _leader(n: int, hives: int, carers: int) -> int:
    return carers + _hive(n, hives)


def _event(n: int, hives: int, carers: int, now: datetime, chance: random.Random) -> dict[str, Any]:
    days = chance.randint(1, 90) if n % AHEAD_EVERY == 0 else -chance.randint(1, 365)
    starts_at = (now + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return {
        "id": n + 1,
        "title": f"Event {n}",
        "kind": EventKind.FAMILY_SOCIAL if n % 3 else EventKind.SUPPORT_GROUP,
        "audience": Audience.FAMILIES,
        "state": EventState.OPEN,
        "about": "We meet, eat and play.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "is_county": _is_county(n),
        "created_by_id": _leader(n, hives, carers),
        "created_at": starts_at - timedelta(days=30),
        "changed_at": starts_at - timedelta(days=30),
        "client_id": uuid.UUID(int=chance.getrandbits(128), version=4),
    }


def _part(n: int) -> dict[str, Any]:
    return {
        "id": n + 1,
        "event_id": n + 1,
        "place": "The hall",
        "address": "High Street",
        "child_places": 40,
        "child_taken": SIGN_UPS_OF_EACH,
    }


def _sign_ups(
    n: int, hives: int, carers: int, at: datetime, chance: random.Random
) -> list[dict[str, Any]]:
    """Children of carers of the event's Hive, the first one's first of all."""
    hive = _hive(n, hives)
    of_hive = list(range(hive, carers + 1, hives))
    first = of_hive[:1] if n == 0 else chance.sample(of_hive, 1)
    others = [each for each in of_hive if each not in first]
    chosen = first + chance.sample(others, min(len(others), SIGN_UPS_OF_EACH - 1))
    children = round(carers * CHILDREN_FOR_A_CARER)
    return [
        {
            "event_id": n + 1,
            "part_id": n + 1,
            "household_id": carer,
            "child_id": carer if carer <= children else 1,
            "state": SignUpState.GOING,
            "party": uuid.UUID(int=chance.getrandbits(128), version=4),
            "signed_up_by_id": carer,
            "signed_up_at": at,
            "note": "",
        }
        for carer in chosen
    ]
