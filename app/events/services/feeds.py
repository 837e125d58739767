"""Calendar feeds: made, renewed, turned off."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.throttle import count_attempt
from app.core.unit_of_work import unit_of_work
from app.events.models import CalendarFeed
from app.events.queries.feeds import feed_by_hash, feed_of

#: Phones ask every hour or so; several of them may have the same address.
READS, WRONG_TRIES = "120 per hour", "60 per hour"


def make_feed(*, actor: Person, hash_for: Callable[[int, datetime], str]) -> CalendarFeed:
    """Give the actor a private address for their calendar; an earlier one stops at once.

    `hash_for` makes the hash of the address's token from the person and the moment: the token
    itself is kept nowhere.
    """
    with unit_of_work():
        now = clock.now()
        feed = feed_of(actor)
        if feed is None:
            feed = CalendarFeed(person_id=actor.id)
            db.session.add(feed)
        feed.token_hash, feed.made_at = hash_for(actor.id, now), now
        db.session.flush()
    return feed


def turn_off_feed(*, actor: Person) -> None:
    """Let the actor's address answer no more. Doing it twice is once."""
    with unit_of_work():
        db.session.execute(sa.delete(CalendarFeed).where(CalendarFeed.person_id == actor.id))


def person_with_feed(*, token_hash: str, network: str) -> Person | None:
    """Whose feed is asked for, from a network; None for an address that nobody has.

    Raises `TooMany` for one read, or guessed at, too often.
    """
    feed = feed_by_hash(token_hash)
    if feed is None:
        count_attempt("calendar-guess", network, WRONG_TRIES)
        return None
    count_attempt("calendar-feed", token_hash, READS)
    return feed.person
