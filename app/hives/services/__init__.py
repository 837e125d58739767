"""The only writes to Hives and memberships."""

from app.hives.services.appointing import appoint, arrange_cover, end_role
from app.hives.services.hives import close_hive, edit_hive, open_hive
from app.hives.services.memberships import (
    add_membership,
    create_manager,
    end_membership,
    end_memberships,
    last_support_worker_among,
    move_memberships,
)

__all__ = [
    "add_membership",
    "appoint",
    "arrange_cover",
    "close_hive",
    "create_manager",
    "edit_hive",
    "end_membership",
    "end_memberships",
    "end_role",
    "last_support_worker_among",
    "move_memberships",
    "open_hive",
]
