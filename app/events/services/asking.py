"""The yes of a social worker where the placement plan does not leave it to the carer.

Care Planning, Placement and Case Review (England) Regulations 2010 and the statutory guidance on
the delegation of authority: what is not delegated is asked.
"""

from collections.abc import Sequence

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventKind, SignUp, SignUpState
from app.events.queries.sign_ups import asked_sign_up
from app.events.services.places import give_back
from app.events.services.planning import lock_event
from app.events.services.promoting import offer_free_places
from app.families.models import AuthorityKind, Child, Household
from app.families.queries import carers_decide, people_to_ask
from app.notices.models import NoticeCategory
from app.notices.services import notify


def authority_for(event: Event) -> AuthorityKind:
    """The kind of decision that an event is."""
    is_trip = event.kind is EventKind.ACTIVITY_WEEK
    return AuthorityKind.DAY_TRIPS if is_trip else AuthorityKind.ACTIVITIES


def needs_yes(event: Event, *, child: Child) -> bool:
    """Whether somebody else than the carers decides that a child comes; unknown means ask."""
    kind = authority_for(event)
    return (child.id, kind) not in carers_decide([child], {kind})


def ask_for_yes(home: Household | None, *, sign_ups: Sequence[SignUp]) -> None:
    """Tell whoever decides about those of a household who wait for a yes."""
    if home is None or not any(each.state is SignUpState.ASKING for each in sign_ups):
        return
    notify(
        people_ids=people_to_ask(home),
        category=NoticeCategory.PRACTICAL,
        title="A carer asks for your yes to an event",
        url="/events/asked",
    )


def answer(*, actor: Person, sign_up_id: int, is_yes: bool, why: str = "") -> SignUp:
    """Say yes or no to a child's coming; a no gives its place to the next.

    The family reads who said no, and `why`. Raises `NotFound` to all but those who decide for
    the child's household.
    """
    with unit_of_work():
        event = lock_event(asked_sign_up(actor, sign_up_id).event)
        # Anew, now that nobody else can answer it.
        asked = asked_sign_up(actor, sign_up_id)
        asked.answered_by_id, asked.answered_why = actor.id, why or None
        if is_yes:
            asked.state = SignUpState.GOING
        else:
            asked.state, asked.ended_at = SignUpState.REFUSED, clock.now()
        db.session.flush()
        if not is_yes:
            give_back(event, sign_ups=[asked], household_id=asked.household_id)
            offer_free_places(event)
        notify(
            people_ids=[asked.signed_up_by_id],
            category=NoticeCategory.PRACTICAL,
            title="There is an answer about an event" if is_yes else "An answer about an event: no",
            url=f"/events/{event.id}",
        )
    return asked
