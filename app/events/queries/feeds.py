"""Calendar feeds: whose they are, and what is in them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.wall_times import midnight_before
from app.core.words import local_day
from app.events.models import CalendarFeed, Event, EventHive, EventHost, EventState, SignUp
from app.events.queries.events import is_seen_by
from app.families.queries import own_home
from app.hives.queries import own_hive_ids

#: A feed goes back three months, and holds no more than this.
BACK, MOST = timedelta(days=92), 1500


def feed_by_hash(token_hash: str) -> CalendarFeed | None:
    """The feed whose token has this hash, with its person."""
    return db.session.scalar(
        sa.select(CalendarFeed)
        .where(CalendarFeed.token_hash == token_hash)
        .options(joinedload(CalendarFeed.person))
    )


def feed_of(person: Person) -> CalendarFeed | None:
    """Somebody's feed, or None."""
    return db.session.get(CalendarFeed, person.id, populate_existing=True)


def feed_begins() -> datetime:
    """What ended before this is in no feed."""
    return midnight_before(local_day(clock.now() - BACK))


def marks_of_feed(actor: Person) -> Sequence[tuple[int, datetime]]:
    """What a feed of now is made of: its events' ids and when each was changed last."""
    found = db.session.execute(
        sa.select(Event.id, Event.changed_at)
        .where(is_seen_by(actor), _in_feed(actor))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST)
    )
    return [(event_id, changed_at) for event_id, changed_at in found]


def events_in_feed(actor: Person) -> Sequence[Event]:
    """The events of `actor`'s feed, with their places.

    Those that `actor` may see and that are of the own Hives or the county, that somebody of the
    household is signed up for, or that `actor` hosts; no drafts.
    """
    return db.session.scalars(
        sa.select(Event)
        .where(is_seen_by(actor), _in_feed(actor))
        .options(selectinload(Event.parts))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST)
    ).all()


def _in_feed(actor: Person) -> sa.ColumnElement[bool]:
    home = own_home(actor)
    theirs = sa.select(SignUp.event_id).where(
        SignUp.ended_at.is_(None),
        sa.or_(SignUp.person_id == actor.id, SignUp.household_id == (home.id if home else 0)),
    )
    hives = sa.select(EventHive.event_id).where(EventHive.hive_id.in_(own_hive_ids(actor)))
    hosted = sa.select(EventHost.event_id).where(EventHost.person_id == actor.id)
    return sa.and_(
        Event.state != EventState.DRAFT,
        Event.ends_at > feed_begins(),
        sa.or_(
            Event.is_county,
            Event.id.in_(hives),
            Event.id.in_(theirs),
            Event.id.in_(hosted),
        ),
    )
