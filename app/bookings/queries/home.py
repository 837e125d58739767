"""What Home tells of sleepovers and day care: what waits for an answer, and what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    LIVE,
    SEEKING,
    Booking,
    BookingKind,
    BookingYes,
    CallState,
    HostCall,
    Stay,
    YesKind,
)
from app.bookings.queries.board import UNANSWERED
from app.bookings.queries.bookings import homes_of
from app.bookings.queries.calendar import for_host, with_host
from app.bookings.words import nights
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.types import UTCDateTime
from app.families.models import Household
from app.hives.models import Membership
from app.hives.policy import is_manager

_NO_TIME = sa.cast(sa.null(), UTCDateTime)
_HOMES = frozenset({Role.CARER, Role.LINK_CARER, Role.SUPPORT_WORKER})


@dataclass(frozen=True, kw_only=True)
class HomeLine:
    """A booking in a line or two. It names no child: Home is what lies open on the table."""

    booking_id: int
    title: str
    starts_at: Any
    ends_at: Any
    is_urgent: bool
    is_here: bool = False

    @property
    def is_now(self) -> bool:
        """Whether it has begun."""
        began: bool = self.starts_at <= clock.now()
        return began


@dataclass(frozen=True, kw_only=True)
class BookingsForHome:
    """What somebody's Home shows."""

    #: Requests that wait for the actor's home, urgent ones first.
    calls: Sequence[HomeLine] = ()
    #: Another time that a host offers to the actor's family.
    offers: Sequence[HomeLine] = ()
    next: HomeLine | None = None
    #: How many stays wait for the actor's yes.
    yeses: int = 0
    #: How many requests of Hives the actor leads nobody has answered for two hours.
    unanswered: int = 0


