"""The only writes to invitations."""

from app.invitations.services.families import (
    invite_family,
    invite_household,
    move_invitations,
    revoke_invitations,
    send_held_invitations,
)
from app.invitations.services.inviting import (
    invite,
    resend,
    revoke,
    revoke_into,
    send_invitation,
)
from app.invitations.services.joining import invitation_by_token, join

__all__ = [
    "invitation_by_token",
    "invite",
    "invite_family",
    "invite_household",
    "join",
    "move_invitations",
    "resend",
    "revoke",
    "revoke_into",
    "revoke_invitations",
    "send_held_invitations",
    "send_invitation",
]
