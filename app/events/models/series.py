"""Events that come again: the rule, and what is the same about all of them."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.extensions import db
from app.core.types import UTCDateTime


class EventSeries(db.Model):
    """An event that comes again. Its days and times are those of the wall in Europe/London.

    `rule` is an RRULE of RFC 5545 without a time zone: a support group at 18:00 is at 18:00
    before and after the clocks change. Each time it comes is an `Event` of its own, made ahead.
    """

    __tablename__ = "event_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(sa.String(200))
    begins_on: Mapped[date]
    begins_at: Mapped[time]
    minutes: Mapped[int]
    #: The last London date for which events have been made.
    made_until: Mapped[date | None]
    #: The series this one goes on from, after "this and all later ones" were changed.
    goes_on_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event_series.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
