"""The month board of a Hive: who has whom when, what is free, what waits, and nights used.

For support workers: the Hive was found among those the actor leads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings.allowance import Allowance
from app.bookings.models import (
    SEEKING,
    Booking,
    BookingKind,
    BookingState,
    CallState,
    HostCall,
    Stay,
)
from app.bookings.queries.bookings import WITHOUT_WORDS, held_or_over
from app.bookings.queries.hosts import HostTime, hosts_of, times_of
from app.bookings.queries.nights import allowances_for, current_year, nights_hosted
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.wall_times import midnight_before
from app.core.words import local_day
from app.families.models import Child, Household, HouseholdState
from app.hives.models import Hive

#: A request that nobody has answered for so long is pointed out.
UNANSWERED = timedelta(hours=2)


@dataclass(kw_only=True)
class BoardStay:
    """A booking on the board; `names` is empty where the children are of another Hive."""

    booking_id: int
    kind: BookingKind
    state: BookingState
    starts_at: datetime
    ends_at: datetime
    nights: int
    is_urgent: bool
    asked_at: datetime
    host_id: int | None
    host_name: str
    family: str
    is_own: bool
    names: list[str] = field(default_factory=list)
    count: int = 0
    #: Of an open request: how many hosts were asked, and what they said.
    asked: int = 0
    declined: int = 0
    offered: int = 0

    @property
    def days(self) -> list[date]:
        """The days it is shown on: those of its nights, or the day itself."""
        first = local_day(self.starts_at)
        return [first + timedelta(days=each) for each in range(max(1, self.nights))]

    @property
    def unanswered_hours(self) -> int:
        """For how many hours nobody has answered; 0 below two."""
        waits = clock.now() - self.asked_at
        if self.declined or self.offered or waits < UNANSWERED:
            return 0
        return int(waits.total_seconds() // 3600)


@dataclass(frozen=True, kw_only=True)
class BoardHost:
    """A host's month."""

    id: int
    name: str
    places: int
    #: Nights since the year began, so that one is not always asked.
    load: int
    time: HostTime
    stays: Sequence[BoardStay]
    #: Whether it has children to stay now; one that no longer does is shown with what it had.
    is_host: bool = True


@dataclass(frozen=True, kw_only=True)
class Board:
    """All of it."""

    hosts: Sequence[BoardHost]
    open: Sequence[BoardStay]
    households: Sequence[tuple[Household, Allowance]]


def hives_led_by(actor: Person) -> Sequence[Hive]:
    """The Hives that `actor` is a support worker of today, by name."""
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    return db.session.scalars(
        sa.select(Hive).where(Hive.id.in_(led)).order_by(Hive.name, Hive.id)
    ).all()


def board_of(hive: Hive, first: date, last: date) -> Board:
    """The board of a Hive found through its actor, from `first` to `last`, in nine statements."""
    households = _households(hive)
    hosts = [each for each in households if _has_guests(each)]
    ids = [each.id for each in hosts]
    stays = _stays(hive, ids, midnight_before(first), midnight_before(last + timedelta(days=1)))
    times = times_of(ids, first, last)
    load = nights_hosted([*ids, *_hosts_before(stays, ids)], since=current_year().first)
    shown = [
        BoardHost(
            id=each.id,
            name=each.name,
            places=each.host_places,
            load=load[each.id],
            time=times[each.id],
            stays=[stay for stay in stays if stay.host_id == each.id],
        )
        for each in hosts
    ]
    for host_id, name in _hosts_before(stays, ids).items():
        theirs = [stay for stay in stays if stay.host_id == host_id]
        shown.append(
            BoardHost(
                id=host_id,
                name=name,
                places=0,
                load=load[host_id],
                time=HostTime(),
                stays=theirs,
                is_host=False,
            )
        )
    own = [each for each in households if each.hive_id == hive.id]
    allowances = allowances_for(own)
    return Board(
        hosts=shown,
        open=_by_urgency([stay for stay in stays if stay.state in SEEKING]),
        households=[(each, allowances[each.id]) for each in own],
    )


