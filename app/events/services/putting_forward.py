"""Putting somebody forward on the waiting list, for a reason that every host sees."""

from app.accounts.models import Person
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events import policy
from app.events.models import SignUp, SignUpState
from app.events.queries import event_for
from app.events.queries.sign_ups import waiting_parties
from app.events.services.planning import lock_event
from app.events.services.promoting import offer_free_places


def put_forward(*, actor: Person, event_id: int, sign_up_id: int, why: str) -> list[SignUp]:
    """Put a child and its party first on the waiting list.

    Raises `NotFound`, `NotAllowed` to all but the hosts, `Conflict` when it waits no more.
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        if not policy.can_host(actor, event):
            raise NotAllowed("Those who host this event put children forward.")
        parties = waiting_parties(event.id)
        chosen = next((each for each in parties if sign_up_id in {one.id for one in each}), None)
        if chosen is None:
            raise Conflict("This family waits no more. Look at the list again.")
        first = min([0, *(one.queue_number or 0 for party in parties for one in party)])
        for nth, each in enumerate(chosen):
            # Below every number given out, in the order of those put forward.
            each.queue_number = first - len(chosen) + nth
            each.put_forward_why = why
        db.session.flush()
        offer_free_places(event)
    return [each for each in chosen if each.state is SignUpState.WAITING]
