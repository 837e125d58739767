"""Polls: a question, the answers to choose from, and who has chosen what."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.types import UTCDateTime


class Poll(db.Model):
    """The answers to a message's question."""

    __tablename__ = "polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("messages.id"), unique=True)
    #: Whether somebody may choose several answers.
    takes_many: Mapped[bool] = mapped_column(default=False)
    #: When it closes by itself.
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: When whoever asked closed it early.
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_closed(self) -> bool:
        """Whether nobody can choose any more."""
        is_over = self.closes_at is not None and self.closes_at <= clock.now()
        return self.closed_at is not None or is_over

    @property
    def voter_count(self) -> int:
        """How many people have chosen something."""
        return len({vote.person_id for option in self.options for vote in option.votes})

    options: Mapped[list["PollOption"]] = relationship(
        lazy="raise", viewonly=True, order_by="PollOption.position"
    )


class PollOption(db.Model):
    """An answer one can choose; in a poll about dates, a day (a London date)."""

    __tablename__ = "poll_options"
    __table_args__ = (sa.UniqueConstraint("poll_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("polls.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.String(200))
    day: Mapped[date | None]

    votes: Mapped[list["PollVote"]] = relationship(lazy="raise", viewonly=True)


class PollVote(db.Model):
    """That a person has chosen an answer.

    `slot` is 0 in a poll with one answer and the answer's position in one with many, so that
    the database itself lets nobody choose twice.
    """

    __tablename__ = "poll_votes"
    __table_args__ = (sa.UniqueConstraint("poll_id", "person_id", "slot"),)

    option_id: Mapped[int] = mapped_column(sa.ForeignKey("poll_options.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    poll_id: Mapped[int] = mapped_column(sa.ForeignKey("polls.id"))
    slot: Mapped[int]
    voted_at: Mapped[datetime] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()
