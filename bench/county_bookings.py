"""The stays of a large county: 5,000 in a full year, hosts' homes, and their time."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.bookings.models import (
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    BookingStep,
    CallState,
    Flexibility,
    HostAway,
    HostCall,
    HostDay,
    HostHome,
    HostPattern,
    Stay,
    StayFace,
    StayWords,
)
from app.families.models import Household

BOOKINGS, LOOKED_FOR = 5_000, 4
#: Every so many households of a Hive is a host; stays of one are so many days apart.
HOST_EVERY, APART, AHEAD = 5, 5, 45
DAYS_SAID = 60

Fill = Callable[[sa.Connection, Any, list[dict[str, Any]]], None]


@dataclass(frozen=True)
class BenchBookings:
    """A stay to come of the first carer, who hosts it, and how many there are."""

    booking_id: int
    host: str
    bookings: int


@dataclass(frozen=True)
class _Hive:
    id: int
    hosts: list[int]
    families: list[int]


def bookings(
    connection: sa.Connection, fill: Fill, *, hives: int, carers: int, scale: float, now: datetime
) -> BenchBookings:
    """Write them; `fill` writes rows in batches. The first one is the one that is looked at."""
    streets = [_hive(n + 1, hives, carers) for n in range(hives)]
    hosts = [host for hive in streets for host in hive.hosts]
    _open_homes(connection, fill, hosts, now)
    slots = max(12, round(BOOKINGS * scale) // len(hosts))
    rows: list[dict[str, Any]] = []
    for hive in streets:
        for slot in range(slots):
            for nth, host in enumerate(hive.hosts):
                turn = slot * len(hive.hosts) + nth
                family = hive.families[turn % len(hive.families)]
                rows.append(_booking(len(rows) + 1, hive.id, family, host, slot, now))
        for nth in range(LOOKED_FOR):
            family = hive.families[nth % len(hive.families)]
            rows.append(_booking(len(rows) + 1, hive.id, family, None, nth, now))
    fill(connection, Booking, rows)
    fill(connection, Stay, [_stay(row) for row in rows])
    by_hive = {hive.id: hive.hosts for hive in streets}
    fill(connection, HostCall, [call for row in rows for call in _calls(row, by_hive)])
    fill(connection, BookingStep, [step for row in rows for step in _steps(row)])
    over = [row for row in rows if row["state"] is BookingState.FINISHED]
    fill(connection, StayWords, [_words(row) for row in over])
    return BenchBookings(1, f"carer-{hosts[0] - 1}@bench.example", len(rows))


def _hive(hive_id: int, hives: int, carers: int) -> _Hive:
    homes = list(range(hive_id, carers + 1, hives))
    hosts = homes[1::HOST_EVERY]
    return _Hive(hive_id, hosts, [home for home in homes if home not in hosts])


def _open_homes(connection: sa.Connection, fill: Fill, hosts: list[int], now: datetime) -> None:
    connection.execute(
        sa.update(Household).where(Household.id.in_(hosts)).values(is_host=True, host_places=2)
    )
    today = now.date()
    monday = today - timedelta(days=today.weekday() + 364)
    fill(
        connection,
        HostHome,
        [
            {
                "household_id": host,
                "welcome": "Hello. We are glad that you come.",
                "bedroom": "A bed by the window",
                "has_dog": bool(host % 2),
                "has_cat": False,
                "changed_by_id": host,
                "changed_at": now,
            }
            for host in hosts
        ],
    )
    fill(
        connection,
        HostPattern,
        [
            {
                "household_id": host,
                "weekday": weekday,
                "every_weeks": 1 + host % 2,
                "begins_on": monday + timedelta(days=weekday),
                "morning": False,
                "afternoon": weekday == 2,
                "night": weekday != 2,
            }
            for host in hosts
            for weekday in (2, 4, 5)
        ],
    )
    fill(connection, HostDay, [_day(host, today, n) for host in hosts for n in range(DAYS_SAID)])
    away = today + timedelta(days=20)
    fill(
        connection,
        HostAway,
        [
            {"household_id": host, "from_on": away, "until_on": away + timedelta(days=6)}
            for host in hosts
        ],
    )


def _day(host: int, today: date, n: int) -> dict[str, Any]:
    day = today + timedelta(days=n * 3 - DAYS_SAID)
    parts = {"morning": True, "afternoon": bool(n % 2), "night": True}
    return {"household_id": host, "day": day, **parts}


def _booking(
    number: int, hive: int, family: int, host: int | None, slot: int, now: datetime
) -> dict[str, Any]:
    days = AHEAD - APART * slot if host else 3 + slot
    starts_at = (now + timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)
    ends_at = starts_at + timedelta(hours=17)
    is_over = ends_at < now
    asked_at = starts_at - timedelta(days=60) if host else now - timedelta(hours=5)
    state = BookingState.FINISHED if is_over else BookingState.CONFIRMED
    return {
        "id": number,
        "household_id": family,
        "hive_id": hive,
        "kind": BookingKind.SLEEPOVER,
        "state": state if host else BookingState.REQUESTED,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "nights": 1,
        "reason": BookingReason.REST,
        "flexibility": Flexibility.FEW_HOURS,
        "is_urgent": not host and slot % 2 == 0,
        "note": "Brings a night light.",
        "asked_by_id": family,
        "asked_at": asked_at,
        "client_id": uuid.UUID(int=number),
        "host_id": host,
        "accepted_by_id": host,
        "accepted_at": asked_at if host else None,
        "confirmed_at": asked_at if host else None,
        "ended_at": ends_at if host and is_over else None,
        "ended_why": "",
        "changed_at": ends_at if host and is_over else asked_at,
        "sequence": 2,
    }


def _stay(row: dict[str, Any]) -> dict[str, Any]:
    """Household n has the child n: see bench/families.py."""
    is_over = row["state"] is BookingState.FINISHED
    is_held = row["state"] is BookingState.CONFIRMED
    return {
        "booking_id": row["id"],
        "child_id": row["household_id"],
        "host_id": row["host_id"] if is_held else None,
        "bed": 1 if is_held else None,
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "arrived_at": row["starts_at"] if is_over else None,
        "gone_home_at": row["ends_at"] if is_over else None,
        "collected_by": "",
    }


def _calls(row: dict[str, Any], by_hive: dict[int, list[int]]) -> list[dict[str, Any]]:
    host = row["host_id"]
    return [
        {
            "booking_id": row["id"],
            "host_id": each,
            "state": CallState.ACCEPTED if host else CallState.ASKED,
            "asked_at": row["asked_at"],
            "answered_at": row["accepted_at"],
            "answered_by_id": row["accepted_by_id"],
            "words": "",
        }
        for each in ([host] if host else by_hive[row["hive_id"]])
    ]


def _steps(row: dict[str, Any]) -> list[dict[str, Any]]:
    made = {"booking_id": row["id"], "by_id": row["asked_by_id"], "at": row["asked_at"]}
    states = [BookingState.REQUESTED]
    if row["host_id"]:
        states += [BookingState.ACCEPTED, row["state"]]
    return [{**made, "state": state} for state in states]


def _words(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "booking_id": row["id"],
        "child_id": row["household_id"],
        "face": StayFace.GOOD,
        "said": '["dog", "film", "late"]',
        "note": "",
        "written_by_id": row["household_id"],
        "written_at": row["ends_at"],
    }
