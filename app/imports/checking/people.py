"""Rows that invite a carer."""

from dataclasses import dataclass

from app.core.roles import Role
from app.imports.checking.desk import Desk
from app.imports.checking.row_cells import RowCells
from app.imports.columns import ROLES, Heading
from app.imports.places import HivePlace, HouseholdPlace, KnownInvitation, NewCarer, key
from app.imports.words import ALREADY_THERE, INVITED_ALREADY, the


@dataclass(frozen=True)
class Seen:
    """The first row in which an e-mail address stands."""

    row: int
    name: str
    household: HouseholdPlace | None


def check_carer(cells: RowCells, desk: Desk, seen: dict[str, Seen]) -> None:
    """Somebody to invite, or who is there or invited already."""
    name = cells.short(Heading.NAME, 100, missing="Enter the carer's name.")
    email = cells.email(Heading.EMAIL)
    role = cells.choice(Heading.ROLE, ROLES) or Role.CARER
    household = desk.household(cells) if cells.text(Heading.HOUSEHOLD) else None
    if household is not None:
        household.has_carers = True
    hive = household.hive if household else _hive(cells, desk, role)
    if email:
        _check_address(
            cells, desk, seen, NewCarer(cells.number, name, email, role, hive, household)
        )


def _hive(cells: RowCells, desk: Desk, role: Role) -> HivePlace | None:
    """The Hive of somebody who comes without a household; carers can't."""
    if cells.text(Heading.HOUSEHOLD):
        return None
    if role is Role.CARER:
        cells.fault(Heading.HOUSEHOLD, "A carer belongs to a household: enter its name.")
        return None
    if not cells.text(Heading.HIVE):
        cells.fault(Heading.HIVE, f"Enter the Hive of this {role.label.lower()}.")
    return desk.hive(cells)


def _check_address(cells: RowCells, desk: Desk, seen: dict[str, Seen], new: NewCarer) -> None:
    first = seen.setdefault(new.email, Seen(cells.number, new.name, new.household))
    place = (new.household or new.hive, new.role)
    if key(first.name) != key(new.name):
        cells.fault(
            Heading.EMAIL,
            f"This is the address of {first.name} in row {first.row}. Each carer needs their own.",
        )
    elif desk.is_first(cells, Heading.EMAIL, "Carer", new.email, place) and (
        first.household and new.household and first.household is not new.household
    ):
        cells.fault(Heading.HOUSEHOLD, f"{new.name} is in another household in row {first.row}.")
    if new.household and new.household.is_waiting and new.role is not Role.CARER:
        cells.fault(
            Heading.ROLE, f"A {new.role.label.lower()} needs a Hive, and this family waits."
        )
    if cells.is_right:
        _compare_with_known(cells, desk, new)


def _compare_with_known(cells: RowCells, desk: Desk, new: NewCarer) -> None:
    if _is_there(desk, new):
        cells.line.says = ALREADY_THERE
    elif other := _other_household(desk, new):
        cells.fault(Heading.EMAIL, f"This address belongs to somebody of {the(other)} already.")
    elif any(_is_for(each, new) for each in desk.known.invited.get(new.email, [])):
        cells.line.says = INVITED_ALREADY
    elif _is_invited_elsewhere(desk, new):
        cells.fault(
            Heading.EMAIL,
            "This address is invited into another household. Take that invitation back first.",
        )
    else:
        desk.plan.carers.append(new)
        cells.line.adds = True
        cells.line.says = f"Invites {new.name} as {new.role.label.lower()}{_of(new)}"


def _is_there(desk: Desk, new: NewCarer) -> bool:
    person = desk.known.people.get(new.email)
    if person is None or (new.household and person.household_id != new.household.id):
        return False
    if new.household and new.household.is_waiting:
        return new.household.id is not None
    return new.hive is not None and (new.hive.id, new.role) in person.roles


def _other_household(desk: Desk, new: NewCarer) -> str | None:
    """The name of the household the person lives in, when the file puts them into another."""
    person = desk.known.people.get(new.email)
    if person is None or new.household is None or person.household_id in {None, new.household.id}:
        return None
    homes = (each for each in desk.known.households if each.id == person.household_id)
    return next((each.name for each in homes), "another household")


def _is_for(invitation: KnownInvitation, new: NewCarer) -> bool:
    household_id = new.household.id if new.household else None
    hive_id = new.hive.id if new.hive else None
    is_new = (new.household is not None and household_id is None) or (
        new.hive is not None and hive_id is None
    )
    return (
        not is_new
        and invitation.new_household is None
        and (invitation.role, invitation.hive_id, invitation.household_id)
        == (new.role, hive_id, household_id)
    )


def _is_invited_elsewhere(desk: Desk, new: NewCarer) -> bool:
    return new.household is not None and any(
        each.new_household or each.household_id not in {None, new.household.id}
        for each in desk.known.invited.get(new.email, [])
    )


def _of(new: NewCarer) -> str:
    if new.household:
        return f" of {the(new.household.name)}"
    return f" of {new.hive.name}" if new.hive else ""
