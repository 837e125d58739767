"""Who may do what with a Hive, readable as a list."""

from app.accounts.models import Person
from app.core.roles import HIVE_ROLES, Role
from app.hives.models import Hive, Membership


def roles_in(person: Person, hive: Hive) -> set[Role]:
    """The roles `person` holds in `hive` today."""
    return {each.role for each in person.current_memberships if each.hive_id == hive.id}


def is_manager(person: Person) -> bool:
    """Whether `person` runs the Hives of the county."""
    return Role.MANAGER in person.roles


def leads(person: Person, hive: Hive) -> bool:
    """Whether `person` is a support worker of `hive`."""
    return Role.SUPPORT_WORKER in roles_in(person, hive)


def can_invite(actor: Person, hive: Hive) -> bool:
    """Support workers invite into their own Hives; managers into any open one."""
    return hive.closed_on is None and (leads(actor, hive) or is_manager(actor))


def roles_to_invite(actor: Person, hive: Hive | None) -> list[Role]:
    """The roles `actor` may invite somebody into; without a Hive, those for the county."""
    if hive is None:
        return [Role.SOCIAL_WORKER, Role.MANAGER] if is_manager(actor) else []
    if is_manager(actor):
        return [Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER]
    return [Role.CARER, Role.LINK_CARER] if leads(actor, hive) else []


def can_change(actor: Person) -> bool:
    """Managers open, rename and close the Hives of the county."""
    return is_manager(actor)


def can_see_roles(actor: Person, hive: Hive) -> bool:
    """Who is what since when, and everybody's number: its support workers and the managers."""
    return is_manager(actor) or leads(actor, hive)


def roles_to_appoint(actor: Person, hive: Hive) -> list[Role]:
    """The roles `actor` may appoint somebody to in `hive`."""
    if is_manager(actor):
        return [Role.SUPPORT_WORKER, Role.LINK_CARER]
    return [Role.LINK_CARER] if leads(actor, hive) else []


def can_arrange_cover(actor: Person, hive: Hive) -> bool:
    """The support workers of a Hive, and managers, say who covers while one is away."""
    return is_manager(actor) or leads(actor, hive)


def can_end(actor: Person, membership: Membership) -> bool:
    """Whoever appoints to a role ends it; a support worker also ends a cover or a carer's role."""
    if membership.hive is None or membership.role not in HIVE_ROLES:
        return False
    if is_manager(actor):
        return True
    is_lighter = membership.role is not Role.SUPPORT_WORKER or membership.covers_id is not None
    return leads(actor, membership.hive) and is_lighter


def belongs(actor: Person, hive: Hive) -> bool:
    """Whether `actor` is one of the Hive's own people."""
    return bool(roles_in(actor, hive) & HIVE_ROLES)
