"""Who may do what with an invitation."""

from app.accounts.models import Person
from app.hives.policy import can_invite, is_manager
from app.invitations.models import Invitation


def can_handle(actor: Person, invitation: Invitation) -> bool:
    """Whoever may invite into its Hive; county-wide ones are the managers'."""
    if invitation.hive is None:
        return is_manager(actor)
    return can_invite(actor, invitation.hive)
