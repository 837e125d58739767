"""Where a file is checked: its rows lie beside what the database holds."""

import difflib
from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from app.imports.checking.row_cells import RowCells
from app.imports.columns import Heading
from app.imports.places import HivePlace, HouseholdPlace, Known, Plan, key, named


class Desk:
    """Finds what a row names, in the file or the database, and remembers which rows came before."""

    def __init__(self, known: Known, *, today: date, usual_capacity: int) -> None:
        self.known = known
        self.today = today
        self.usual_capacity = usual_capacity
        self.plan = Plan()
        self.hives = list(known.hives)
        self.households: dict[str, list[HouseholdPlace]] = defaultdict(list)
        for place in known.households:
            self.households[key(place.name)].append(place)
        self._rows: dict[Hashable, int] = {}

    def is_first(self, cells: RowCells, heading: Heading, *what: Hashable) -> bool:
        """Whether no row before says the same; else that is this row's fault."""
        before = self._rows.setdefault(what, cells.number)
        if before != cells.number:
            cells.fault(heading, f"This row says the same as row {before}. Remove one of them.")
        return before == cells.number

    def first_row(self, cells: RowCells, *what: Hashable) -> int | None:
        """The row before this one that says the same, or None."""
        before = self._rows.setdefault(("anywhere", *what), cells.number)
        return None if before == cells.number else before

    def hive(self, cells: RowCells) -> HivePlace | None:
        """The open Hive that the row names; its fault when there is none."""
        name = cells.text(Heading.HIVE)
        found = named(self.hives, name) if name else None
        if name and found is None:
            cells.fault(
                Heading.HIVE,
                f"There is no Hive called “{name}”, and no row of this file opens it."
                + _did_you_mean(name, [each.name for each in self.hives]),
            )
        elif found and found.is_closed:
            cells.fault(Heading.HIVE, f"{found.name} is closed. Choose another Hive.")
        return found

    def household(self, cells: RowCells) -> HouseholdPlace | None:
        """The household that the row names; its fault when there is none, or more than one."""
        name = cells.text(Heading.HOUSEHOLD)
        called = self.households.get(key(name), [])
        found = self._fitting(cells, called)
        if len(found) == 1:
            return found[0]
        if found:
            words = (
                f"There is more than one household called “{name}”. Say in which Hive, "
                "or in which area if it is on the waiting list."
            )
        elif called:
            words = f"{name} is not there, but {_where(called[0])}. Look at the column Hive."
        else:
            words = f"There is no household called “{name}”, and no row of this file adds it."
            words += _did_you_mean(name, [each[0].name for each in self.households.values()])
        cells.fault(Heading.HOUSEHOLD, words)
        return None

    def _fitting(self, cells: RowCells, called: list[HouseholdPlace]) -> list[HouseholdPlace]:
        hive, area = key(cells.text(Heading.HIVE)), key(cells.text(Heading.AREA))
        if hive:
            return [each for each in called if key(each.hive_name) == hive]
        if len(called) > 1 and area:
            return [each for each in called if each.is_waiting and key(each.area) == area]
        return called


def _where(place: HouseholdPlace) -> str:
    return f"in {place.hive_name}" if place.hive_name else "on the waiting list"


def _did_you_mean(name: str, names: Sequence[str]) -> str:
    for part, cutoff in ((key, 0.9), (_telling, 0.75)):
        by_part = {part(each): each for each in names}
        if near := difflib.get_close_matches(part(name), by_part, n=1, cutoff=cutoff):
            return f" Did you mean “{by_part[near[0]]}”?"
    return ""


def _telling(name: str) -> str:
    """The part of a name that tells it from others of its kind."""
    return key(name).removeprefix("the ").removesuffix(" family").removesuffix(" hive")
