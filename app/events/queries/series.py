"""The events of a series. For services: not scoped, the caller has checked who asks."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.extensions import db
from app.events.models import Event, EventSeries, EventState, SignUp
from app.events.models.sign_ups import HOLDING


def locked_series(series_id: int) -> EventSeries:
    """A series that nobody else changes or makes events of until the commit."""
    return db.session.scalars(
        sa.select(EventSeries)
        .where(EventSeries.id == series_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def series_due(until: date) -> Sequence[int]:
    """The series of which events are still to be made up to a day, by their ids."""
    return db.session.scalars(
        sa.select(EventSeries.id)
        .where(
            EventSeries.ended_at.is_(None),
            sa.or_(EventSeries.made_until.is_(None), EventSeries.made_until < until),
        )
        .order_by(EventSeries.id)
    ).all()


def days_made(series: EventSeries) -> set[date]:
    """The days of a series that have their event, also one that is off."""
    found = db.session.scalars(sa.select(Event.series_day).where(Event.series_id == series.id))
    return {day for day in found if day is not None}


def to_copy(series: EventSeries) -> Event | None:
    """The event that later ones are made like: the last that was not changed by itself."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.series_id == series.id)
        .options(selectinload(Event.parts), selectinload(Event.hives), selectinload(Event.hosts))
        .order_by(Event.is_own, Event.series_day.desc())
        .limit(1)
    ).first()


def events_to_come(series: EventSeries, since: date | None = None) -> Sequence[Event]:
    """The events of a series that have not begun, those off as well, from a day of it on."""
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.series_id == series.id,
            Event.starts_at > clock.now(),
            Event.series_day >= since if since else sa.true(),
        )
        .options(selectinload(Event.parts))
        .order_by(Event.series_day)
    ).all()


def has_events(series: EventSeries) -> bool:
    """Whether a series has any events."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Event.series_id == series.id))))


def drafts_of(series: EventSeries) -> Sequence[Event]:
    """The events of a series that nobody sees yet."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.series_id == series.id, Event.state == EventState.DRAFT)
        .order_by(Event.series_day)
    ).all()


def without_room(until: date) -> Sequence[Event]:
    """The open events of series that begin before a day and have no room to talk in yet."""
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.series_id.is_not(None),
            Event.room_id.is_(None),
            Event.state == EventState.OPEN,
            Event.starts_at > clock.now(),
            Event.starts_at < until,
        )
        .options(selectinload(Event.hives), selectinload(Event.hosts))
        .order_by(Event.starts_at)
        .limit(50)
    ).all()


def people_with_places(event: Event) -> set[int]:
    """Who signed up, or was signed up, with a place at an event."""
    found = db.session.execute(
        sa.select(SignUp.signed_up_by_id, SignUp.person_id).where(
            SignUp.event_id == event.id, SignUp.state.in_(HOLDING)
        )
    )
    return {person_id for row in found for person_id in row if person_id is not None}
