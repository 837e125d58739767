"""Rows that add a child to a household."""

from datetime import date

from app.families.queries import LAST_SCHOOL_YEAR, school_year_number, years_before
from app.imports.cells import said_day
from app.imports.checking.desk import Desk
from app.imports.checking.row_cells import RowCells
from app.imports.columns import CARE_STATUSES, SCHOOL_YEARS, Heading
from app.imports.places import HouseholdPlace, NewChild, key
from app.imports.words import ALREADY_THERE, the

OLDEST = 25
_LEAVE_EMPTY = "Leave the cell empty and Hive works it out."


def check_child(cells: RowCells, desk: Desk) -> None:
    """A child to add, or one who is there already."""
    name = cells.short(Heading.NAME, 60, missing="Enter the child's name.")
    born_on = _born_on(cells)
    care_status = cells.choice(Heading.CARE_STATUS, CARE_STATUSES)
    if not cells.text(Heading.CARE_STATUS):
        cells.fault(Heading.CARE_STATUS, "Write In care, Birth child or Other.")
    pronouns = cells.short(Heading.PRONOUNS, 40)
    from_on = _placed_since(cells, born_on)
    household = _household(cells, desk)
    if name and born_on and household and _is_new(cells, desk, name, born_on, household):
        cells.line.adds = True
        cells.line.says = f"Adds {name} to {the(household.name)}"
        if cells.is_right and care_status:
            desk.plan.children.append(
                NewChild(cells.number, name, born_on, care_status, pronouns, from_on, household)
            )


def _born_on(cells: RowCells) -> date | None:
    if not cells.text(Heading.BORN_ON):
        cells.fault(Heading.BORN_ON, "Enter the date of birth.")
    born_on = cells.past_day(Heading.BORN_ON)
    if born_on and born_on < years_before(cells.today, OLDEST):
        cells.fault(
            Heading.BORN_ON, f"{said_day(born_on)} is more than {OLDEST} years ago. Check the year."
        )
        return None
    _check_school_year(cells, born_on)
    return born_on


def _check_school_year(cells: RowCells, born_on: date | None) -> None:
    said = cells.text(Heading.SCHOOL_YEAR)
    if not said:
        return
    years = {key(word): year for word, year in SCHOOL_YEARS.items()}
    year = years.get(key(said))
    if year is None:
        cells.fault(Heading.SCHOOL_YEAR, f"{said[:40]} is not a school year.")
        return
    if born_on is None:
        return
    right = school_year_number(born_on, cells.today)
    if year != right:
        words = next((word for word, number in SCHOOL_YEARS.items() if number == right), None)
        is_so = f"that is {words}" if words else _outside_school(right)
        cells.fault(
            Heading.SCHOOL_YEAR,
            f"{said} does not fit a birthday on {_short(born_on)}: {is_so}. {_LEAVE_EMPTY}",
        )


def _outside_school(number: int) -> str:
    return "that is after Year 13" if number > LAST_SCHOOL_YEAR else "that is before Reception"


def _short(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _placed_since(cells: RowCells, born_on: date | None) -> date:
    since = cells.past_day(Heading.PLACED_SINCE)
    if since and born_on and since < born_on:
        cells.fault(Heading.PLACED_SINCE, f"This is before the birthday, {said_day(born_on)}.")
    return since or cells.today


def _household(cells: RowCells, desk: Desk) -> HouseholdPlace | None:
    if not cells.text(Heading.HOUSEHOLD):
        cells.fault(Heading.HOUSEHOLD, "Enter the household the child lives in.")
        return None
    return desk.household(cells)


def _is_new(
    cells: RowCells, desk: Desk, name: str, born_on: date, household: HouseholdPlace
) -> bool:
    who = ("Child", key(name), born_on)
    homes = desk.known.children.get((key(name), born_on), set())
    if household.id is not None and household.id in homes:
        if desk.is_first(cells, Heading.NAME, *who, household):
            cells.line.says = ALREADY_THERE
        return False
    if homes:
        cells.fault(
            Heading.NAME,
            f"A child called {name} with this birthday lives in another household already. "
            "If it is another child, add a letter to the name.",
        )
        return False
    return desk.is_first(cells, Heading.NAME, *who, household) and _is_alone(cells, desk, *who)


def _is_alone(cells: RowCells, desk: Desk, *who: str | date) -> bool:
    before = desk.first_row(cells, *who)
    if before is not None:
        cells.fault(
            Heading.NAME,
            f"Row {before} has a child of this name and birthday in another household. "
            "If they are two children, add a letter to one of the names.",
        )
    return before is None
