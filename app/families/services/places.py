"""Places in Hives: each is taken once."""

import sqlalchemy as sa

from app.core.errors import Conflict, NotFound
from app.core.extensions import db
from app.families.models import Household
from app.families.queries import places_taken
from app.hives.models import Hive


def claim_place(*, hive_id: int) -> Hive:
    """An open Hive with room for one more household, held until the caller's work is committed.

    Whoever wants a place in the same Hive meanwhile waits, and then sees what is left: called
    first within the unit of work that takes the place. Raises `NotFound` for a Hive that is
    none, `Conflict` when it has closed or is full.
    """
    hive = lock_hive(hive_id=hive_id)
    refuse_full(hive=hive)
    return hive


def lock_hive(*, hive_id: int) -> Hive:
    """An open Hive whose places nobody else takes until the caller's work is committed.

    Raises `NotFound` for a Hive that is none, `Conflict` when it has closed.
    """
    hive = db.session.scalar(
        sa.select(Hive)
        .where(Hive.id == hive_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if hive is None:
        raise NotFound()
    if hive.closed_on is not None:
        raise Conflict(f"{hive.name} has closed. Choose another Hive.")
    return hive


def refuse_full(*, hive: Hive) -> None:
    """Raise `Conflict` unless `hive` has room for one more household."""
    taken = places_taken([hive.id])[hive.id]
    if taken >= hive.capacity:
        raise Conflict(f"{hive.name} is full ({taken} of {hive.capacity}).")


def lock_household(*, household_id: int) -> None:
    """Let nobody else move, offer to or end this household until the caller's work is committed.

    Called before a Hive is locked, never after: two who lock the same two things in another
    order would wait for each other.
    """
    db.session.execute(
        sa.select(Household.id).where(Household.id == household_id).with_for_update()
    )
