"""Events called off, and drafts thrown away."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHive, EventHost, EventPart, EventState
from app.events.queries.telling import people_to_tell
from app.events.services.planning import event_for_planner, lock_event
from app.notices.models import NoticeCategory
from app.notices.services import notify

CALLED_OFF = "An event was called off"


def cancel_event(*, actor: Person, event_id: int, why: str, told: set[int] | None = None) -> Event:
    """Call an event off. All who are signed up or wait are told, and read why on its page.

    Nobody can sign up any more; who was signed up stays written down. With `told`, for many at
    once, those to tell are put into it instead. Raises `NotFound`, `NotAllowed`, and `Conflict`
    for a draft and for one that is over.
    """
    with unit_of_work():
        event = lock_event(event_for_planner(actor=actor, event_id=event_id))
        if event.is_cancelled:
            return event
        if event.state is EventState.DRAFT:
            raise Conflict("This is a draft that nobody sees. Throw it away instead.")
        if event.is_over:
            raise Conflict("This event is over, so it can't be called off.")
        now = clock.now()
        event.state, event.cancelled_at, event.cancelled_why = EventState.CANCELLED, now, why
        event.changed_at = now
        event.sequence += 1
        event.is_own = event.is_own or event.series_id is not None
        people = people_to_tell(event) - {actor.id}
        if told is None:
            notify(
                people_ids=people,
                category=NoticeCategory.PRACTICAL,
                title=CALLED_OFF,
                url=f"/events/{event.id}",
            )
        else:
            told |= people
    return event


def discard_draft(*, actor: Person, event_id: int) -> None:
    """Throw a draft away. Raises `NotFound`, `NotAllowed`, and `Conflict` once it is open."""
    with unit_of_work():
        event = lock_event(event_for_planner(actor=actor, event_id=event_id))
        if event.state is not EventState.DRAFT:
            raise Conflict("This event is open for everybody. Call it off instead.")
        for table in (EventHive, EventHost, EventPart):
            db.session.execute(sa.delete(table).where(table.event_id == event.id))
        db.session.execute(sa.delete(Event).where(Event.id == event.id))
        db.session.expunge(event)
