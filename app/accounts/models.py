"""People, the devices they are signed in on, and the codes that replace a lost password."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.types import UTCDateTime, enum_column

if TYPE_CHECKING:
    from app.hives.models import Membership


class LockScreenDetail(StrEnum):
    """How much a notification may show on a locked phone."""

    HIVE = "hive"
    WORDS = "words"


class Person(db.Model):
    """Somebody with an account. What they may do follows from their memberships."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    #: Shown to the people of the Hive for those who lead it, else to those who lead.
    phone: Mapped[str | None] = mapped_column(sa.String(30))
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lock_screen_detail: Mapped[LockScreenDetail] = mapped_column(
        enum_column(LockScreenDetail), default=LockScreenDetail.HIVE
    )
    #: Whether others of the same rooms see that this person has Hive open.
    shows_online: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    memberships: Mapped[list["Membership"]] = relationship(
        "Membership",
        back_populates="person",
        viewonly=True,
        foreign_keys="Membership.person_id",
    )

    @property
    def current_memberships(self) -> "list[Membership]":
        """The memberships in force today."""
        today = clock.today()
        return [each for each in self.memberships if each.is_in_force(today)]

    @property
    def roles(self) -> set[Role]:
        """The roles this person holds today, in any Hive or for the county."""
        return {each.role for each in self.current_memberships}

    @property
    def first_name(self) -> str:
        """The name people call across the kitchen."""
        return self.name.split()[0]


class Device(UserMixin, db.Model):
    """A browser somebody is signed in on. Ending it signs that browser out."""

    __tablename__ = "devices"
    __allow_unmapped__ = True  # `token` below is no column

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    #: SHA-256 of the token in the browser's cookie; the token itself is kept nowhere.
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Until when it counts as open, of those whose person shows it; brought forward while it is.
    open_until: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()

    #: Only set on the object that `sign_in` returns, to be put into the cookie.
    token: str | None = None

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the token, not a guessable number."""
        if self.token is None:
            raise RuntimeError("a device's token is known only when it signs in")
        return self.token


class RecoveryCode(db.Model):
    """A one-time code sent by e-mail to somebody who forgot their password."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(255))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()
