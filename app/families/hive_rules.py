"""What the families in a Hive have to say when it is to shrink or close, or a carer to leave it."""

from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.signals import carer_leaving, hive_closing, hive_resizing
from app.families.models import Household, HouseholdMember
from app.families.queries.waiting import places_taken


@hive_resizing.connect
def _keep_places(_sender: Any, *, hive_id: int, capacity: int) -> None:
    """Nobody loses the place they live in or have been offered."""
    taken = places_taken([hive_id]).get(hive_id, 0)
    if capacity < taken:
        raise Invalid(
            {
                "capacity": f"{'1 place is' if taken == 1 else f'{taken} places are'} taken "
                "by families who are in this Hive or have been offered a place. "
                f"Make it {taken} or more."
            }
        )


@hive_closing.connect
def _keep_families(_sender: Any, *, hive_id: int) -> None:
    """A Hive closes once its families have moved and no place in it is offered."""
    if places_taken([hive_id]).get(hive_id, 0):
        raise Conflict(
            "There are families in this Hive, or a place is kept for one. Move them to another "
            "Hive or take the offer back, then close it.",
            title="This Hive can't close yet",
        )


@carer_leaving.connect
def _keep_with_household(_sender: Any, *, person_id: int, hive_id: int) -> None:
    """A carer of a household in the Hive leaves it with the household, or leaves the household."""
    name = db.session.scalar(
        sa.select(Household.name)
        .join(HouseholdMember)
        .where(
            Household.hive_id == hive_id,
            HouseholdMember.person_id == person_id,
            HouseholdMember.in_force(clock.today()),
        )
    )
    if name is not None:
        raise Conflict(
            f"They live with {name}, which is in this Hive. Move the family to another Hive, "
            "or say on the family's page that they have left it.",
            title="They are a carer here with their family",
        )
