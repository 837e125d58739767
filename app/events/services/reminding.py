"""Reminders: the evening before, shortly ahead, and that sign-up closes tomorrow.

Each event is told of once for each: who marks the event tells, should two processes come to it.
"""

from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import clock_time
from app.events.models import Event, EventHive, EventState, SignUp, SignUpState
from app.families.models import Household, HouseholdMember
from app.notices.models import NoticeCategory
from app.notices.services import notify

#: The evening before: London time, from and until.
EVENING_FROM, EVENING_UNTIL = 18, 21
SOON = timedelta(hours=2)
CLOSING = timedelta(hours=24)
#: Nobody is told at night that something closes. London time, from and until.
TOLD_FROM, TOLD_UNTIL = 9, 20
_AT_ONCE = 100


def remind() -> int:
    """Send the reminders that are due; returns for how many events."""
    now = clock.now()
    hour = now.astimezone(clock.LONDON).hour
    told = _each(_begin_within(SOON), Event.soon_told_at, _tell_soon)
    if EVENING_FROM <= hour < EVENING_UNTIL:
        told += _each(_begin_tomorrow(now), Event.evening_told_at, _tell_evening)
    if TOLD_FROM <= hour < TOLD_UNTIL:
        told += _each(_close_within(CLOSING), Event.closing_told_at, _tell_closing)
    return told


def _each(
    due: sa.ColumnElement[bool],
    told_at: InstrumentedAttribute[datetime | None],
    tell: Callable[[Event], None],
) -> int:
    ids = db.session.scalars(
        sa.select(Event.id)
        .where(due, told_at.is_(None), Event.state == EventState.OPEN)
        .order_by(Event.id)
        .limit(_AT_ONCE)
    ).all()
    for event_id in ids:
        with unit_of_work():
            marked = db.session.execute(
                sa.update(Event)
                .where(Event.id == event_id, told_at.is_(None))
                .values({told_at: clock.now()})
                .returning(Event.id)
                .execution_options(synchronize_session=False)
            ).all()
            if marked:
                tell(db.session.get_one(Event, event_id))
    return len(ids)


def _begin_within(span: timedelta) -> sa.ColumnElement[bool]:
    now = clock.now()
    return sa.and_(
        Event.is_all_day.is_(False), Event.starts_at > now, Event.starts_at <= now + span
    )


def _begin_tomorrow(now: datetime) -> sa.ColumnElement[bool]:
    tomorrow = now.astimezone(clock.LONDON).date() + timedelta(days=1)
    begin = datetime.combine(tomorrow, time(), clock.LONDON)
    end = datetime.combine(tomorrow + timedelta(days=1), time(), clock.LONDON)
    return sa.and_(Event.starts_at >= begin, Event.starts_at < end)


def _close_within(span: timedelta) -> sa.ColumnElement[bool]:
    now = clock.now()
    return sa.and_(Event.closes_at > now, Event.closes_at <= now + span)


def _tell_soon(event: Event) -> None:
    _tell(event, f"Today at {clock_time(event.starts_at)}: {event.kind.label}", _comers(event))


def _tell_evening(event: Event) -> None:
    at = "" if event.is_all_day else f" at {clock_time(event.starts_at)}"
    _tell(event, f"Tomorrow{at}: {event.kind.label}", _comers(event))


def _tell_closing(event: Event) -> None:
    there = _comers(event, live=True)
    _tell(event, f"Sign-up closes soon: {event.kind.label}", _invited(event) - there)


def _tell(event: Event, title: str, people_ids: Collection[int]) -> None:
    notify(
        people_ids=people_ids,
        category=NoticeCategory.PRACTICAL,
        title=title,
        url=f"/events/{event.id}",
    )


def _comers(event: Event, *, live: bool = False) -> set[int]:
    """The adults who come, and those who signed their children up; `live`: or who wait."""
    counts = (
        SignUp.ended_at.is_(None)
        if live
        else SignUp.state.in_([SignUpState.GOING, SignUpState.ASKING])
    )
    rows = db.session.execute(
        sa.select(SignUp.signed_up_by_id, SignUp.person_id).where(
            SignUp.event_id == event.id, counts
        )
    )
    return {person_id for row in rows for person_id in row if person_id is not None}


def _invited(event: Event) -> set[int]:
    """The carers of the event's Hives; for one of the county, of all of them."""
    today = clock.today()
    of_hives = sa.select(EventHive.hive_id).where(EventHive.event_id == event.id)
    return set(
        db.session.scalars(
            sa.select(HouseholdMember.person_id)
            .join(Household, Household.id == HouseholdMember.household_id)
            .where(
                HouseholdMember.in_force(today),
                Household.hive_id.is_not(None),
                sa.true() if event.is_county else Household.hive_id.in_(of_hives),
            )
        )
    )
