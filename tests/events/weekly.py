"""A support group of a Hive that comes again, and what is asked of it in tests."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import is_at_work
from app.events.models import Audience, Event, EventKind, EventSeries
from app.events.recurrence import Rule, Which
from app.events.services.changing_series import change_series
from app.events.services.planning import PartPlan
from app.events.services.repeating import plan_series
from app.notices.models import Notice
from tests.conventions.county import County

#: A Tuesday.
TODAY = datetime(2027, 2, 2, 9, tzinfo=clock.LONDON)
#: The Friday on which it begins.
FIRST = date(2027, 2, 5)
FRIDAYS = Rule.parse("FREQ=WEEKLY;BYDAY=FR")


def at(day: date, wall: str = "18:00") -> datetime:
    """A time on the wall in London."""
    return datetime.combine(day, time.fromisoformat(wall), tzinfo=clock.LONDON)


def a_series(county: County, rule: Rule = FRIDAYS, **facts: Any) -> Event:
    """Every Friday from six to eight, unless something else is said; its first event."""
    given: dict[str, Any] = {
        "title": "Friday group",
        "kind": EventKind.SUPPORT_GROUP,
        "audience": Audience.FAMILIES,
        "hive_ids": [county.hive.id],
        "client_id": uuid.uuid4(),
        "starts_at": at(FIRST),
        "ends_at": at(FIRST, "20:00"),
        "parts": [PartPlan(place="Scout hut", child_places=8)],
    } | facts
    return plan_series(actor=county.people[Role.SUPPORT_WORKER], rule=rule, **given)


def all_events() -> Sequence[Event]:
    """All events of series as they are now, in the order they begin."""
    if not is_at_work():
        db.session.rollback()
        db.session.expire_all()
    return db.session.scalars(
        sa.select(Event).where(Event.series_id.is_not(None)).order_by(Event.starts_at, Event.id)
    ).all()


def all_series() -> Sequence[EventSeries]:
    """All series, the oldest first."""
    return db.session.scalars(sa.select(EventSeries).order_by(EventSeries.id)).all()


def walls(events: Sequence[Event]) -> list[str]:
    """When events begin, by the clock on the wall."""
    return [f"{each.starts_at.astimezone(clock.LONDON):%a %d %b %H:%M}" for each in events]


def going(events: Sequence[Event]) -> list[Event]:
    """Those that are not called off."""
    return [each for each in events if not each.is_cancelled]


def plan_of(event: Event, **changes: Any) -> dict[str, Any]:
    """What the form of an event sends when only `changes` were typed."""
    names = ("title", "kind", "audience", "starts_at", "ends_at", "opens_at", "closes_at",
             "about", "cost", "bring", "is_all_day", "household_places")  # fmt: skip
    part = event.parts[0]
    return {
        **{name: getattr(event, name) for name in names},
        "parts": [(part.id, PartPlan(place=part.place, child_places=part.child_places))],
        "host_ids": [host.id for host in event.hosts],
        **changes,
    }


def change(
    county: County, event: Event, which: Which, rule: Rule | None = None, **changes: Any
) -> Event:
    """Change an event as the support worker who planned it would."""
    return change_series(
        actor=county.people[Role.SUPPORT_WORKER],
        event_id=event.id,
        which=which,
        rule=rule,
        **plan_of(event, **changes),
    )


def notices_for(person: Person) -> list[tuple[str, str]]:
    """What somebody was told about events, the oldest first."""
    found = db.session.scalars(
        sa.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    )
    return [(each.title, each.url) for each in found if each.url.startswith("/events/")]
