"""Nobody registers alone: everybody is invited, into a role and a Hive."""

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.core.carer_rows import Carer
from app.core.extensions import db
from app.core.signals import (
    hive_closed,
    household_left,
    household_moved,
    household_placed,
    household_waits,
)
from app.families.models import Household
from app.invitations import services


@household_waits.connect
def _hold_invitations(
    _sender: Any, *, household_id: int, actor_id: int, carers: Sequence[Carer]
) -> None:
    services.invite_family(
        actor=db.session.get_one(Person, actor_id),
        household=db.session.get_one(Household, household_id),
        carers=carers,
        is_held=True,
    )


@household_placed.connect
def _send_invitations(_sender: Any, *, household_id: int, hive_id: int) -> None:
    services.send_held_invitations(household_id=household_id, hive_id=hive_id)


@household_moved.connect
def _move_invitations(_sender: Any, *, household_id: int, hive_id: int) -> None:
    services.move_invitations(household_id=household_id, hive_id=hive_id)


@household_left.connect
def _take_invitations_back(_sender: Any, *, household_id: int) -> None:
    services.revoke_invitations(household_id=household_id)


@hive_closed.connect
def _take_back_with_the_hive(_sender: Any, *, hive_id: int) -> None:
    services.revoke_into(hive_id=hive_id)
