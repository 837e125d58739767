"""The children of the bench county: 500 in a full one, each with a card, a plan and looks."""

import random
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core.roles import Role
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    CareCheck,
    CareNote,
    CareSection,
    CareStatus,
    Child,
    Decider,
    Household,
    HouseholdKind,
    HouseholdState,
    Look,
    LookedAt,
    Placement,
)

CHILDREN_FOR_A_CARER = 500 / 308
LOOKS = 20
WAITING = 26


def families(
    hives: int, carers: int, now: datetime, chance: random.Random
) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Rows by model, in the order they need each other. Household n is that of carer n."""
    children = round(carers * CHILDREN_FOR_A_CARER)
    today = now.date()
    numbers = range(children)
    return [
        (Child, [_child(n, n % carers + 1, now, chance) for n in numbers]),
        (Placement, [_placement(n, n % carers + 1, today) for n in numbers]),
        (CareNote, [row for n in numbers for row in _notes(n, n % carers + 1, now)]),
        (CareCheck, [_check(n, n % carers + 1, today) for n in numbers]),
        (AuthorityEntry, [row for n in numbers for row in _plan(n, carers, hives, now)]),
        (Look, [row for n in numbers for row in _looks(n, carers, hives, now)]),
        (Household, [_waiting(n, carers, hives, today) for n in range(WAITING)]),
    ]


def _child(n: int, carer: int, now: datetime, chance: random.Random) -> dict[str, Any]:
    return {
        "id": n + 1,
        "preferred_name": f"Child {n}",
        "born_on": date(2009 + n % 15, n % 12 + 1, n % 28 + 1),
        "care_status": CareStatus.IN_CARE if n % 4 else CareStatus.BIRTH_CHILD,
        "pronouns": "",
        "added_by_id": carer,
        "added_at": now,
        "client_id": uuid.UUID(int=chance.getrandbits(128), version=4),
    }


def _placement(n: int, household: int, today: date) -> dict[str, Any]:
    begun = today - timedelta(days=300)
    return {"child_id": n + 1, "household_id": household, "from_on": begun}


def _notes(n: int, carer: int, now: datetime) -> list[dict[str, Any]]:
    wrote = {"child_id": n + 1, "written_by_id": carer, "written_at": now}
    text = "No nuts at all. The pen is in the blue bag, and a second one is at school."
    return [{"section": section, "text": text, **wrote} for section in CareSection]


def _check(n: int, carer: int, today: date) -> dict[str, Any]:
    return {
        "child_id": n + 1,
        "checked_on": today - timedelta(days=n % 120),
        "checked_by_id": carer,
    }


def _plan(n: int, carers: int, hives: int, now: datetime) -> list[dict[str, Any]]:
    said = {"child_id": n + 1, "said_by_id": carers + n % hives + 1, "said_at": now}
    return [
        {"kind": kind, "decider": decider, "decider_name": "", "note": "", **said}
        for kind in AuthorityKind
        for decider in (Decider.UNKNOWN, Decider.CARER)
    ]


def _looks(n: int, carers: int, hives: int, now: datetime) -> list[dict[str, Any]]:
    hive = n % carers % hives
    return [
        {
            "child_id": n + 1,
            "person_id": carers + hive + 1,
            "thing": LookedAt.CARE_CARD,
            "role": Role.SUPPORT_WORKER,
            "reason": f"leads Hive {hive}",
            "looked_at": now - timedelta(days=each),
        }
        for each in range(LOOKS)
    ]


def _waiting(n: int, carers: int, hives: int, today: date) -> dict[str, Any]:
    return {
        "id": carers + n + 1,
        "name": f"The Waitings {n}",
        "kind": HouseholdKind.COUNTY,
        "area": f"Area {n % hives}",
        "state": HouseholdState.WAITING,
        "waiting_since": today - timedelta(days=n * 5),
    }


def write(connection: sa.Connection, rows: list[tuple[Any, list[dict[str, Any]]]]) -> None:
    """Insert them, a few thousand at a time. Needs an app's context: the keys are its own."""
    for model, found in rows:
        for start in range(0, len(found), 5_000):
            connection.execute(sa.insert(model.__table__), found[start : start + 5_000])
