"""The page of an event."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Response, request

from app.accounts.models import Person
from app.core import access, clock
from app.core.roles import Role
from app.core.web import page
from app.events import policy
from app.events.models import Event, EventPart, EventState, SignUp
from app.events.queries import event_for
from app.events.queries.register import adults_and_children
from app.events.ratios import Headcount
from app.events.views.blueprint import blueprint
from app.events.views.door import door_for
from app.events.words import who_comes

#: What the page says after something was done, by the word in its address.
_DONE = {
    "planned": "It is open. Everybody it is for sees it in Events.",
    "draft": "Saved as a draft. Only those who plan it see it.",
    "opened": "It is open. Everybody it is for sees it in Events.",
    "changed": "Saved.",
    "withdrawn": "Thank you for saying so.",
    "cancelled": "It is called off. Whoever was signed up is told.",
}


@blueprint.get("/events/<int:event_id>")
@access.signed_in
def show_event(event_id: int) -> Response:
    """Everything about an event, and the door to sign up."""
    actor = access.actor()
    event = event_for(actor, event_id)
    door = door_for(actor, event)
    return page(
        "events/event.html",
        event=event,
        now=clock.now(),
        parts=event.parts,
        map_urls={part.id: _map_url(part) for part in event.parts},
        is_draft=event.state is EventState.DRAFT,
        takes_sign_ups=policy.takes_sign_ups(event),
        can_change=policy.can_change(actor, event),
        can_host=policy.can_host(actor, event) and event.state is not EventState.DRAFT,
        can_copy=bool(actor.roles & {Role.SUPPORT_WORKER, Role.MANAGER}),
        headcount=_headcount(actor, event),
        door=door,
        done=_done(request.args.get("after", ""), actor, event, door["own"]),
    )


def _done(after: str, actor: Person, event: Event, own: Sequence[SignUp]) -> str:
    """What the page says at its top after something was done."""
    if after == "signed-up" and own:
        return f"{'. '.join(who_comes(own, actor.id))}."
    said = _DONE.get(after, "")
    stays_alone = bool(own) and not any(each.child_id for each in own)
    if after == "withdrawn" and stays_alone and policy.is_for_children(event):
        return f"{said} You are still on the list yourself: take yourself off if you stay at home."
    return said


def _headcount(actor: Person, event: Event) -> Headcount | None:
    """Whether there are adults enough, for those who host, from the first sign-up on."""
    if event.is_over or event.is_cancelled or not policy.can_host(actor, event):
        return None
    return adults_and_children(event) if policy.is_for_children(event) else None


def _map_url(part: EventPart) -> str:
    """Where OpenStreetMap looks for the place of a part; "" when none is written down."""
    searched = part.address or part.place
    if not searched:
        return ""
    return f"https://www.openstreetmap.org/search?{urlencode({'query': searched})}"
