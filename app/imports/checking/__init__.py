"""Checking a file: each row against itself, the file and the database."""

from collections.abc import Callable
from datetime import date

from app.imports.checking.children import check_child
from app.imports.checking.desk import Desk
from app.imports.checking.hives_and_households import check_hive, check_household
from app.imports.checking.people import Seen, check_carer
from app.imports.checking.row_cells import RowCells
from app.imports.columns import Heading, Kind
from app.imports.findings import Line, Report
from app.imports.places import Known, Plan
from app.imports.reading import Row, Sheet


def check_sheet(
    sheet: Sheet,
    known: Known,
    *,
    today: date,
    usual_capacity: int,
    step: Callable[[], None] = lambda: None,
) -> tuple[Plan, Report]:
    """What the rows would add, and what is wrong with them. `step` is called for each row.

    The order of the rows does not matter: a carer may stand above their household. A row with
    a fault still counts as said, so that its mistake is named once and not in every row below.
    """
    desk = Desk(known, today=today, usual_capacity=usual_capacity)
    seen: dict[str, Seen] = {}
    check: dict[Kind | None, Callable[[RowCells], None]] = {
        None: _check_unknown,
        Kind.HIVE: lambda cells: check_hive(cells, desk),
        Kind.HOUSEHOLD: lambda cells: check_household(cells, desk),
        Kind.CARER: lambda cells: check_carer(cells, desk, seen),
        Kind.CHILD: lambda cells: check_child(cells, desk),
    }
    lines: dict[int, Line] = {}
    for kind, check_row in check.items():
        for row in (row for row in sheet.rows if row.kind is kind):
            lines[row.number] = _line(row)
            check_row(RowCells(row, lines[row.number], today))
            step()
    _note_empty_households(desk.plan, lines)
    ordered = [lines[number] for number in sorted(lines)]
    return desk.plan, Report(ordered, list(sheet.notes))


def _line(row: Row) -> Line:
    line = Line(row.number, row.kind.value if row.kind else "")
    if row.is_too_long:
        line.notes.append("It has more cells than there are headings; they were left out.")
    return line


def _check_unknown(cells: RowCells) -> None:
    said = cells.text(Heading.WHAT)
    words = f"“{said[:40]}” is not known here. " if said else "This cell is empty. "
    cells.fault(Heading.WHAT, words + "Write Hive, Household, Carer or Child.")


def _note_empty_households(plan: Plan, lines: dict[int, Line]) -> None:
    for place in plan.households:
        if place.row is not None and not place.has_carers:
            lines[place.row].notes.append(
                "No carer of this household is in the file. Invite them later."
            )
