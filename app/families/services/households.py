"""Households: opening them, what is known of them, and who lives in them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import (
    Household,
    HouseholdKind,
    HouseholdMember,
    HouseholdMove,
    HouseholdState,
    TermsExemption,
)
from app.families.policy import can_change_household, can_exempt
from app.families.queries import children_of, exempted_children, household_for, social_workers
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


def edit_household(
    *,
    actor: Person,
    household_id: int,
    kind: HouseholdKind,
    approved_on: date | None,
    social_worker_id: int | None,
    previous_agency: str,
    is_host: bool,
    host_places: int | None,
    exempted_ids: Collection[int] | None = None,
    **facts: Any,
) -> Household:
    """Change what is known of a household.

    `social_worker_id` is who supervises it; `exempted_ids` are the children that its
    exemption names (None leaves them, and only a support worker may name any); `facts` are
    further columns: name, area, places, ages_from, ages_to, sleepover_nights, host_room.
    Raises `NotFound`, `NotAllowed`, `Invalid`.
    """
    check_approval(kind=kind, approved_on=approved_on)
    with unit_of_work():
        household = household_for(actor, household_id)
        if not can_change_household(actor, household):
            raise NotAllowed("Only a support worker of their Hive or a manager can change this.")
        if social_worker_id != household.social_worker_id:
            household.social_worker = supervising_social_worker(social_worker_id)
        household.kind, household.approved_on = kind, approved_on
        household.previous_agency = previous_agency or None
        household.is_host = is_host
        household.host_places = (host_places or 0) if is_host else 0
        for name, value in facts.items():
            setattr(household, name, value)
        db.session.flush()
        if exempted_ids is not None:
            _exempt(actor, household, exempted_ids)
    return household


def check_approval(*, kind: HouseholdKind, approved_on: date | None) -> None:
    """Raise `Invalid` for newly approved carers without a day, and for a day to come."""
    if kind is HouseholdKind.NEWLY_APPROVED and approved_on is None:
        raise Invalid({"approved_on": "Enter the day they were approved."})
    if approved_on is not None and approved_on > clock.today():
        raise Invalid({"approved_on": "This day is still to come. Enter the day of approval."})


def supervising_social_worker(person_id: int | None) -> Person | None:
    """One of those who are social workers today; raises `Invalid` on `social_worker_id`."""
    if person_id is None:
        return None
    for person in social_workers():
        if person.id == person_id:
            return person
    raise Invalid({"social_worker_id": "Choose one of the social workers."})


def _exempt(actor: Person, household: Household, child_ids: Collection[int]) -> None:
    if not can_exempt(actor, household):
        raise NotAllowed("Only a support worker of their Hive names the children.")
    wanted = set(child_ids) & {child.id for child in children_of(household)}
    named = {child.id for child in exempted_children(household)}
    for child_id in sorted(wanted - named):
        db.session.add(
            TermsExemption(
                household_id=household.id,
                child_id=child_id,
                granted_on=clock.today(),
                granted_by_id=actor.id,
            )
        )
    db.session.execute(
        sa.delete(TermsExemption).where(
            TermsExemption.household_id == household.id, TermsExemption.child_id.not_in(wanted)
        )
    )
    db.session.flush()
