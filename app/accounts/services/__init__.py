"""Accounts, signing in and out, and getting back in: the only writes to accounts."""

from app.accounts.services.people import create_person, edit_profile
from app.accounts.services.presence import note_open
from app.accounts.services.recovery import (
    person_to_send_code,
    send_recovery_code,
    use_recovery_code,
)
from app.accounts.services.signing_in import (
    WRONG,
    check_password,
    end_devices,
    find_signed_in,
    sign_in,
    sign_out,
    sign_out_device,
    start_device,
)

__all__ = [
    "WRONG",
    "check_password",
    "create_person",
    "edit_profile",
    "end_devices",
    "find_signed_in",
    "note_open",
    "person_to_send_code",
    "send_recovery_code",
    "sign_in",
    "sign_out",
    "sign_out_device",
    "start_device",
    "use_recovery_code",
]
