"""Afterwards: three words and a face, and a thank-you to those who hosted."""

from collections.abc import Sequence

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventWords, Feeling
from app.events.queries import event_for
from app.events.queries.words import can_say_words, has_thanked, own_told, own_words, thanks_url
from app.events.services.planning import lock_event
from app.notices.models import NoticeCategory
from app.notices.services import notify

MOST_WORDS = 3
_TOO_LATE = "Words are taken from the end of the event on, for 14 days."


def say_words(
    *, actor: Person, event_id: int, sign_up_id: int, feeling: Feeling, words: Sequence[str] = ()
) -> EventWords:
    """Keep how it was for somebody who was there: a child of the actor's home, or the actor.

    Up to three words, each up to 30 letters; what was said before is replaced. Raises
    `NotFound`, `Invalid`, and `Conflict` before the end and from 14 days after it.
    """
    if len(words) > MOST_WORDS:
        raise Invalid({"first": "Use three words or fewer."})
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        told = own_told(actor, event, sign_up_id)
        if not can_say_words(event):
            raise Conflict(_TOO_LATE, title="It is too late")
        said = told.words or EventWords(sign_up_id=sign_up_id)
        said.feeling, said.said_at = feeling, clock.now()
        said.first, said.second, said.third = [*words, "", "", ""][:MOST_WORDS]
        db.session.add(said)
        db.session.flush()
    return said


def thank_hosts(*, actor: Person, event_id: int) -> Event:
    """Tell each host that somebody says thank you: not who. Doing it twice is once.

    Raises `NotFound`, `NotAllowed` for those who were not there, and `Conflict` before the end
    and from 14 days after it.
    """
    with unit_of_work():
        event = lock_event(event_for(actor, event_id))
        if not can_say_words(event):
            raise Conflict(_TOO_LATE, title="It is too late")
        if not own_words(actor, event):
            raise NotAllowed("Those who were there say thank you.")
        hosts = {host.id for host in event.hosts} - {actor.id}
        if hosts and not has_thanked(actor, event):
            notify(
                people_ids=hosts,
                category=NoticeCategory.PRACTICAL,
                title=f"Somebody says thank you for {event.title}",
                url=thanks_url(actor, event),
            )
    return event
