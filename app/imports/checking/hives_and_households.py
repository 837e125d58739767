"""Rows that open a Hive or add a household."""

from app.families.models import HouseholdKind
from app.imports.checking.desk import Desk
from app.imports.checking.row_cells import RowCells
from app.imports.columns import KINDS, Heading
from app.imports.places import HivePlace, HouseholdPlace, key, named
from app.imports.words import ALREADY_THERE, the

#: As in the forms for one Hive or household.
MOST_HOUSEHOLDS = 99
MOST_CHILDREN = 12


def check_hive(cells: RowCells, desk: Desk) -> None:
    """A new Hive, or one that is there already."""
    heading = Heading.HIVE if cells.text(Heading.HIVE) else Heading.NAME
    if not cells.text(heading):
        cells.fault(Heading.HIVE, "Enter the name of the Hive.")
        return
    name = cells.short(heading, 100)
    area = cells.short(Heading.AREA, 100)
    capacity = cells.whole(Heading.PLACES, 1, MOST_HOUSEHOLDS)
    if not desk.is_first(cells, heading, "Hive", key(name)):
        return
    known = named(desk.known.hives, name)
    if known is not None:
        if known.is_closed:
            cells.fault(heading, f"{known.name} was closed. A new Hive needs another name.")
        cells.line.says = ALREADY_THERE
        return
    if not area:
        cells.fault(Heading.AREA, "Enter the area of the Hive.")
    capacity = desk.usual_capacity if capacity is None else capacity
    place = HivePlace(name, area, capacity, row=cells.number)
    desk.hives.append(place)
    desk.plan.hives.append(place)
    cells.line.adds = True
    cells.line.says = f"Opens {name} in {area}, with room for {capacity} households"


def check_household(cells: RowCells, desk: Desk) -> None:
    """A new household in a Hive or on the waiting list, or one that is there already."""
    place = _household(cells, desk)
    if place is None:
        return
    known = [each for each in desk.households[key(place.name)] if each.id is not None]
    here = [each for each in known if _is_same(each, place)]
    if here:
        cells.line.says = ALREADY_THERE
        return
    _take_a_place(cells, place)
    for each in known[:1]:
        where = f"in {each.hive_name}" if each.hive_name else "on the waiting list"
        cells.note(f"There is a household of this name {where} too.")
    desk.households[key(place.name)].append(place)
    desk.plan.households.append(place)
    cells.line.adds = True
    if place.is_waiting:
        cells.line.says = f"Puts {the(place.name)} on the waiting list for {place.area}"
    else:
        cells.line.says = f"Adds {the(place.name)} to {place.hive_name}"


def _household(cells: RowCells, desk: Desk) -> HouseholdPlace | None:
    heading = Heading.HOUSEHOLD if cells.text(Heading.HOUSEHOLD) else Heading.NAME
    if not cells.text(heading):
        cells.fault(Heading.HOUSEHOLD, "Enter the name of the household.")
        return None
    name = cells.short(heading, 100)
    hive = desk.hive(cells)
    hive_name = hive.name if hive else cells.text(Heading.HIVE)
    area = cells.short(Heading.AREA, 100) or (hive.area if hive else "")
    place = HouseholdPlace(name, hive_name, area, hive, row=cells.number)
    place.facts = {
        "kind": cells.choice(Heading.KIND, KINDS) or KINDS["County"],
        "approved_on": cells.past_day(Heading.APPROVED_ON),
        "previous_agency": cells.short(Heading.PREVIOUS_AGENCY, 100) or None,
        "places": cells.whole(Heading.PLACES, 0, MOST_CHILDREN),
    }
    if place.facts["kind"] is HouseholdKind.NEWLY_APPROVED and not cells.text(Heading.APPROVED_ON):
        cells.fault(Heading.APPROVED_ON, "Enter the date they were approved.")
    place.waiting_since = cells.past_day(Heading.WAITING_SINCE)
    if place.is_waiting:
        _need_for_waiting(cells)
    elif place.waiting_since:
        cells.note("It has a Hive, so “Waiting since” is left out.")
    where = key(hive_name) or ("waiting", key(area))
    return place if desk.is_first(cells, heading, "Household", key(name), where) else None


def _need_for_waiting(cells: RowCells) -> None:
    if not cells.text(Heading.AREA):
        cells.fault(Heading.AREA, "Without a Hive it goes on the waiting list: enter the area.")
    if not cells.text(Heading.WAITING_SINCE):
        cells.fault(
            Heading.WAITING_SINCE,
            "Without a Hive it goes on the waiting list: enter since when it waits.",
        )


def _is_same(known: HouseholdPlace, place: HouseholdPlace) -> bool:
    if place.is_waiting:
        return known.is_waiting and key(known.area) == key(place.area)
    return key(known.hive_name) == key(place.hive_name)


def _take_a_place(cells: RowCells, place: HouseholdPlace) -> None:
    if place.hive is None:
        return
    place.hive.taken += 1
    if place.hive.taken > place.hive.capacity:
        cells.fault(
            Heading.HIVE,
            f"{place.hive.name} is full: it has room for {place.hive.capacity} households.",
        )
