"""The county as a file in the same form as it is brought in."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date

from app.families.models import Child, Household
from app.families.queries import stay_of
from app.hives.models import Hive
from app.imports.columns import HEADINGS, KINDS, Heading, Kind
from app.imports.queries.export import CarerRow, Outgoing

# What a spreadsheet would take for a formula; also one that is guarded already, so that the
# import takes off exactly the apostrophe that was put on.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_KINDS = {kind: word for word, kind in KINDS.items()}

Cells = Mapping[Heading, str]


def written(going: Outgoing) -> str:
    """The rows of an export as CSV, with a byte order mark for Excel and CRLF."""
    headings = [*HEADINGS, *([Heading.CHILDREN] if going.child_counts is not None else [])]
    return _csv(headings, _rows(going))


def template() -> str:
    """The empty form, with one made-up row of each kind."""
    return _csv(HEADINGS, _EXAMPLES)


def _csv(headings: Iterable[Heading], rows: Iterable[Cells]) -> str:
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = list(headings)
    writer.writerow(columns)
    writer.writerows([_safe(row.get(column, "")) for column in columns] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _rows(going: Outgoing) -> Iterable[Cells]:
    yield from (_hive(hive) for hive in going.hives)
    yield from (_household(each, going.child_counts) for each in going.households)
    yield from (_carer(row) for row in going.carers)
    yield from (_child(child) for child in going.children)


def _hive(hive: Hive) -> Cells:
    return {
        Heading.WHAT: Kind.HIVE,
        Heading.HIVE: hive.name,
        Heading.AREA: hive.area,
        Heading.PLACES: str(hive.capacity),
    }


def _household(household: Household, child_counts: dict[int, int] | None) -> Cells:
    return {
        Heading.WHAT: Kind.HOUSEHOLD,
        Heading.HIVE: household.hive.name if household.hive else "",
        Heading.HOUSEHOLD: household.name,
        Heading.AREA: household.area,
        Heading.PLACES: "" if household.places is None else str(household.places),
        Heading.KIND: _KINDS[household.kind],
        Heading.APPROVED_ON: _day(household.approved_on),
        Heading.PREVIOUS_AGENCY: household.previous_agency or "",
        Heading.WAITING_SINCE: "" if household.hive else _day(household.waiting_since),
        Heading.CHILDREN: str((child_counts or {}).get(household.id, 0)),
    }


def _carer(row: CarerRow) -> Cells:
    return {
        Heading.WHAT: Kind.CARER,
        **_home(row.household),
        Heading.HIVE: row.hive.name if row.hive else "",
        Heading.NAME: row.name,
        Heading.EMAIL: row.email,
        Heading.ROLE: row.role.label,
    }


def _child(child: Child) -> Cells:
    stay = stay_of(child)
    return {
        Heading.WHAT: Kind.CHILD,
        **_home(stay.household),
        Heading.NAME: child.preferred_name,
        Heading.BORN_ON: _day(child.born_on),
        Heading.CARE_STATUS: child.care_status.label,
        Heading.PRONOUNS: child.pronouns,
        Heading.PLACED_SINCE: _day(stay.from_on),
    }


def _home(household: Household | None) -> dict[Heading, str]:
    """Which household is meant: its name and its Hive or, while it waits, its area."""
    if household is None:
        return {}
    return {
        Heading.HOUSEHOLD: household.name,
        Heading.HIVE: household.hive.name if household.hive else "",
        Heading.AREA: "" if household.hive else household.area,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_EXAMPLES: tuple[Cells, ...] = (
    {
        Heading.WHAT: Kind.HIVE,
        Heading.HIVE: "Example Hive",
        Heading.AREA: "Winchester",
        Heading.PLACES: "10",
    },
    {
        Heading.WHAT: Kind.HOUSEHOLD,
        Heading.HIVE: "Example Hive",
        Heading.HOUSEHOLD: "The Example family",
        Heading.PLACES: "2",
        Heading.KIND: "Newly approved",
        Heading.APPROVED_ON: "28/03/2019",
    },
    {
        Heading.WHAT: Kind.CARER,
        Heading.HIVE: "Example Hive",
        Heading.HOUSEHOLD: "The Example family",
        Heading.NAME: "Alex Example",
        Heading.EMAIL: "alex@example.org",
        Heading.ROLE: "Carer",
    },
    {
        Heading.WHAT: Kind.CHILD,
        Heading.HIVE: "Example Hive",
        Heading.HOUSEHOLD: "The Example family",
        Heading.NAME: "Charlie",
        Heading.BORN_ON: "03/10/2015",
        Heading.CARE_STATUS: "In care",
        Heading.PRONOUNS: "they/them",
        Heading.PLACED_SINCE: "01/09/2020",
    },
)
