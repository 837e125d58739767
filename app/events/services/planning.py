"""Events: planned, opened for sign-up, changed, called off."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.services.threads import open_event_thread
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events import policy
from app.events.models import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventState,
)
from app.events.queries import event_for, event_made_as
from app.events.queries.hosting import people_who_may_host
from app.hives.queries import hive_for


@dataclass(frozen=True, kw_only=True)
class PartPlan:
    """Where it is, whom it fits and how many; ages in years, school years 0 to 13."""

    name: str = ""
    place: str = ""
    address: str = ""
    age_from: int | None = None
    age_to: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    child_places: int | None = None


def plan_event(
    *,
    actor: Person,
    client_id: uuid.UUID,
    title: str,
    kind: EventKind,
    audience: Audience,
    starts_at: datetime,
    ends_at: datetime,
    hive_ids: Collection[int] = (),
    host_ids: Collection[int] = (),
    parts: Sequence[PartPlan] = (PartPlan(),),
    is_draft: bool = False,
    **facts: Any,
) -> Event:
    """Plan an event for Hives the actor leads, or with no Hive for the county.

    `facts` are the other columns of `Event` as they stand: `about`, `is_all_day`, `cost`,
    `bring`, `opens_at`, `closes_at` (instants), `household_places`. Sent twice with one
    `client_id`, it is one event. Raises `NotFound` for a Hive that is not the actor's to see,
    `NotAllowed`, `Invalid`.
    """
    with unit_of_work():
        if (before := event_made_as(actor, client_id)) is not None:
            return before
        check_times(
            starts_at=starts_at,
            ends_at=ends_at,
            opens_at=facts.get("opens_at"),
            closes_at=facts.get("closes_at"),
        )
        _check_may_plan(actor, hive_ids)
        host_ids = set(host_ids) or {actor.id}
        check_hosts(hive_ids=hive_ids, person_ids=host_ids)
        now = clock.now()
        event = Event(
            created_by_id=actor.id,
            created_at=now,
            changed_at=now,
            client_id=client_id,
            title=title,
            kind=kind,
            audience=audience,
            starts_at=starts_at,
            ends_at=ends_at,
            state=EventState.DRAFT if is_draft else EventState.OPEN,
            is_county=not hive_ids,
            **facts,
        )
        db.session.add(event)
        db.session.flush()
        for hive_id in sorted(set(hive_ids)):
            db.session.add(EventHive(event_id=event.id, hive_id=hive_id))
        for person_id in sorted(host_ids):
            db.session.add(EventHost(event_id=event.id, person_id=person_id))
        for position, part in enumerate(parts):
            db.session.add(EventPart(event_id=event.id, position=position, **asdict(part)))
        db.session.flush()
        if not is_draft:
            _open_room(event)
    return event


def open_event(*, actor: Person, event_id: int) -> Event:
    """Let everybody see a draft. Raises `NotFound`, `NotAllowed`."""
    with unit_of_work():
        event = lock_event(event_for_planner(actor=actor, event_id=event_id))
        if event.state is EventState.DRAFT:
            event.state = EventState.OPEN
            event.changed_at = clock.now()
            _open_room(event)
    return event


def event_for_planner(*, actor: Person, event_id: int) -> Event:
    """An event the actor may change; raises `NotFound`, `NotAllowed`."""
    event = event_for(actor, event_id)
    if not policy.can_change(actor, event):
        raise NotAllowed("Only those who plan this event can change it.")
    return event


def lock_event(event: Event) -> Event:
    """Let nobody else change the event, its parts or its sign-ups until the commit."""
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    db.session.refresh(event)
    return event


def check_times(
    *,
    starts_at: datetime,
    ends_at: datetime,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> None:
    """Raise `Invalid` for times that can't be."""
    if ends_at <= starts_at:
        raise Invalid({"ends": "The end is before the start. Change one of them."})
    if closes_at is not None and closes_at > starts_at:
        raise Invalid({"closes": "Sign-up can't close after the start."})
    if opens_at is not None and opens_at >= (closes_at or starts_at):
        raise Invalid({"opens": "Sign-up must open before it closes."})


def check_hosts(*, hive_ids: Collection[int], person_ids: Collection[int]) -> None:
    """Raise `Invalid` unless these people may host an event of these Hives, or of the county."""
    if person_ids:
        known = {person.id for person in people_who_may_host(hive_ids)}
        if not known.issuperset(person_ids):
            raise Invalid({"hosts": "Choose who looks after it, from the Hives whose event it is."})


def _open_room(event: Event) -> None:
    """Its room, in which the hosts are from the beginning and others as they sign up."""
    if event.room_id is None:
        of_one = event.hives[0].id if len(event.hives) == 1 else None
        hosts = [host.id for host in event.hosts]
        event.room_id = open_event_thread(hive_id=of_one, name=event.title, people_ids=hosts).id


def _check_may_plan(actor: Person, hive_ids: Collection[int]) -> None:
    if not hive_ids:
        if not policy.can_plan_for_county(actor):
            raise NotAllowed("Managers plan events for the whole county. Choose your Hive.")
        return
    for hive_id in hive_ids:
        if not policy.can_plan_for(actor, hive_for(actor, hive_id)):
            raise NotAllowed("Support workers plan events for the Hives they lead.")
