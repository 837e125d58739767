"""Taking a sign-up back, and taking a place that is offered."""

from collections.abc import Collection, Sequence

from app.accounts.models import Person
from app.chat.services.threads import join_thread, leave_thread
from app.core import clock
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, SignUp, SignUpState
from app.events.queries import event_for
from app.events.queries.sign_ups import own_sign_ups
from app.events.services.asking import ask_for_yes, needs_yes
from app.events.services.places import give_back
from app.events.services.planning import lock_event
from app.events.services.promoting import offer_free_places
from app.families.queries import own_home


def withdraw(*, actor: Person, event_id: int, sign_up_ids: Collection[int]) -> None:
    """Take back sign-ups of the actor's household, until it begins; their places go to the next.

    Doing it twice is once. Raises `NotFound`, `NotAllowed` once it has begun.
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        if event.has_started:
            raise NotAllowed("This event has begun. Tell whoever hosts it that you can't come.")
        own = own_sign_ups(actor, event)
        leaving = [each for each in own if each.id in sign_up_ids]
        if not leaving:
            raise NotFound("This was taken back already. Go back to the event.")
        held = [each for each in leaving if each.state.holds_place]
        for each in leaving:
            each.state, each.ended_at = SignUpState.WITHDRAWN, clock.now()
            each.offered_until = each.queue_number = None
        db.session.flush()
        if held:
            give_back(event, sign_ups=held, household_id=held[0].household_id)
        offer_free_places(event)
        if len(leaving) == len(own):
            _leave_thread(event, actor, leaving)


def take_offer(*, actor: Person, event_id: int) -> Sequence[SignUp]:
    """Take the places that are offered to the actor's household.

    Raises `NotFound`, and `Conflict` when the offer is over.
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        own = own_sign_ups(actor, event)
        now = clock.now()
        offered = [
            each for each in own if each.offered_until is not None and each.offered_until > now
        ]
        if not offered:
            if any(each.state is SignUpState.GOING for each in own):
                return own  # the second tap, or the other carer of the household was quicker
            raise Conflict(
                "This offer is over, and the place went to the next family. You can go on the "
                "waiting list again."
            )
        for each in offered:
            asks = each.child is not None and needs_yes(event, child=each.child)
            each.state = SignUpState.ASKING if asks else SignUpState.GOING
            each.offered_until = None
        db.session.flush()
        ask_for_yes(own_home(actor), sign_ups=offered)
        if event.room_id is not None:
            for person_id in {actor.id, *(each.person_id for each in offered if each.person_id)}:
                join_thread(room_id=event.room_id, person_id=person_id)
    return offered


def _leave_thread(event: Event, actor: Person, leaving: Sequence[SignUp]) -> None:
    """The household comes no more: its people leave the event's room, unless they host it."""
    if event.room_id is None:
        return
    hosts = {host.id for host in event.hosts}
    people = {actor.id, *(each.signed_up_by_id for each in leaving)}
    people |= {each.person_id for each in leaving if each.person_id}
    for person_id in sorted(people - hosts):
        leave_thread(room_id=event.room_id, person_id=person_id)