def bookings_for_home(actor: Person) -> BookingsForHome:
    """All of it in one query: Home asks for much besides."""
    parts = [_yeses_of(actor), _unanswered_in(actor)]
    if actor.roles & _HOMES:
        parts += [_calls_to(actor), _offers_to(actor), _next_of(actor)]
    rows = db.session.execute(sa.union_all(*(sa.select(part.subquery()) for part in parts))).all()
    by_part: dict[str, list[Any]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    nearest = by_part.get("next", [])
    return BookingsForHome(
        calls=sorted(map(_call, by_part.get("call", [])), key=_urgent_first),
        offers=sorted(map(_offer, by_part.get("offer", [])), key=_urgent_first),
        next=_next(nearest[0]) if nearest else None,
        yeses=by_part["yes"][0].count,
        unanswered=by_part["unanswered"][0].count,
    )


def _urgent_first(line: HomeLine) -> tuple[bool, Any, int]:
    return not line.is_urgent, line.starts_at, line.booking_id


def _what(row: Any) -> str:
    kind = BookingKind(row.kind)
    return f"{kind.label}, {nights(row.nights)}" if row.nights else kind.label


def _call(row: Any) -> HomeLine:
    who = "1 child" if row.count == 1 else f"{row.count} children"
    return _line(row, f"{_what(row)}, for {who}")


def _offer(row: Any) -> HomeLine:
    return _line(row, f"{row.name} offers another time")


def _next(row: Any) -> HomeLine:
    kind = BookingKind(row.kind)
    title = for_host(kind, row.count) if row.is_here else with_host(kind, row.name)
    return _line(row, title)


def _line(row: Any, title: str) -> HomeLine:
    return HomeLine(
        booking_id=row.booking_id,
        title=title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_urgent=bool(row.is_urgent),
        is_here=bool(row.is_here),
    )


def _row(
    part: str,
    *,
    starts_at: Any,
    name: Any = None,
    count: Any = None,
    is_here: Any = None,
    of_booking: bool = True,
) -> list[Any]:
    none = sa.literal(0)
    return [
        sa.literal(part).label("part"),
        (Booking.id if of_booking else none).label("booking_id"),
        (sa.cast(Booking.kind, sa.String) if of_booking else sa.literal("")).label("kind"),
        (Booking.nights if of_booking else none).label("nights"),
        (Booking.is_urgent if of_booking else sa.false()).label("is_urgent"),
        starts_at.label("starts_at"),
        (Booking.ends_at if of_booking else _NO_TIME).label("ends_at"),
        (sa.literal("") if name is None else name).label("name"),
        (none if count is None else count).label("count"),
        (sa.false() if is_here is None else is_here).label("is_here"),
    ]


def _children() -> sa.ScalarSelect[int]:
    """How many children a booking is about."""
    return (
        sa.select(sa.func.count(Stay.id))
        .where(Stay.booking_id == Booking.id)
        .correlate(Booking)
        .scalar_subquery()
    )


def _calls_to(actor: Person) -> sa.Select[Any]:
    return (
        sa.select(*_row("call", starts_at=Booking.starts_at, count=_children()))
        .join(HostCall, HostCall.booking_id == Booking.id)
        .where(
            HostCall.state == CallState.ASKED,
            HostCall.host_id.in_(homes_of(actor)),
            Booking.state.in_(SEEKING),
        )
    )


def _offers_to(actor: Person) -> sa.Select[Any]:
    return (
        sa.select(*_row("offer", starts_at=HostCall.offered_starts_at, name=Household.name))
        .join(HostCall, HostCall.booking_id == Booking.id)
        .join(Household, Household.id == HostCall.host_id)
        .where(
            HostCall.state == CallState.OFFERED,
            Booking.household_id.in_(homes_of(actor)),
            Booking.state.in_(SEEKING),
        )
    )


def _next_of(actor: Person) -> sa.Select[Any]:
    homes = homes_of(actor)
    is_here = Booking.host_id.in_(homes)
    return (
        sa.select(
            *_row(
                "next",
                starts_at=Booking.starts_at,
                name=Household.name,
                count=_children(),
                is_here=is_here,
            )
        )
        .join(Household, Household.id == Booking.host_id)
        .where(
            Booking.state.in_(HOLDING),
            Booking.ends_at > clock.now(),
            sa.or_(is_here, Booking.household_id.in_(homes)),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(1)
    )


def _yeses_of(actor: Person) -> sa.Select[Any]:
    """Those `policy.can_say_yes` is true of, counted by the database."""
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    has_social_worker = sa.exists().where(
        Membership.person_id == Household.social_worker_id,
        Membership.role == Role.SOCIAL_WORKER,
        Membership.in_force(clock.today()),
    )
    is_authority = BookingYes.kind == YesKind.AUTHORITY
    of_leader = sa.or_(
        BookingYes.kind.in_([YesKind.ALLOWANCE, YesKind.HIVE]),
        sa.and_(is_authority, sa.not_(has_social_worker)),
    )
    ways = [sa.and_(Household.hive_id.in_(led), of_leader)]
    if Role.SOCIAL_WORKER in actor.roles:
        ways.append(sa.and_(is_authority, Household.social_worker_id == actor.id))
    if is_manager(actor):
        ways.append(BookingYes.kind == YesKind.LIMIT)
    count = sa.func.count(BookingYes.id)
    return (
        sa.select(*_row("yes", starts_at=_NO_TIME, count=count, of_booking=False))
        .select_from(BookingYes)
        .join(BookingYes.booking)
        .join(Household, Household.id == Booking.household_id)
        .where(
            BookingYes.answered_at.is_(None),
            Booking.state.in_(LIVE),
            Household.id.not_in(homes_of(actor)),
            sa.or_(*ways),
        )
    )


def _unanswered_in(actor: Person) -> sa.Select[Any]:
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    answered = sa.exists().where(
        HostCall.booking_id == Booking.id, HostCall.state != CallState.ASKED
    )
    count = sa.func.count(Booking.id)
    return (
        sa.select(*_row("unanswered", starts_at=_NO_TIME, count=count, of_booking=False))
        .select_from(Booking)
        .join(Household, Household.id == Booking.household_id)
        .where(
            Booking.state.in_(SEEKING),
            Household.hive_id.in_(led),
            Booking.asked_at <= clock.now() - UNANSWERED,
            ~answered,
        )
    )
