"""A place that came free is offered to the first who fits, for a time, then to the next."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.events.models import Event, SignUp, SignUpState
from app.events.queries import event_for
from app.events.queries.sign_ups import own_sign_ups, waiting_parties
from app.events.services.places import give_back, take_places
from app.events.services.planning import lock_event
from app.notices.models import NoticeCategory
from app.notices.services import notify

#: How long a place is kept for whoever it is offered to, in hours of the day.
OFFER_HOURS = 4
#: The clock of an offer stands still outside these London hours: nobody loses a place asleep.
DAY_BEGINS, DAY_ENDS = time(8), time(21)


def offer_until(now: datetime, *, starts_at: datetime) -> datetime:
    """Until when an offer made now stands: four hours of daytime, but not beyond the start."""
    left = timedelta(hours=OFFER_HOURS)
    local = now.astimezone(clock.LONDON)
    day = local.date()
    while True:
        opens = datetime.combine(day, DAY_BEGINS, clock.LONDON)
        closes = datetime.combine(day, DAY_ENDS, clock.LONDON)
        begin = max(opens.timestamp(), now.timestamp())
        room = closes.timestamp() - begin
        if room >= left.total_seconds():
            until = datetime.fromtimestamp(begin, clock.LONDON) + left
            return min(until, starts_at)
        if room > 0:
            left -= timedelta(seconds=room)
        day += timedelta(days=1)


def offer_free_places(event: Event) -> int:
    """Offer what is free to those who wait, in their order; how many parties were offered some.

    In the unit of work of whatever set the places free, with the event locked. A party whose
    places are not all there is passed over, and keeps its place in the queue.
    """
    if event.is_cancelled or event.has_started:
        return 0
    until = offer_until(clock.now(), starts_at=event.starts_at)
    offered = 0
    for party in waiting_parties(event.id):
        if not take_places(event, sign_ups=party, household_id=party[0].household_id):
            continue
        for each in party:
            each.state, each.offered_until, each.queue_number = SignUpState.OFFERED, until, None
        db.session.flush()
        notify(
            people_ids=[party[0].signed_up_by_id],
            category=NoticeCategory.PRACTICAL,
            title=f"A place came free. It is yours until {as_people_say(until)}",
            url=f"/events/{event.id}",
        )
        offered += 1
    return offered


def decline(*, actor: Person, event_id: int) -> None:
    """Say no to the places that are offered to the actor's household; the next is asked.

    Raises `NotFound`, and `Conflict` when there is no offer any more.
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        offered = _offered_to(actor, event)
        _end(event, offered, SignUpState.WITHDRAWN)


def lapse_offers() -> int:
    """End the offers whose time is over, and offer the places to the next; how many events."""
    due = db.session.scalars(
        sa.select(SignUp.event_id)
        .where(SignUp.offered_until <= clock.now())
        .distinct()
        .order_by(SignUp.event_id)
        .limit(100)
    ).all()
    for event_id in due:
        with unit_of_work():
            event = lock_event(db.session.get_one(Event, event_id))
            late = db.session.scalars(
                sa.select(SignUp).where(
                    SignUp.event_id == event_id, SignUp.offered_until <= clock.now()
                )
            ).all()
            for household_id in sorted({each.household_id or 0 for each in late}):
                of_one = [each for each in late if (each.household_id or 0) == household_id]
                _end(event, of_one, SignUpState.LAPSED)
    return len(due)


def _offered_to(actor: Person, event: Event) -> list[SignUp]:
    offered = [each for each in own_sign_ups(actor, event) if each.state is SignUpState.OFFERED]
    if not offered:
        raise Conflict(
            "This offer is over, and the place went to the next family. You can go on the "
            "waiting list again."
        )
    return offered


def _end(event: Event, offered: list[SignUp], state: SignUpState) -> None:
    for each in offered:
        each.state, each.offered_until, each.ended_at = state, None, clock.now()
    db.session.flush()
    give_back(event, sign_ups=offered, household_id=offered[0].household_id)
    offer_free_places(event)
