"""Asking carers to look through a care card that nobody has checked for a while."""

import sqlalchemy as sa

from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.ages import months_before
from app.families.models import CareCheck, HouseholdMember
from app.families.queries import cards_to_check
from app.families.queries.care import CHECKED_EVERY_MONTHS
from app.notices.models import NoticeCategory
from app.notices.services import notify

#: Nobody is asked for paperwork in the evening. London time, from and until.
REMINDED_FROM, REMINDED_UNTIL = 9, 18
REMINDED_EVERY_MONTHS = 1


def remind_of_cards() -> None:
    """Tell the carers of each child whose card is due, once a month at most, by day.

    A household with several such cards is told once.
    """
    hour = clock.now().astimezone(clock.LONDON).hour
    if not REMINDED_FROM <= hour < REMINDED_UNTIL:
        return
    today = clock.today()
    due = cards_to_check(
        months_before(today, CHECKED_EVERY_MONTHS),
        months_before(today, REMINDED_EVERY_MONTHS),
        today,
    )
    by_household: dict[int, list[int]] = {}
    for child_id, household_id in due:
        by_household.setdefault(household_id, []).append(child_id)
    for household_id, child_ids in by_household.items():
        _remind(household_id, child_ids)


def _remind(household_id: int, child_ids: list[int]) -> None:
    today = clock.today()
    with unit_of_work():
        # Two processes may have come to the same list: the one that marks the cards tells.
        marked = db.session.scalars(
            sa.update(CareCheck)
            .where(
                CareCheck.child_id.in_(child_ids),
                sa.or_(
                    CareCheck.reminded_on.is_(None),
                    CareCheck.reminded_on <= months_before(today, REMINDED_EVERY_MONTHS),
                ),
            )
            .values(reminded_on=today)
            .returning(CareCheck.child_id)
            .execution_options(synchronize_session=False)
        ).all()
        if not marked:
            return
        notify(
            people_ids=_carers(household_id),
            category=NoticeCategory.PRACTICAL,
            title="A care card is due for a look",
            url=f"/children/{marked[0]}/care-card" if len(marked) == 1 else "/",
        )


def _carers(household_id: int) -> list[int]:
    return list(
        db.session.scalars(
            sa.select(HouseholdMember.person_id)
            .where(
                HouseholdMember.household_id == household_id,
                HouseholdMember.in_force(clock.today()),
            )
            .distinct()
        )
    )
