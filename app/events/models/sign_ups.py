"""Who comes to an event: children and adults, with a place, on the waiting list, or no more."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.crypto import EncryptedText
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.events.models.events import Event, EventPart
from app.families.models import Child, Household


class SignUpState(StrEnum):
    """Where somebody's sign-up stands."""

    GOING = "going"
    #: Has a place, once the social worker has said yes.
    ASKING = "asking"
    WAITING = "waiting"
    #: A place came free and is kept for them until `offered_until`.
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    #: An offer they did not take in time.
    LAPSED = "lapsed"
    #: The social worker said no.
    REFUSED = "refused"

    @property
    def holds_place(self) -> bool:
        """Whether a place is theirs, at least for now."""
        return self in HOLDING


HOLDING = frozenset({SignUpState.GOING, SignUpState.ASKING, SignUpState.OFFERED})
#: Not ended: of these a child or an adult has one for an event.
LIVE = HOLDING | {SignUpState.WAITING}


class Eagerness(StrEnum):
    """How a child looks forward to it, in its own words."""

    CANT_WAIT = "cant_wait"
    NOT_SURE = "not_sure"
    DONT_WANT = "dont_want"

    @property
    def label(self) -> str:
        """What the child says."""
        return {
            Eagerness.CANT_WAIT: "I can't wait",
            Eagerness.NOT_SURE: "I'm not sure",
            Eagerness.DONT_WANT: "I don't want to",
        }[self]


def _once(name: str, who: str) -> sa.Index:
    where = sa.text(f"ended_at IS NULL AND {who} IS NOT NULL")
    return sa.Index(name, "event_id", who, unique=True, sqlite_where=where, postgresql_where=where)


class SignUp(db.Model):
    """That a child, or an adult, of a household comes to an event or would like to.

    Those signed up with one tap are a party: brothers and sisters get places together or wait
    together. The waiting list of a part is in the order of `queue_number`, and a party's is
    that of its first.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        sa.CheckConstraint("(child_id IS NULL) <> (person_id IS NULL)", name="child_or_adult"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (state IN ('going', 'asking', 'waiting', 'offered'))",
            name="ended_or_live",
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (offered_until IS NOT NULL)", name="offered_for_a_time"
        ),
        # Nobody is signed up twice; who has withdrawn may come back.
        _once("uq_sign_ups_child", "child_id"),
        _once("uq_sign_ups_person", "person_id"),
        sa.Index(
            "uq_sign_ups_queue",
            "part_id",
            "queue_number",
            unique=True,
            sqlite_where=sa.text("queue_number IS NOT NULL"),
            postgresql_where=sa.text("queue_number IS NOT NULL"),
        ),
        sa.Index(
            "ix_sign_ups_offered_until",
            "offered_until",
            sqlite_where=sa.text("offered_until IS NOT NULL"),
            postgresql_where=sa.text("offered_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), index=True)
    part_id: Mapped[int] = mapped_column(sa.ForeignKey("event_parts.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("households.id"), index=True)
    child_id: Mapped[int | None] = mapped_column(sa.ForeignKey("children.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    state: Mapped[SignUpState] = mapped_column(enum_column(SignUpState))
    #: Made by the browser with the form; the same for all who were signed up with it.
    party: Mapped[uuid.UUID] = mapped_column(index=True)
    queue_number: Mapped[int | None]
    offered_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_up_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    signed_up_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: For whoever hosts: "has to leave at four".
    note: Mapped[str] = mapped_column(EncryptedText)
    #: Whether photos of the child may be taken there and shown.
    photos_ok: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    #: The child's own face for it.
    eagerness: Mapped[Eagerness | None] = mapped_column(enum_column(Eagerness))
    #: Why a host put this child forward, for all who host to see.
    put_forward_why: Mapped[str | None] = mapped_column(sa.String(200))
    #: Who said yes or no where the plan does not leave it to the carers, and why it was a no.
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    answered_why: Mapped[str | None] = mapped_column(EncryptedText)
    #: Somebody who came without being signed up, as whoever hosts wrote them down.
    is_walk_in: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    event: Mapped[Event] = relationship()
    part: Mapped[EventPart] = relationship(back_populates="sign_ups")
    household: Mapped[Household | None] = relationship()
    child: Mapped[Child | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    signed_up_by: Mapped[Person] = relationship(foreign_keys=[signed_up_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def name(self) -> str:
        """What whoever comes is called."""
        who = self.child or self.person
        return who.name if who else ""
