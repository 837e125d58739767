"""The children a sender may know, for pointing out that a message names one of them in full."""

from collections import defaultdict

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.models import Room, RoomKind
from app.chat.name_guard import NAME_WORD, Guarded, KnownChild, guarded
from app.chat.readers import readers_of
from app.chat.search.typed import fold
from app.core import clock
from app.core.extensions import db
from app.families.models import Child, Household, HouseholdMember, Placement
from app.families.queries.households import with_children_seen_by

_NOT_NAMES = {"the", "family", "household", "home", "house", "and"}


def names_told_in(actor: Person, room: Room, text: str) -> Guarded | None:
    """What in `text` would tell the people of `room` too much of a child `actor` may know.

    None when there is nothing, and in a room of two. Of children whom `actor` may not know nothing
    is looked up, so the answer tells nothing of them. Two queries of plain columns.
    """
    if room.kind is RoomKind.DIRECT:
        return None
    children = _known_children(actor)
    if not children:
        return None
    adults = [person.name for person in readers_of(room)]
    return guarded(text, children, adults) if len(adults) > 2 else None


def _known_children(actor: Person) -> list[KnownChild]:
    rows = db.session.execute(
        sa.select(Child.id, Child.preferred_name, Household.name, Person.name)
        .join(Placement, Placement.child_id == Child.id)
        .join(Household, Household.id == Placement.household_id)
        .outerjoin(
            HouseholdMember,
            sa.and_(
                HouseholdMember.household_id == Household.id,
                HouseholdMember.in_force(clock.today()),
            ),
        )
        .outerjoin(Person, Person.id == HouseholdMember.person_id)
        .where(Placement.in_force(clock.today()), with_children_seen_by(actor))
    )
    names: dict[int, str] = {}
    surnames: dict[int, set[str]] = defaultdict(set)
    for child_id, name, household, carer in rows:
        names[child_id] = name
        surnames[child_id] |= _surnames_in(household)
        if carer:
            surnames[child_id].add(fold(carer.split()[-1]))
    return [
        KnownChild(name, frozenset(surnames[child_id]))
        for child_id, name in names.items()
        if NAME_WORD.search(name)
    ]


def _surnames_in(household: str) -> set[str]:
    """ "okafor" for "The Okafor family" and for "The Okafors"."""
    found = {fold(each) for each in NAME_WORD.findall(household)} - _NOT_NAMES
    return found | {each[:-1] for each in found if each.endswith("s") and len(each) > 3}
