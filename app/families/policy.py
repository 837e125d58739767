"""Who may do what with a household and its children, readable as a list.

Each rule takes a household whose `members` are loaded. Being in a household, leading its Hive
and supervising it are the only ways to a child: nobody sees more "just in case".
"""

from app.accounts.models import Person
from app.core import clock
from app.core.roles import Role
from app.families.models import Household, HouseholdState
from app.hives.policy import is_manager, leads


def lives_in(actor: Person, household: Household) -> bool:
    """Whether `actor` is one of the household's carers today."""
    today = clock.today()
    return household.state is not HouseholdState.LEFT and any(
        each.person_id == actor.id and each.is_in_force(today) for each in household.members
    )


def leads_hive_of(actor: Person, household: Household) -> bool:
    """Whether `actor` is a support worker of the household's Hive."""
    return household.hive is not None and leads(actor, household.hive)


def supervises(actor: Person, household: Household) -> bool:
    """Whether `actor` is the household's supervising social worker."""
    return household.social_worker_id == actor.id and Role.SOCIAL_WORKER in actor.roles


def can_see_children(actor: Person, household: Household) -> bool:
    """The carers who live there, the Hive's support workers, the supervising social worker."""
    return (
        lives_in(actor, household)
        or leads_hive_of(actor, household)
        or supervises(actor, household)
    )


def can_add_child(actor: Person, household: Household) -> bool:
    """Whoever may see the household's children, while the household has not left."""
    return household.state is not HouseholdState.LEFT and can_see_children(actor, household)


def can_change_child(actor: Person, household: Household) -> bool:
    """Name, birthday, pronouns and ties: whoever may see the child."""
    return can_see_children(actor, household)


def can_write_card(actor: Person, household: Household) -> bool:
    """A care card is written by the carers the child lives with, and by nobody else."""
    return lives_in(actor, household)


def can_set_authority(actor: Person, household: Household) -> bool:
    """What the placement plan says is entered by the social worker or the support worker.

    Never by the carer: nobody gives authority to themselves.
    """
    return not lives_in(actor, household) and (
        supervises(actor, household) or leads_hive_of(actor, household)
    )


def can_set_short_breaks(actor: Person, household: Household) -> bool:
    """Whether a child's stays are short breaks is said by those who say who decides."""
    return can_set_authority(actor, household)


def can_ask_who_decides(actor: Person, household: Household) -> bool:
    """The carers a child lives with ask; the others are those who answer."""
    return lives_in(actor, household)


def can_end_placement(actor: Person, household: Household) -> bool:
    """The social worker or the support worker writes down that a child has moved on."""
    return supervises(actor, household) or leads_hive_of(actor, household)


def can_see_looks(actor: Person, household: Household) -> bool:
    """Who has looked at a child is told to those the child lives with."""
    return lives_in(actor, household)


def can_change_household(actor: Person, household: Household) -> bool:
    """Type, terms, host or not, move, leave: the Hive's support workers and the managers.

    What a household was when it left stays as it is.
    """
    return household.state is not HouseholdState.LEFT and (
        is_manager(actor) or leads_hive_of(actor, household)
    )


def can_exempt(actor: Person, household: Household) -> bool:
    """Exempted children are named by a support worker, never by somebody who may not know them."""
    return household.state is not HouseholdState.LEFT and leads_hive_of(actor, household)


def can_see_phones(actor: Person, household: Household) -> bool:
    """The carers' numbers: for those who lead or supervise."""
    return is_manager(actor) or leads_hive_of(actor, household) or supervises(actor, household)


def can_run_waiting_list(actor: Person) -> bool:
    """Who waits, and who is offered a place, is the managers' work."""
    return is_manager(actor)


def can_see_terms(actor: Person, household: Household) -> bool:
    """Terms of approval and allowance: the family, and those who work with it."""
    return is_manager(actor) or can_see_children(actor, household)


def why_may_look(actor: Person, household: Household) -> tuple[Role, str] | None:
    """As what, and why, somebody from outside the household sees its children; None for its own."""
    if lives_in(actor, household):
        return None
    if leads_hive_of(actor, household) and household.hive is not None:
        return Role.SUPPORT_WORKER, f"leads {household.hive.name}"
    if supervises(actor, household):
        return Role.SOCIAL_WORKER, "is your supervising social worker"
    return None
