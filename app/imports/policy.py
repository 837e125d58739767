"""Who may bring a file, and who may take the county out as one."""

from app.accounts.models import Person
from app.core.roles import Role
from app.hives.policy import is_manager

#: Those who have something to take out: Hives they lead, households they supervise, all of them.
EXPORTING_ROLES = (Role.SUPPORT_WORKER, Role.SOCIAL_WORKER, Role.MANAGER)


def can_bring(actor: Person) -> bool:
    """Bringing a county in is the managers' work."""
    return is_manager(actor)
