"""A household leaves the Hives: nothing of it is erased, and nobody keeps a role by mistake."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.core.signals import household_left
from app.core.unit_of_work import unit_of_work
from app.core.words import day_label
from app.families.models import (
    CareStatus,
    Household,
    HouseholdMember,
    HouseholdMove,
    HouseholdState,
    LeavingReason,
    Placement,
    PlacementEnding,
)
from app.families.policy import can_change_household, can_see_children
from app.families.queries import carers_of, household_for, placements_at
from app.families.services.places import lock_household
from app.families.services.waiting import withdraw_offers
from app.hives.models import Membership
from app.hives.policy import is_manager
from app.hives.services import end_membership, last_support_worker_among

ASK_HOW = "Say how their time here ended."


def leave_household(
    *,
    actor: Person,
    household_id: int,
    reason: LeavingReason,
    left_on: date,
    note: str = "",
    endings: Mapping[int, PlacementEnding] | None = None,
    ending: PlacementEnding | None = None,
) -> Household:
    """Write down that a household has left the Hives on a London date, today at the latest.

    `endings` says how each child's time there ended, by the child's id; `ending` says it for
    all of them, from a manager who may not know who they are. Birth children are not asked
    about. The carers' roles in Hives end now, invitations that wait are taken back, an open
    offer is withdrawn. Raises `NotFound`, `NotAllowed`, `Invalid` on `left_on`, `ending` or
    `ending-<child's id>`, and `Conflict` when a Hive would lose its only support worker.
    """
    with unit_of_work():
        lock_household(household_id=household_id)
        household = household_for(actor, household_id)
        if not can_change_household(actor, household):
            raise NotAllowed("Only a support worker of their Hive or a manager can do this.")
        people = carers_of(household)
        _refuse_if_a_hive_needs_them(actor, people)
        lived_there = placements_at(household)
        _end_placements(
            lived_there,
            left_on,
            _endings(lived_there, endings if can_see_children(actor, household) else None, ending),
        )
        _end_roles(people)
        withdraw_offers(household_id=household.id)
        _write_down(household, actor, reason, left_on, note)
        household_left.send(household_id=household.id)
    return household


def _refuse_if_a_hive_needs_them(actor: Person, people: Sequence[Person]) -> None:
    ids = [person.id for person in people]
    for person in people:
        for each in person.current_memberships:
            if each.role is not Role.SUPPORT_WORKER or each.hive is None:
                continue
            last = last_support_worker_among(people_ids=ids, hive=each.hive)
            if last is not None:
                raise Conflict(
                    f"{last.name} is the only support worker of {each.hive.name}. "
                    "Appoint somebody else first.",
                    title="They can't leave yet",
                )
            if not is_manager(actor):
                raise Conflict(
                    f"{person.name} is a support worker of {each.hive.name}. "
                    "Ask a manager to end that role first.",
                    title="They can't leave yet",
                )


def _endings(
    lived_there: Sequence[Placement],
    by_child: Mapping[int, PlacementEnding] | None,
    for_all: PlacementEnding | None,
) -> dict[int, PlacementEnding]:
    """How each placement ended, by its id; raises `Invalid` for those nobody has said it of."""
    found: dict[int, PlacementEnding] = {}
    wrong: dict[str, str] = {}
    for each in lived_there:
        if each.ending is not None:
            found[each.id] = each.ending
        elif each.child.care_status is CareStatus.BIRTH_CHILD:
            found[each.id] = PlacementEnding.OTHER
        elif said := for_all if by_child is None else by_child.get(each.child_id):
            found[each.id] = said
        elif by_child is None:
            wrong["ending"] = ASK_HOW
        else:
            wrong[f"ending-{each.child_id}"] = f"Say how {each.child.name}'s time here ended."
    if wrong:
        raise Invalid(wrong)
    return found


def _end_placements(
    lived_there: Sequence[Placement], left_on: date, endings: Mapping[int, PlacementEnding]
) -> None:
    latest = max((each.from_on for each in lived_there), default=left_on)
    if left_on > clock.today():
        raise Invalid({"left_on": "This day is still to come. Come back on that day."})
    if latest > clock.today():
        raise Invalid(
            {
                "left_on": f"A child is to come to them {day_label(latest)}. "
                "Their carers or support worker take that back first."
            }
        )
    if left_on < latest:
        raise Invalid({"left_on": "A child came to live there after this day. Check the day."})
    for each in lived_there:
        each.until_on, each.ending = left_on, endings[each.id]
    db.session.flush()


def _end_roles(people: Sequence[Person]) -> None:
    for each in db.session.scalars(
        sa.select(Membership).where(
            Membership.person_id.in_([person.id for person in people]),
            Membership.role.in_(HIVE_ROLES),
            sa.or_(Membership.until_on.is_(None), Membership.until_on >= clock.today()),
        )
    ).all():
        end_membership(each)


def _write_down(
    household: Household, actor: Person, reason: LeavingReason, left_on: date, note: str
) -> None:
    if household.hive_id is not None:
        db.session.add(
            HouseholdMove(
                household_id=household.id,
                from_hive_id=household.hive_id,
                moved_on=left_on,
                moved_by_id=actor.id,
            )
        )
    for member in household.members:
        if member.until_on is None:
            member.until_on = _not_before(member, left_on)
    household.hive = None
    household.state = HouseholdState.LEFT
    household.left_on, household.left_reason = left_on, reason
    household.left_note = note or None
    db.session.flush()


def _not_before(member: HouseholdMember, day: date) -> date:
    return max(member.from_on, day)
