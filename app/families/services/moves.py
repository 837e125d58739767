"""A household changes its Hive: its carers' roles and invitations go along, history stays."""

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.core.signals import household_moved
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdMove, HouseholdState
from app.families.policy import can_change_household
from app.families.queries import carers_of, household_for
from app.families.services.places import claim_place, lock_household
from app.hives.models import Hive
from app.hives.queries import people_of
from app.hives.services import add_membership, move_memberships
from app.notices.models import NoticeCategory
from app.notices.services import notify

ONLY_IN_A_HIVE = "This family is not in a Hive just now."


def move_household(*, actor: Person, household_id: int, hive_id: int) -> Household:
    """Let a household leave its Hive for another open one with a free place, as of now.

    Its carers and link carers are so in the new Hive instead, everybody else who lives there
    becomes a carer of it; a support worker stays one where they are. Invitations that wait go
    along. Raises `NotFound`, `NotAllowed`, `Invalid` for the Hive they are in, and `Conflict`
    when the last place was taken meanwhile.
    """
    with unit_of_work():
        lock_household(household_id=household_id)
        household = household_for(actor, household_id)
        if not can_change_household(actor, household):
            raise NotAllowed("Only a support worker of their Hive or a manager moves a family.")
        old = household.hive
        if old is None:
            raise Conflict(ONLY_IN_A_HIVE)
        if old.id == hive_id:
            raise Invalid({"hive": f"They are in {old.name} already. Choose another Hive."})
        try:
            new = claim_place(hive_id=hive_id)
        except NotFound:
            raise Invalid({"hive": "Choose one of the Hives."}) from None
        move_memberships(
            people_ids=[person.id for person in carers_of(household)], from_hive=old, to_hive=new
        )
        enter_hive(household=household, hive=new, moved_by=actor)
        household_moved.send(household_id=household.id, hive_id=new.id)
    return household


def enter_hive(*, household: Household, hive: Hive, moved_by: Person) -> None:
    """Put a household into a Hive in which a place was claimed for it, within the caller's work.

    Everybody who lives there becomes a carer of the Hive unless they are something in it; its
    support workers are told.
    """
    db.session.add(
        HouseholdMove(
            household_id=household.id,
            from_hive_id=household.hive_id,
            to_hive_id=hive.id,
            moved_on=clock.today(),
            moved_by_id=moved_by.id,
        )
    )
    household.hive = hive
    household.state = HouseholdState.ACTIVE
    db.session.flush()
    for person in carers_of(household):
        db.session.expire(person, ["memberships"])
        held = {each.role for each in person.current_memberships if each.hive_id == hive.id}
        if not held & (HIVE_ROLES - {Role.SUPPORT_WORKER}):
            add_membership(person=person, role=Role.CARER, hive=hive)
    leading = {
        each.person_id for each in people_of([hive.id])[hive.id] if each.role is Role.SUPPORT_WORKER
    }
    notify(
        people_ids=leading - {moved_by.id},
        category=NoticeCategory.PRACTICAL,
        title=f"A family has joined {hive.name}",
        url=f"/households/{household.id}",
    )
