"""Background work of invitations."""

from app.core.jobs import job
from app.invitations import services


@job
def send_invitation(invitation_id: int) -> None:
    """Send an invitation's letter."""
    services.send_invitation(invitation_id)
