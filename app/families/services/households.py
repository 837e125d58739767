"""Households: opening them, and who lives in them."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdMember, HouseholdMove, HouseholdState
from app.hives.models import Hive


def open_household(
    *,
    name: str,
    hive: Hive | None,
    social_worker: Person | None = None,
    moved_by: Person | None = None,
    on_day: date | None = None,
    **facts: Any,
) -> Household:
    """Make a household of a Hive, or one that waits for a Hive when `hive` is None.

    Invitations, imports, the waiting list and the demo call this, each after its own checks.
    `on_day` is the London date it joined or began to wait (today by default); `facts` are
    columns of `Household` (kind, approved_on, previous_agency, area, places, …).
    """
    day = on_day or clock.today()
    with unit_of_work():
        household = Household(
            name=name,
            hive=hive,
            state=HouseholdState.ACTIVE if hive else HouseholdState.WAITING,
            waiting_since=None if hive else day,
            social_worker_id=social_worker.id if social_worker else None,
            **{"area": hive.area if hive else "", **facts},
        )
        db.session.add(household)
        db.session.flush()
        if hive is not None:
            db.session.add(
                HouseholdMove(
                    household_id=household.id,
                    to_hive_id=hive.id,
                    moved_on=day,
                    moved_by_id=moved_by.id if moved_by else None,
                )
            )
            db.session.flush()
    return household


def join_household(*, person: Person, household: Household, from_on: date | None = None) -> None:
    """Make `person` one of the household's carers; a household they lived in before ends."""
    today = from_on or clock.today()
    with unit_of_work():
        current = db.session.scalar(
            sa.select(HouseholdMember).where(
                HouseholdMember.person_id == person.id, HouseholdMember.until_on.is_(None)
            )
        )
        if current is not None and current.household_id == household.id:
            return
        if current is not None:
            current.until_on = max(current.from_on, today - timedelta(days=1))
            db.session.flush()
        db.session.add(
            HouseholdMember(household_id=household.id, person_id=person.id, from_on=today)
        )
        db.session.flush()
