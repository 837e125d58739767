"""A county as a file to bring in: 23 Hives, 308 carers, 500 children, all made up."""

import csv
import io
import random
from datetime import date, timedelta

from app.imports.columns import HEADINGS, Heading, Kind

HIVES = 23
CARERS = 308
CHILDREN = 500

_FAMILIES = ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fern", "Grove", "Hazel", "Ivy", "Juniper")
_NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hal", "Isla", "Jay", "Kit", "Lea")


def county_file(*, hives: int = HIVES, carers: int = CARERS, children: int = CHILDREN) -> str:
    """The text of the file. Two carers a household, the same every time."""
    chance = random.Random(2026)
    homes = [(f"Hive {n % hives + 1}", f"The {_family(n)} family") for n in range(-(-carers // 2))]
    per_hive = -(-len(homes) // hives)
    rows: list[dict[Heading, str]] = [
        {
            Heading.WHAT: Kind.HIVE,
            Heading.HIVE: f"Hive {n + 1}",
            Heading.AREA: f"Area {n + 1}",
            Heading.PLACES: str(min(99, per_hive + 3)),
        }
        for n in range(hives)
    ]
    for n, (hive, home) in enumerate(homes):
        rows.append(
            {
                Heading.WHAT: Kind.HOUSEHOLD,
                Heading.HIVE: hive,
                Heading.HOUSEHOLD: home,
                Heading.KIND: ("County", "Connected", "Newly approved")[n % 3],
                Heading.APPROVED_ON: f"{n % 28 + 1:02}/03/2019",
                Heading.PLACES: str(n % 3 + 1),
            }
        )
    for n in range(carers):
        hive, home = homes[n // 2]
        rows.append(
            {
                Heading.WHAT: Kind.CARER,
                Heading.HIVE: hive,
                Heading.HOUSEHOLD: home,
                Heading.NAME: f"{_NAMES[n % len(_NAMES)]} {_family(n // 2)}",
                Heading.EMAIL: f"carer-{n}@county.example",
                Heading.ROLE: "Carer",
            }
        )
    for n in range(children):
        hive, home = homes[n % len(homes)]
        born_on = date(2009, 1, 1) + timedelta(days=n * 9 + chance.randrange(9))
        rows.append(
            {
                Heading.WHAT: Kind.CHILD,
                Heading.HIVE: hive,
                Heading.HOUSEHOLD: home,
                Heading.NAME: _NAMES[n % len(_NAMES)],
                Heading.BORN_ON: born_on.isoformat(),
                Heading.CARE_STATUS: ("In care", "In care", "Birth child")[n % 3],
                Heading.PLACED_SINCE: "01/09/2023",
            }
        )
    return csv_of(rows)


def csv_of(rows: list[dict[Heading, str]]) -> str:
    """Rows of the form as CSV."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _family(number: int) -> str:
    return f"{_FAMILIES[number % len(_FAMILIES)]}{number // len(_FAMILIES) or ''}"