def _households(hive: Hive) -> Sequence[Household]:
    """The Hive's households, and hosts elsewhere whose link carers serve it."""
    hosts = hosts_of(hive.id).with_only_columns(Household.id).order_by(None).options()
    return db.session.scalars(
        sa.select(Household)
        .where(
            Household.state == HouseholdState.ACTIVE,
            sa.or_(Household.hive_id == hive.id, Household.id.in_(hosts)),
        )
        .order_by(Household.name, Household.id)
    ).all()


def _has_guests(household: Household) -> bool:
    return household.is_host and household.host_places > 0


def _stays(
    hive: Hive, host_ids: Sequence[int], begin: datetime, end: datetime
) -> Sequence[BoardStay]:
    """What hosts have then, and what the Hive's families still look for whenever it is."""
    family, host = sa.orm.aliased(Household), sa.orm.aliased(Household)
    is_own = family.hive_id == hive.id
    held = sa.and_(
        held_or_over(),
        Booking.starts_at < end,
        Booking.ends_at > begin,
        sa.or_(Booking.host_id.in_(host_ids), is_own),
    )
    rows = db.session.execute(
        sa.select(Booking, family.name, is_own, host.name, Child.preferred_name)
        .join(family, family.id == Booking.household_id)
        .outerjoin(host, host.id == Booking.host_id)
        .join(Stay, Stay.booking_id == Booking.id)
        .join(Child, Child.id == Stay.child_id)
        .where(sa.or_(held, sa.and_(Booking.state.in_(SEEKING), is_own)))
        .options(*WITHOUT_WORDS)
        .order_by(Booking.starts_at, Booking.id, Stay.id)
    )
    found: dict[int, BoardStay] = {}
    for booking, family_name, of_hive, host_name, child_name in rows:
        stay = found.setdefault(
            booking.id, _stay(booking, family_name, bool(of_hive), host_name or "")
        )
        stay.count += 1
        if stay.is_own:
            stay.names.append(child_name)
    _count_answers([stay for stay in found.values() if stay.state in SEEKING])
    return list(found.values())


def _stay(booking: Booking, family: str, is_own: bool, host_name: str) -> BoardStay:
    return BoardStay(
        booking_id=booking.id,
        kind=booking.kind,
        state=booking.state,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        nights=booking.nights,
        is_urgent=booking.is_urgent,
        asked_at=booking.asked_at,
        host_id=booking.host_id,
        host_name=host_name,
        family=family if is_own else "",
        is_own=is_own,
    )


def _count_answers(stays: Sequence[BoardStay]) -> None:
    by_id = {stay.booking_id: stay for stay in stays}
    rows: Any = db.session.execute(
        sa.select(HostCall.booking_id, HostCall.state, sa.func.count())
        .where(HostCall.booking_id.in_(by_id))
        .group_by(HostCall.booking_id, HostCall.state)
    )
    for booking_id, state, count in rows:
        stay = by_id[booking_id]
        stay.asked += count
        if state is CallState.DECLINED:
            stay.declined = count
        elif state is CallState.OFFERED:
            stay.offered = count


def _hosts_before(stays: Sequence[BoardStay], host_ids: Sequence[int]) -> Mapping[int, str]:
    """Those who have or had somebody then and are hosts no more."""
    return {
        stay.host_id: stay.host_name
        for stay in stays
        if stay.host_id is not None and stay.host_id not in host_ids
    }


def _by_urgency(stays: Sequence[BoardStay]) -> Sequence[BoardStay]:
    """Urgent ones first, then those that wait longest without an answer, then the soonest."""
    return sorted(
        stays,
        key=lambda stay: (not stay.is_urgent, -stay.unanswered_hours, stay.starts_at),
    )
