"""Rules about accounts, readable as a list."""

from collections.abc import Set
from datetime import datetime, timedelta

from app.accounts.models import Device, Person
from app.core.roles import ROLES_SEEING_OTHERS, Role

#: A carer's own phone stays signed in for a month; whoever sees other people's households
#: signs in again after half a day without use.
IDLE_CARER = timedelta(days=30)
IDLE_SEEING_OTHERS = timedelta(hours=12)


def idle_limit(person: Person) -> timedelta:
    """How long a device of `person` may be unused before it is signed out."""
    return idle_limit_for(person.roles)


def idle_limit_for(roles: Set[Role]) -> timedelta:
    """The same for somebody who holds these roles today."""
    return IDLE_SEEING_OTHERS if roles & ROLES_SEEING_OTHERS else IDLE_CARER


def is_live(device: Device, now: datetime) -> bool:
    """Whether the device is still signed in at `now`."""
    if device.ended_at is not None:
        return False
    return now - device.last_seen_at <= idle_limit(device.person)


def can_sign_out(actor: Person, device: Device) -> bool:
    """Everybody may sign out their own devices."""
    return device.person_id == actor.id
