"""Who may do what with a Hive, readable as a list."""

from app.accounts.models import Person
from app.core.roles import HIVE_ROLES, Role
from app.hives.models import Hive


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


def belongs(actor: Person, hive: Hive) -> bool:
    """Whether `actor` is one of the Hive's own people."""
    return bool(roles_in(actor, hive) & HIVE_ROLES)
