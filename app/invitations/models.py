"""Invitations."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.types import UTCDateTime, enum_column
from app.families.models import Household
from app.hives.models import Hive


class InvitationState(StrEnum):
    """What has become of an invitation."""

    HELD = "held"
    WAITING = "waiting"
    EXPIRED = "expired"
    JOINED = "joined"
    REVOKED = "revoked"


class Invitation(db.Model):
    """That somebody may join, once, until it expires.

    Its link is signed, not stored: `serial` is part of it, and counting it up makes every
    link handed out before worthless.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        sa.CheckConstraint(
            "hive_id IS NOT NULL OR household_id IS NOT NULL "
            "OR role IN ('manager', 'social_worker')",
            name="county_roles",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    email: Mapped[str] = mapped_column(sa.String(254))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    hive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hives.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("households.id"), index=True)
    #: The name of a household to be opened when the person joins.
    new_household: Mapped[str | None] = mapped_column(sa.String(100))
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    serial: Mapped[int] = mapped_column(default=1)
    #: Made, but not sent: the family still waits for its Hive, or was brought in from a file.
    is_held: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    hive: Mapped[Hive | None] = relationship()
    household: Mapped[Household | None] = relationship()
    invited_by: Mapped[Person] = relationship()

    @property
    def state(self) -> InvitationState:
        """What has become of it by now."""
        if self.joined_at is not None:
            return InvitationState.JOINED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.is_held:
            return InvitationState.HELD
        if self.expires_at <= clock.now():
            return InvitationState.EXPIRED
        return InvitationState.WAITING

    @property
    def role_label(self) -> str:
        """The role as people say it."""
        return self.role.label

    @property
    def family(self) -> str | None:
        """The family they are invited into, as in a sentence: "the Bramley family"."""
        name = self.household.name if self.household else self.new_household
        if name and name.startswith("The "):
            return f"the {name.removeprefix('The ')}"
        return name
