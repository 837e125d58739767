"""An event, whose it is, and its parts with their places."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.types import UTCDateTime, enum_column
from app.events.models.series import EventSeries
from app.hives.models import Hive

if TYPE_CHECKING:
    from app.events.models.sign_ups import SignUp


class EventKind(StrEnum):
    """What an event is."""

    FAMILY_SOCIAL = "family_social"
    SUPPORT_GROUP = "support_group"
    TRAINING = "training"
    TEAM_MEETING = "team_meeting"
    ACTIVITY_WEEK = "activity_week"

    @property
    def label(self) -> str:
        """The kind as people say it."""
        return {
            EventKind.FAMILY_SOCIAL: "Family social",
            EventKind.SUPPORT_GROUP: "Support group",
            EventKind.TRAINING: "Training and coaching",
            EventKind.TEAM_MEETING: "Hive team meeting",
            EventKind.ACTIVITY_WEEK: "Activity week",
        }[self]


class Audience(StrEnum):
    """Who an event is for."""

    #: Children, and adults with them.
    FAMILIES = "families"
    CARERS = "carers"
    SUPPORT_WORKERS = "support_workers"

    @property
    def label(self) -> str:
        """The audience as people say it."""
        return {
            Audience.FAMILIES: "Children and their families",
            Audience.CARERS: "Carers only",
            Audience.SUPPORT_WORKERS: "Support workers",
        }[self]


class EventState(StrEnum):
    """Where an event stands."""

    #: Only those who plan it see it.
    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"


class Event(db.Model):
    """Something that is on: of one Hive or several, or (with none) of the whole county.

    `starts_at` and `ends_at` are instants; of an event of whole days they are the first London
    midnight and the one after its last day.
    """

    __tablename__ = "events"
    __table_args__ = (
        sa.UniqueConstraint("created_by_id", "client_id"),
        sa.UniqueConstraint("series_id", "series_day"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        sa.CheckConstraint("(series_id IS NULL) = (series_day IS NULL)", name="day_of_series"),
        sa.CheckConstraint(
            "household_places IS NULL OR household_taken <= household_places",
            name="families_fit",
        ),
        sa.Index("ix_events_ends_at", "ends_at"),
        sa.Index("ix_events_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    audience: Mapped[Audience] = mapped_column(enum_column(Audience))
    state: Mapped[EventState] = mapped_column(enum_column(EventState))
    about: Mapped[str] = mapped_column(sa.Text, default="", server_default=sa.text("''"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_all_day: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    cost: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    bring: Mapped[str] = mapped_column(sa.String(500), default="", server_default=sa.text("''"))

    #: When sign-up opens and closes; empty: at once, and with the start.
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: For how many households there is room; empty: for all.
    household_places: Mapped[int | None]
    household_taken: Mapped[int] = mapped_column(default=0, server_default="0")

    is_county: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Made by the browser with the form: sending it twice makes one event.
    client_id: Mapped[uuid.UUID]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancelled_why: Mapped[str] = mapped_column(
        sa.String(500), default="", server_default=sa.text("''")
    )
    #: When something that calendars show was changed last, and how often (RFC 5545, SEQUENCE).
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    #: When those who come were reminded: the evening before, and shortly ahead; and when those
    #: who could come were told that sign-up closes.
    evening_told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    soon_told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closing_told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The room in which those who come talk.
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"))

    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event_series.id"))
    #: The London date on which the rule puts it, whatever day it was moved to.
    series_day: Mapped[date | None]
    #: Whether it was changed by itself: a change of the series leaves it alone.
    is_own: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    created_by: Mapped[Person] = relationship()
    series: Mapped[EventSeries | None] = relationship()
    hives: Mapped[list[Hive]] = relationship(
        secondary="event_hives", viewonly=True, order_by="Hive.name"
    )
    hosts: Mapped[list[Person]] = relationship(
        secondary="event_hosts", viewonly=True, order_by="Person.name"
    )
    parts: Mapped[list["EventPart"]] = relationship(
        back_populates="event", order_by="EventPart.position"
    )

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ends_at <= clock.now()

    @property
    def has_started(self) -> bool:
        """Whether it has begun."""
        return self.starts_at <= clock.now()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.state is EventState.CANCELLED


class EventHive(db.Model):
    """That an event is a Hive's. One of the whole county has no such row."""

    __tablename__ = "event_hives"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), primary_key=True)
    hive_id: Mapped[int] = mapped_column(sa.ForeignKey("hives.id"), primary_key=True, index=True)


class EventHost(db.Model):
    """Who looks after an event on the day: its register is theirs."""

    __tablename__ = "event_hosts"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)


class EventPart(db.Model):
    """Where an event is, whom it fits and how many: a centre of an activity week.

    Every other event has one part, without a name. Ages are in whole years on the day it
    begins; school years are 0 (Reception) to 13.
    """

    __tablename__ = "event_parts"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "position"),
        sa.CheckConstraint(
            "child_places IS NULL OR child_taken <= child_places", name="children_fit"
        ),
        sa.CheckConstraint("child_taken >= 0", name="nobody_owed"),
        sa.CheckConstraint("age_from <= age_to", name="ages_in_order"),
        sa.CheckConstraint("year_from <= year_to", name="years_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("events.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")
    name: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    place: Mapped[str] = mapped_column(sa.String(100), default="", server_default=sa.text("''"))
    address: Mapped[str] = mapped_column(sa.String(200), default="", server_default=sa.text("''"))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    child_places: Mapped[int | None]
    #: How many of them are taken: by those who come, are offered one, or wait for a yes.
    child_taken: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The last number given out on its waiting list.
    last_queued: Mapped[int] = mapped_column(default=0, server_default="0")

    event: Mapped[Event] = relationship(back_populates="parts")
    sign_ups: Mapped[list["SignUp"]] = relationship(back_populates="part", viewonly=True)

    @property
    def free(self) -> int | None:
        """How many places are left for children; None without a limit."""
        return None if self.child_places is None else self.child_places - self.child_taken
