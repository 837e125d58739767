"""Who may do what with an event, readable as a list.

Each rule takes an event with its Hives and hosts loaded, one that `actor` may see.
"""

from app.accounts.models import Person
from app.core.roles import HIVE_ROLES, Role
from app.core.words import local_day
from app.events.models import Audience, Event, EventPart, EventState
from app.families.models import Child
from app.families.queries import school_year_number, years_old
from app.hives.models import Hive
from app.hives.policy import is_manager, leads, roles_in


def can_plan_for(actor: Person, hive: Hive) -> bool:
    """Support workers plan events for the Hives they lead, managers for any open one."""
    return hive.closed_on is None and (leads(actor, hive) or is_manager(actor))


def can_plan_for_county(actor: Person) -> bool:
    """Managers plan what is on for the whole county."""
    return is_manager(actor)


def can_change(actor: Person, event: Event) -> bool:
    """Whoever leads one of its Hives; managers those of the county and what they planned."""
    if is_manager(actor) and (event.is_county or event.created_by_id == actor.id):
        return True
    return any(leads(actor, hive) for hive in event.hives)


def can_host(actor: Person, event: Event) -> bool:
    """The register, and who comes by name: the hosts, and support workers of its Hives.

    A host from one of its Hives is one only as long as they belong to it.
    """
    if any(leads(actor, hive) for hive in event.hives):
        return True
    is_host = any(host.id == actor.id for host in event.hosts)
    belongs = any(roles_in(actor, hive) & HIVE_ROLES for hive in event.hives)
    return is_host and (belongs or Role.SUPPORT_WORKER in actor.roles)


def may_come(actor: Person, event: Event) -> bool:
    """Whether an event is for adults like `actor`."""
    if event.audience is Audience.SUPPORT_WORKERS:
        return Role.SUPPORT_WORKER in actor.roles
    return bool(actor.roles & {Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER})


def is_for_children(event: Event) -> bool:
    """Whether children can be signed up for it."""
    return event.audience is Audience.FAMILIES


def takes_sign_ups(event: Event) -> bool:
    """Whether one can sign up now or change a sign-up: open, and not begun."""
    return event.state is EventState.OPEN and not event.has_started


def why_not_fitting(part: EventPart, child: Child, event: Event) -> str:
    """Why a child does not fit a part of an event, in words; "" when it does.

    By its age and school year on the day the event begins.
    """
    day = local_day(event.starts_at)
    age, year = years_old(child.born_on, day), school_year_number(child.born_on, day)
    if part.age_from is not None and age < part.age_from:
        return f"{child.preferred_name} is {age} then. This is from {part.age_from}."
    if part.age_to is not None and age > part.age_to:
        return f"{child.preferred_name} is {age} then. This is up to {part.age_to}."
    is_young = part.year_from is not None and year < part.year_from
    is_old = part.year_to is not None and year > part.year_to
    if is_young or is_old:
        return f"{child.preferred_name} is in another school year. This is for {years_of(part)}."
    return ""


def years_of(part: EventPart) -> str:
    """The school years of a part, as people say them."""
    said = [
        "Reception" if each == 0 else f"Year {each}"
        for each in (part.year_from, part.year_to)
        if each is not None
    ]
    return said[0] if len(set(said)) == 1 else " to ".join(said)
