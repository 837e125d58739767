"""Events: which ones somebody may see."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.events.models import Audience, Event, EventHive, EventHost, EventState
from app.families.models import Household, HouseholdState
from app.hives.policy import is_manager
from app.hives.queries import own_hive_ids

NOT_THERE = "This event is not there, or it is not for your Hive. Go back to Events."


def is_seen_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition that `actor` may see an `Event`.

    Those of the own Hives, or with a social worker of the Hives of supervised households; those
    of the county. Managers see all. What is for support workers alone they and its hosts see,
    and drafts those who plan them.
    """
    led = _led_by(actor)
    managed = sa.true() if is_manager(actor) else sa.false()
    planned = sa.or_(
        sa.and_(managed, sa.or_(Event.is_county, Event.created_by_id == actor.id)),
        Event.id.in_(sa.select(EventHive.event_id).where(EventHive.hive_id.in_(led))),
    )
    hosted = Event.id.in_(sa.select(EventHost.event_id).where(EventHost.person_id == actor.id))
    open_to = sa.or_(
        managed,
        sa.and_(Event.is_county, sa.true() if actor.roles else sa.false()),
        Event.id.in_(sa.select(EventHive.event_id).where(EventHive.hive_id.in_(_hive_ids(actor)))),
    )
    meant: sa.ColumnElement[bool] = sa.true()
    if not actor.roles & {Role.SUPPORT_WORKER, Role.MANAGER}:
        meant = Event.audience != Audience.SUPPORT_WORKERS
    public = sa.and_(Event.state != EventState.DRAFT, open_to, sa.or_(meant, hosted))
    return sa.or_(public, sa.and_(planned, sa.true() if actor.roles else sa.false()))


def visible_events(actor: Person) -> sa.Select[Event]:
    """The events `actor` may see, in the order they begin, with Hives, hosts and parts."""
    return (
        sa.select(Event)
        .where(is_seen_by(actor))
        .options(selectinload(Event.hives), selectinload(Event.hosts), selectinload(Event.parts))
        .order_by(Event.starts_at, Event.id)
    )


def event_for(actor: Person, event_id: int) -> Event:
    """An event `actor` may see; raises `NotFound`."""
    found = db.session.scalar(
        visible_events(actor)
        .where(Event.id == event_id)
        .options(joinedload(Event.created_by), joinedload(Event.series))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def events_between(
    actor: Person, begin: datetime, end: datetime, *, limit: int = 200
) -> Sequence[Event]:
    """The events `actor` may see that are on at some time from `begin` to before `end`."""
    return db.session.scalars(
        visible_events(actor).where(Event.ends_at > begin, Event.starts_at < end).limit(limit)
    ).all()


def event_made_as(actor: Person, client_id: object) -> Event | None:
    """The event the actor made with this client-made id, for a second send."""
    return db.session.scalar(
        sa.select(Event).where(Event.created_by_id == actor.id, Event.client_id == client_id)
    )


def _led_by(actor: Person) -> list[int]:
    return [
        each.hive_id
        for each in actor.current_memberships
        if each.role is Role.SUPPORT_WORKER and each.hive_id is not None
    ]


def _hive_ids(actor: Person) -> sa.Select[int | None] | list[int]:
    own = own_hive_ids(actor)
    if Role.SOCIAL_WORKER not in actor.roles:
        return own
    return sa.select(Household.hive_id).where(
        sa.or_(
            Household.hive_id.in_(own),
            sa.and_(
                Household.social_worker_id == actor.id, Household.state == HouseholdState.ACTIVE
            ),
        )
    )
