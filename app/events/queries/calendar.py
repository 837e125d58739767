"""What is on, for the calendar: from a day on, or in a month."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.wall_times import midnight_before
from app.core.words import local_day
from app.events import policy
from app.events.models import Event, EventHive, EventKind, EventState, SignUp
from app.events.models.sign_ups import LIVE
from app.events.queries.events import is_seen_by
from app.families.models import Child, HouseholdMember
from app.hives.queries import own_hive_ids

#: How far the list goes at a time, and how far back one looks.
NEAR, PAST = timedelta(days=56), timedelta(days=183)
#: Of more than this many events of one page the last are left out.
MOST = 300


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events somebody wants to see."""

    #: "mine" for those of the own Hives, "county" for those of the whole county, "" for all.
    whose: str = ""
    kind: EventKind | None = None
    #: Only those that fit one of these.
    children: Sequence[Child] | None = None


@dataclass(frozen=True)
class Ahead:
    """A page of the agenda, and the day with which the next one begins."""

    events: Sequence[Event]
    next_day: date | None


def events_near(actor: Person, wanted: Wanted, *, first_day: date | None = None) -> Ahead:
    """What is on from now on, as far as anybody plans: eight weeks; then what comes after that.

    A support group that comes again for a year would fill the list otherwise.
    """
    ahead = events_ahead(actor, wanted, first_day=first_day)
    last = (first_day or clock.today()) + NEAR
    later = [each for each in ahead.events if local_day(each.starts_at) > last]
    if not later or len(later) == len(ahead.events):
        return ahead
    return Ahead(ahead.events[: -len(later)], local_day(later[0].starts_at))


def events_before(actor: Person, wanted: Wanted, *, limit: int = MOST) -> Sequence[Event]:
    """What was on in the last half year, the newest first; of very many the oldest are left out."""
    now = clock.now()
    query = _wanted_by(actor, wanted).where(Event.ends_at <= now, Event.ends_at > now - PAST)
    newest_first = query.order_by(None).order_by(Event.starts_at.desc(), Event.id.desc())
    return _fitting(_fetch(newest_first, limit=limit), wanted)


def events_ahead(
    actor: Person, wanted: Wanted, *, first_day: date | None = None, limit: int = 30
) -> Ahead:
    """What is on from now on, or what begins from `first_day` on: about `limit`, in whole days."""
    if first_day is None:
        since = Event.ends_at > clock.now()
    else:
        since = Event.starts_at >= midnight_before(first_day)
    most = MOST if wanted.children is not None else 2 * limit + 1
    fetched = _fetch(_wanted_by(actor, wanted).where(since), limit=most)
    found = _fitting(fetched, wanted)
    if len(found) > limit:
        next_day = local_day(found[limit].starts_at)
    elif len(fetched) == most:
        next_day = local_day(fetched[-1].starts_at)
    else:
        return Ahead(found, None)
    whole = [each for each in found if local_day(each.starts_at) < next_day]
    if whole or local_day(fetched[0].starts_at) < next_day:
        return Ahead(whole, next_day)
    # More on one day than a page is to hold: as many of them as were fetched, and then on.
    that_day = [each for each in found if local_day(each.starts_at) == next_day]
    return Ahead(that_day, next_day + timedelta(days=1))


def events_in(actor: Person, wanted: Wanted, begin: datetime, end: datetime) -> Sequence[Event]:
    """What is on at some time from `begin` to before `end`."""
    query = _wanted_by(actor, wanted).where(Event.ends_at > begin, Event.starts_at < end)
    return _fitting(_fetch(query, limit=MOST), wanted)


def household_sign_ups(
    actor: Person, event_ids: Collection[int], children: Collection[Child]
) -> dict[int, list[SignUp]]:
    """The sign-ups of the actor's household, by event.

    `children` are those who live with the actor today: of one who has moved on nothing is said.
    """
    homes = sa.select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == actor.id, HouseholdMember.in_force(clock.today())
    )
    found = db.session.scalars(
        sa.select(SignUp)
        .where(
            SignUp.event_id.in_(event_ids),
            SignUp.state.in_(LIVE),
            sa.or_(SignUp.household_id.in_(homes), SignUp.person_id == actor.id),
        )
        .options(joinedload(SignUp.child), joinedload(SignUp.person))
        .order_by(SignUp.id)
    )
    known = {child.id for child in children}
    by_event: dict[int, list[SignUp]] = defaultdict(list)
    for each in found:
        if each.child_id is None or each.child_id in known:
            by_event[each.event_id].append(each)
    return dict(by_event)


def _wanted_by(actor: Person, wanted: Wanted) -> sa.Select[Event]:
    # Who hosts is said on the page of an event, not in a list of them.
    query = (
        sa.select(Event)
        .where(is_seen_by(actor))
        .options(selectinload(Event.hives), selectinload(Event.parts))
        .order_by(Event.starts_at, Event.id)
    )
    if wanted.whose == "county":
        query = query.where(Event.is_county)
    elif wanted.whose == "mine":
        mine = sa.select(EventHive.event_id).where(EventHive.hive_id.in_(own_hive_ids(actor)))
        query = query.where(Event.id.in_(mine))
    if wanted.kind is not None:
        query = query.where(Event.kind == wanted.kind)
    return query


def _fetch(query: sa.Select[Event], *, limit: int) -> Sequence[Event]:
    return db.session.scalars(query.limit(limit)).all()


def _fitting(events: Sequence[Event], wanted: Wanted) -> Sequence[Event]:
    """Those that fit one of the children. Dates of birth are encrypted: no query can ask."""
    if wanted.children is None:
        return events
    return [
        each
        for each in events
        if policy.is_for_children(each)
        and each.state is not EventState.CANCELLED
        and any(
            not policy.why_not_fitting(part, child, each)
            for part in each.parts
            for child in wanted.children
        )
    ]
