"""Events that come again: planned once, and made ahead of their days."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.accounts.models import Person
from app.chat.services.threads import open_event_thread
from app.core import clock
from app.core.errors import Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.wall_times import lasting, midnight_before, moved_by_days, wall_minutes
from app.core.words import local_day
from app.events.models import Event, EventHive, EventHost, EventPart, EventSeries, EventState
from app.events.queries import event_made_as
from app.events.queries.series import (
    days_made,
    locked_series,
    people_with_places,
    series_due,
    to_copy,
    without_room,
)
from app.events.recurrence import Rule
from app.events.services.planning import lock_event, plan_event

#: How far ahead events are made, and how many of one series at a time.
AHEAD, MOST = timedelta(days=366), 60
#: Rooms of later ones would only fill the list of rooms.
ROOM_AHEAD = timedelta(days=14)
#: What events of a series have in common, whenever they are.
_SAME = (
    "title",
    "kind",
    "audience",
    "about",
    "is_all_day",
    "cost",
    "bring",
    "household_places",
    "is_county",
    "created_by_id",
)
_OF_PART = (
    "position",
    "name",
    "place",
    "address",
    "age_from",
    "age_to",
    "year_from",
    "year_to",
    "child_places",
)


def plan_series(
    *,
    actor: Person,
    client_id: uuid.UUID,
    rule: Rule,
    starts_at: datetime,
    ends_at: datetime,
    **plan: Any,
) -> Event:
    """Plan an event that comes again, and return the first of its events.

    `starts_at` and `ends_at` are the instants of the first; the others are at the same times on
    the wall in London. `plan` is as in `plan_event`; when sign-up opens and closes moves along.
    Events are made for a year, 60 at a time; `make_due` makes the rest. Sent twice with one
    `client_id`, it is one series. Raises as `plan_event`, and `Invalid` on `repeats` when the
    first day is not one of the rule's.
    """
    with unit_of_work():
        if (before := event_made_as(actor, client_id)) is not None:
            return before
        day = local_day(starts_at)
        check_first_day(rule=rule, day=day)
        first = plan_event(
            actor=actor, client_id=client_id, starts_at=starts_at, ends_at=ends_at, **plan
        )
        series = EventSeries(
            rule=str(rule),
            begins_on=day,
            begins_at=starts_at.astimezone(clock.LONDON).time(),
            minutes=wall_minutes(starts_at, ends_at),
        )
        db.session.add(series)
        db.session.flush()
        first.series_id, first.series_day = series.id, day
        db.session.flush()
        make_ahead(series=series, like=first)
    return first


def check_first_day(*, rule: Rule, day: date) -> None:
    """Raise `Invalid` on `repeats` unless a rule begins with a day."""
    if rule.until is not None and rule.until < day:
        raise Invalid({"repeats_until": "The last day is before the first. Change one of them."})
    if not rule.fits(day, day):
        raise Invalid({"repeats": "The first day is not one of these days. Change one of them."})


def make_ahead(*, series: EventSeries, like: Event) -> int:
    """Make the next events of a locked series, in all but their day like another; how many."""
    rule, horizon = Rule.parse(series.rule), clock.today() + AHEAD
    since = series.begins_on
    if series.made_until is not None:
        since = series.made_until + timedelta(days=1)
    days = rule.days(series.begins_on, since, horizon, without=days_made(series))
    _add(like, series, days[:MOST])
    series.made_until = horizon if len(days) <= MOST else days[MOST - 1]
    if rule.is_used_up(series.begins_on, series.made_until):
        series.ended_at = clock.now()
    db.session.flush()
    return len(days[:MOST])


def make_due() -> int:
    """Make the events of the coming year that are still missing; how many were made."""
    made = 0
    for series_id in series_due(clock.today() + AHEAD):
        with unit_of_work():
            series = locked_series(series_id)
            like = to_copy(series)
            hives_closed = like is not None and [hive.closed_on for hive in like.hives]
            if like is None or (hives_closed and all(hives_closed)):
                series.ended_at = clock.now()
            elif series.ended_at is None:
                made += make_ahead(series=series, like=like)
    return made


def open_due_rooms() -> int:
    """Open the rooms of events of series that begin within two weeks; how many."""
    until = midnight_before(clock.today() + ROOM_AHEAD)
    due = [event.id for event in without_room(until)]
    for event_id in due:
        with unit_of_work():
            event = lock_event(db.session.get_one(Event, event_id))
            if event.room_id is None and event.state is EventState.OPEN:
                room = open_event_thread(
                    hive_id=event.hives[0].id if len(event.hives) == 1 else None,
                    name=event.title,
                    people_ids={host.id for host in event.hosts} | people_with_places(event),
                )
                event.room_id = room.id
    return len(due)


def _add(like: Event, series: EventSeries, days: Sequence[date]) -> None:
    """Add events like another one, on other days of its series."""
    made = [_copy(like, series, day) for day in days]
    db.session.add_all(made)
    db.session.flush()
    for event in made:
        for hive in like.hives:
            db.session.add(EventHive(event_id=event.id, hive_id=hive.id))
        for host in like.hosts:
            db.session.add(EventHost(event_id=event.id, person_id=host.id))
        for part in like.parts:
            same = {name: getattr(part, name) for name in _OF_PART}
            db.session.add(EventPart(event_id=event.id, **same))
    db.session.flush()


def _copy(like: Event, series: EventSeries, day: date) -> Event:
    now = clock.now()
    starts_at, ends_at = lasting(day, series.begins_at, series.minutes)
    days = (day - local_day(like.starts_at)).days
    return Event(
        **{name: getattr(like, name) for name in _SAME},
        state=EventState.DRAFT if like.state is EventState.DRAFT else EventState.OPEN,
        series_id=series.id,
        series_day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=now,
        changed_at=now,
        client_id=uuid.uuid4(),
        **sign_up_times(
            opens_at=like.opens_at, closes_at=like.closes_at, days=days, starts_at=starts_at
        ),
    )


def sign_up_times(
    *, opens_at: datetime | None, closes_at: datetime | None, days: int, starts_at: datetime
) -> dict[str, datetime | None]:
    """When sign-up opens and closes for an event that is so many days later."""
    opens = moved_by_days(opens_at, days) if opens_at else None
    closes = moved_by_days(closes_at, days) if closes_at else None
    return {"opens_at": opens, "closes_at": min(closes, starts_at) if closes else None}
