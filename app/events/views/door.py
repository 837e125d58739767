"""What the page of an event says of the own sign-ups, and the ways on."""

from typing import Any

from app.accounts.models import Person
from app.core.errors import NotAllowed
from app.events import policy
from app.events.models import Event
from app.events.queries.sign_ups import company_at, own_sign_ups, places_before, refused_to
from app.events.services.signing_up import check_open
from app.families.queries import own_home


def door_for(actor: Person, event: Event) -> dict[str, Any]:
    """The sign-ups of the actor's household, who else comes, and whether one can sign up."""
    home = own_home(actor)
    own = own_sign_ups(actor, event, home=home)
    return {
        "own": own,
        "refused": refused_to(home, event) if home else [],
        "before": places_before(own),
        "offered": [each for each in own if each.offered_until is not None],
        "company": company_at(event, home=home) if own else None,
        "is_full": bool(event.parts) and all(part.free == 0 for part in event.parts),
        "closed_why": _why_closed(event),
        "for_children": policy.is_for_children(event),
        "may_come": policy.may_come(actor, event),
        "can_host": policy.can_host(actor, event),
    }


def _why_closed(event: Event) -> str:
    try:
        check_open(event)
    except NotAllowed as closed:
        return closed.detail
    return ""
