"""What Home tells of events: what needs an answer, and what is on next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.core.types import UTCDateTime
from app.core.wall_times import midnight_before
from app.events.models import Event, EventHive, EventHost, EventState, SignUp, SignUpState
from app.events.queries.events import is_seen_by
from app.families.models import Household, HouseholdMember
from app.families.queries.households import with_children_seen_by

NEXT = 3
_NO_TIME = sa.cast(sa.null(), UTCDateTime)


@dataclass(frozen=True)
class ForHome:
    """Offers, what is next, whose register is to be kept today, and how many yeses are asked.

    The first three are rows of `event_id`, `title`, `at`.
    """

    offers: Sequence[Any]
    asked: int
    next: Sequence[Any]
    registers: Sequence[Any] = ()


def events_for_home(actor: Person) -> ForHome:
    """All of it in one query: Home asks for much besides."""
    if not actor.roles or actor.roles == {Role.MANAGER}:
        return ForHome([], 0, [])
    parts = [_offers_to(actor), _next_for(actor), _asked_of(actor), _registers_of(actor)]
    rows = db.session.execute(sa.union_all(*(sa.select(part.subquery()) for part in parts))).all()
    kinds = ("offer", "next", "register")
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in kinds}
    return ForHome(
        offers=sorted(by_kind["offer"], key=lambda row: row.at),
        asked=next(row.event_id for row in rows if row.kind == "asked"),
        next=sorted(by_kind["next"], key=lambda row: (row.at, row.event_id)),
        registers=sorted(by_kind["register"], key=lambda row: (row.at, row.event_id)),
    )


def _row(kind: str, event_id: Any, title: Any, at: Any, is_all_day: Any) -> list[Any]:
    return [
        sa.literal(kind).label("kind"),
        event_id.label("event_id"),
        title.label("title"),
        at.label("at"),
        is_all_day.label("is_all_day"),
    ]


def _offers_to(actor: Person) -> sa.Select[Any]:
    until = sa.func.min(SignUp.offered_until, type_=UTCDateTime)
    return (
        sa.select(*_row("offer", Event.id, Event.title, until, sa.false()))
        .join(SignUp, SignUp.event_id == Event.id)
        .where(
            SignUp.offered_until > clock.now(),
            sa.or_(SignUp.person_id == actor.id, SignUp.household_id.in_(_homes_of(actor))),
        )
        .group_by(Event.id, Event.title)
    )


def _next_for(actor: Person) -> sa.Select[Any]:
    return (
        sa.select(*_row("next", Event.id, Event.title, Event.starts_at, Event.is_all_day))
        .where(is_seen_by(actor), Event.state == EventState.OPEN, Event.starts_at > clock.now())
        .order_by(Event.starts_at, Event.id)
        # Who has no Hive of their own would see the same evening of every Hive.
        .limit(NEXT if actor.roles & HIVE_ROLES else 0)
    )


def _registers_of(actor: Person) -> sa.Select[Any]:
    """The events of today that the actor hosts: those `policy.can_host` lets them."""
    today = clock.today()
    belongs = [each.hive_id for each in actor.current_memberships if each.role in HIVE_ROLES]
    of_hives = sa.select(EventHive.event_id).where(EventHive.hive_id.in_(belongs))
    return sa.select(
        *_row("register", Event.id, Event.title, Event.starts_at, Event.is_all_day)
    ).where(
        Event.id.in_(sa.select(EventHost.event_id).where(EventHost.person_id == actor.id)),
        Event.id.in_(of_hives) if Role.SUPPORT_WORKER not in actor.roles else sa.true(),
        Event.state == EventState.OPEN,
        Event.starts_at < midnight_before(today + timedelta(days=1)),
        Event.ends_at > midnight_before(today),
    )


def _asked_of(actor: Person) -> sa.Select[Any]:
    """How many children wait for the actor's yes, where the other rows have the event."""
    count = sa.func.count(SignUp.id)
    asks = sa.and_(
        SignUp.state == SignUpState.ASKING,
        with_children_seen_by(actor),
        Household.id.not_in(_homes_of(actor)),
        sa.literal(bool(actor.roles & {Role.SOCIAL_WORKER, Role.SUPPORT_WORKER})),
    )
    return (
        sa.select(*_row("asked", count, sa.literal(""), _NO_TIME, sa.false()))
        .select_from(SignUp)
        .join(SignUp.household)
        .where(asks)
    )


def _homes_of(actor: Person) -> sa.Select[int]:
    return sa.select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == actor.id, HouseholdMember.in_force(clock.today())
    )
