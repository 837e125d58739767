"""Events changed: what, when, where, whom for and how many; those signed up are told."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.chat.services.threads import join_thread, leave_thread
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events import policy
from app.events.models import Audience, Event, EventHost, EventKind, EventPart, EventState, SignUp
from app.events.queries.hosting import children_signed_up, parts_with_sign_ups
from app.events.queries.telling import people_to_tell
from app.events.services.planning import (
    PartPlan,
    check_hosts,
    check_times,
    event_for_planner,
    lock_event,
)
from app.events.services.promoting import offer_free_places
from app.notices.models import NoticeCategory
from app.notices.services import notify

CHANGED = "An event has changed: when or where"
_WHERE = ("place", "address")


def change_event(
    *,
    actor: Person,
    event_id: int,
    title: str,
    kind: EventKind,
    audience: Audience,
    starts_at: datetime,
    ends_at: datetime,
    parts: Sequence[tuple[int | None, PartPlan]],
    host_ids: Collection[int] = (),
    keeps_all: bool = False,
    told: set[int] | None = None,
    **facts: Any,
) -> Event:
    """Change an event that is not called off; whose it is stays.

    `parts` are its places with the ids they have (None for a new one); those left out go, if
    nobody has signed up for them. `keeps_all` says that children who no longer fit keep their
    places: without it they are counted in the error. `facts` as in `plan_event`. Where there is
    more room now, it is offered to those who wait. Those signed up are told of another time or
    place; with `told`, for a change of many, they are put into it instead. Raises `NotFound`,
    `NotAllowed`, `Conflict`, `Invalid`.
    """
    with unit_of_work():
        event = lock_event(event_for_planner(actor=actor, event_id=event_id))
        if event.is_cancelled:
            raise Conflict("This event was called off. Plan another like it.")
        check_times(
            starts_at=starts_at,
            ends_at=ends_at,
            opens_at=facts.get("opens_at"),
            closes_at=facts.get("closes_at"),
        )
        if starts_at != event.starts_at and starts_at < clock.now():
            raise Invalid({"starts_on": "This time is over. Choose one that is still to come."})
        before = _shown_on_calendars(event)
        old_times, old_places = (event.starts_at, event.ends_at), _places_of(event)
        _check_audience(event, audience)
        event.title, event.kind, event.audience = title, kind, audience
        event.starts_at, event.ends_at = starts_at, ends_at
        for name, value in facts.items():
            setattr(event, name, value)
        _check_families(event)
        _change_parts(event, parts)
        if not keeps_all:
            _check_fit(event)
        _change_hosts(event, host_ids or {actor.id})
        db.session.flush()
        db.session.refresh(event)
        event.changed_at = clock.now()
        event.is_own = event.is_own or event.series_id is not None
        if _shown_on_calendars(event) != before:
            event.sequence += 1
        if event.state is EventState.OPEN:
            offer_free_places(event)
            people = _whom_to_tell(event, old_times, old_places) - {actor.id}
            if told is None:
                _tell(event, people)
            else:
                told |= people
    return event


def _shown_on_calendars(event: Event) -> tuple[object, ...]:
    return event.title, event.starts_at, event.ends_at, event.is_all_day, _places_of(event)


def _places_of(event: Event) -> dict[int, tuple[str, ...]]:
    return {part.id: tuple(getattr(part, each) for each in _WHERE) for part in event.parts}


def _check_audience(event: Event, audience: Audience) -> None:
    """An event that children are signed up for stays one for them."""
    if audience is not Audience.FAMILIES and children_signed_up(event):
        raise Invalid({"audience": "Children are signed up. It stays for them and their families."})


def _check_families(event: Event) -> None:
    taken = event.household_taken
    if event.household_places is not None and event.household_places < taken:
        raise Invalid({"household_places": _too_few(taken, "family place is", "family places are")})


def _change_parts(event: Event, plans: Sequence[tuple[int | None, PartPlan]]) -> None:
    there = {part.id: part for part in event.parts}
    kept = {part_id for part_id, _ in plans if part_id in there}
    for lost in sorted(parts_with_sign_ups(event) - kept):
        name = there[lost].name or there[lost].place or "the place it has now"
        raise Invalid({"parts": f"Children or adults have been signed up for {name}. Keep it."})
    for gone in there.keys() - kept:
        db.session.delete(there[gone])
    last = max((part.position for part in event.parts), default=-1)
    for number, (part_id, plan) in enumerate(plans, start=1):
        part = there.get(part_id or 0)
        if part is None:
            last += 1
            db.session.add(EventPart(event_id=event.id, position=last, **asdict(plan)))
            continue
        if plan.child_places is not None and plan.child_places < part.child_taken:
            field = f"part-{number if len(plans) > 1 or part.name else 0}-child_places"
            raise Invalid({field: _too_few(part.child_taken, "place is", "places are")})
        for name, value in asdict(plan).items():
            setattr(part, name, value)


def _check_fit(event: Event) -> None:
    """Count those signed up who would not fit any more."""
    misfits = [
        each
        for each in children_signed_up(event)
        if each.child and policy.why_not_fitting(each.part, each.child, event)
    ]
    if misfits:
        count = len(misfits)
        who = "1 child who is" if count == 1 else f"{count} children who are"
        raise Invalid(
            {
                "keeps_all": f"{who} signed up would not fit these ages or school years on that "
                "day. Change them, or tick that everybody keeps their place."
            }
        )


def _change_hosts(event: Event, wanted: Collection[int]) -> None:
    now = {host.id for host in event.hosts}
    check_hosts(hive_ids=[hive.id for hive in event.hives], person_ids=set(wanted) - now)
    for person_id in sorted(set(wanted) - now):
        db.session.add(EventHost(event_id=event.id, person_id=person_id))
        if event.room_id:
            join_thread(room_id=event.room_id, person_id=person_id)
    for person_id in sorted(now - set(wanted)):
        db.session.execute(
            sa.delete(EventHost).where(
                EventHost.event_id == event.id, EventHost.person_id == person_id
            )
        )
        if event.room_id and not _comes(event, person_id):
            leave_thread(room_id=event.room_id, person_id=person_id)


def _comes(event: Event, person_id: int) -> bool:
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    SignUp.event_id == event.id,
                    SignUp.ended_at.is_(None),
                    sa.or_(SignUp.person_id == person_id, SignUp.signed_up_by_id == person_id),
                )
            )
        )
    )


def _whom_to_tell(
    event: Event,
    old_times: tuple[datetime, datetime],
    old_places: dict[int, tuple[str, ...]],
) -> set[int]:
    if old_times != (event.starts_at, event.ends_at):
        return people_to_tell(event)
    new = _places_of(event)
    part_ids = [each for each, place in old_places.items() if new.get(each, place) != place]
    return people_to_tell(event, part_ids=part_ids) if part_ids else set()


def _tell(event: Event, people_ids: Collection[int]) -> None:
    notify(
        people_ids=people_ids,
        category=NoticeCategory.PRACTICAL,
        title=CHANGED,
        url=f"/events/{event.id}",
    )


def _too_few(taken: int, one: str, several: str) -> str:
    return f"{taken} {one if taken == 1 else several} taken already. Give at least {taken}."
