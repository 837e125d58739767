"""The roles a person can hold; the words people use for them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is within a Hive; a manager or social worker may be so for the whole county."""

    CARER = "carer"
    LINK_CARER = "link_carer"
    SUPPORT_WORKER = "support_worker"
    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return _LABELS[self]


_LABELS = {
    Role.CARER: "Carer",
    Role.LINK_CARER: "Link carer",
    Role.SUPPORT_WORKER: "Support worker",
    Role.SOCIAL_WORKER: "Social worker",
    Role.MANAGER: "Manager",
}

#: Those who look after a household of the Hive and talk in its room.
HIVE_ROLES = frozenset({Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER})

#: Those who see other people's households, and so are signed out sooner when idle.
ROLES_SEEING_OTHERS = frozenset({Role.SUPPORT_WORKER, Role.SOCIAL_WORKER, Role.MANAGER})
