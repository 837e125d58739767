"""The only writes to households."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdMember
from app.hives.models import Hive


def open_household(*, name: str, hive: Hive, social_worker: Person | None = None) -> Household:
    """Make a household of a Hive (invitations and the demo call this)."""
    with unit_of_work():
        household = Household(
            name=name,
            hive_id=hive.id,
            social_worker_id=social_worker.id if social_worker else None,
        )
        db.session.add(household)
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
