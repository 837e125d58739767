"""Sleepovers and day care of the demo county: what was, what comes, and what waits."""

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.bookings.models import (
    HOLDING,
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    BookingStep,
    CallState,
    Flexibility,
    HostCall,
    Stay,
    StayThanks,
)
from app.bookings.nights import nights_between
from app.core import clock
from app.core.extensions import db
from app.demo.booking_words import THANKS
from app.demo.cast import Cast, Home
from app.demo.hosts import open_homes
from app.demo.stays import say_words, show_stay_under_way
from app.demo.waiting_stays import ask_and_wait
from app.families.models import CareStatus, Child

_FRIDAY = 4
#: Of how many in a hundred families' stays the family has said thank you.
_THANKED = 40


@dataclass
class Diary:
    """Makes bookings, and knows who is away when, so that nobody is in two places."""

    cast: Cast
    chance: random.Random
    #: By child or by host: the days that are taken.
    taken: set[tuple[str, int, date]] = field(default_factory=set)
    #: What is written about bookings once all of them have their numbers.
    rest: list[Callable[[], None]] = field(default_factory=list)

    def is_free(self, host: Home, children: Sequence[Child], first: date, nights: int) -> bool:
        """Whether the children are at home, and there are beds for them."""
        days = [first + timedelta(days=each) for each in range(nights + 1)]
        keys = self._keys(host, children, days)
        fits = len(children) <= host.household.host_places
        return fits and not any(key in self.taken for key in keys)

    def book(
        self,
        family: Home,
        children: Sequence[Child],
        first: date,
        *,
        host: Home | None,
        state: BookingState,
        kind: BookingKind = BookingKind.SLEEPOVER,
        nights: int = 1,
        begins: time = time(17),
        ends: time = time(10),
        asked_before: timedelta = timedelta(days=9),
        **facts: Any,
    ) -> Booking:
        """Write a booking down with its stays, the host's yes and its trail."""
        starts_at = _at(first, begins)
        ends_at = _at(first + timedelta(days=nights), ends)
        asked_at = min(clock.now() - timedelta(hours=3), starts_at - asked_before)
        is_held, is_over = state in HOLDING, state is BookingState.FINISHED
        accepted_at = asked_at + timedelta(hours=2) if is_held or is_over else None
        confirmed_at = None if state is BookingState.ACCEPTED else accepted_at
        host_carer = host.carers[0].id if host and accepted_at else None
        booking = Booking(
            household_id=family.household.id,
            hive_id=family.household.hive_id,
            kind=kind,
            state=state,
            starts_at=starts_at,
            ends_at=ends_at,
            nights=nights_between(starts_at, ends_at),
            reason=facts.pop("reason", BookingReason.REST),
            flexibility=facts.pop("flexibility", Flexibility.FEW_HOURS),
            note=facts.pop("note", ""),
            asked_by_id=family.carers[0].id,
            asked_at=asked_at,
            client_id=uuid.UUID(int=self.chance.getrandbits(128), version=4),
            host_id=host.household.id if host and accepted_at else None,
            accepted_by_id=host_carer,
            accepted_at=accepted_at,
            confirmed_at=confirmed_at,
            ended_at=ends_at if is_over else None,
            ended_why="",
            changed_at=ends_at if is_over else accepted_at or asked_at,
            sequence=_SEQUENCES.get(state, 0),
            reminded_at=starts_at - timedelta(hours=22) if is_over else None,
            **facts,
        )
        is_under_way = state is BookingState.UNDER_WAY
        booking.stays = [
            Stay(
                child=child,
                host_id=host.household.id if host and is_held else None,
                bed=bed if host and is_held else None,
                starts_at=starts_at,
                ends_at=ends_at,
                arrived_at=starts_at + timedelta(minutes=10) if is_over or is_under_way else None,
                gone_home_at=ends_at - timedelta(minutes=5) if is_over else None,
                collected_by=family.carers[0].first_name if is_over else "",
            )
            for bed, child in enumerate(children, start=1)
        ]
        if host and accepted_at:
            booking.calls = [_yes_of(host, asked_at, accepted_at)]
            days = [first + timedelta(days=each) for each in range(nights + 1)]
            self.taken |= self._keys(host, children, days)
        db.session.add(booking)
        self.rest.append(lambda: _write_trail(booking, host_carer))
        return booking

    def close(self) -> None:
        """Write the rest: one flush for all bookings is much quicker than one for each."""
        db.session.flush()
        for write in self.rest:
            write()
        db.session.flush()

    @staticmethod
    def _keys(
        host: Home, children: Sequence[Child], days: Sequence[date]
    ) -> set[tuple[str, int, date]]:
        who = [("host", host.household.id), *(("child", child.id) for child in children)]
        return {(kind, each, day) for kind, each in who for day in days}


_SEQUENCES = {
    BookingState.ACCEPTED: 1,
    BookingState.CONFIRMED: 2,
    BookingState.UNDER_WAY: 3,
    BookingState.FINISHED: 4,
}


def book_stays(cast: Cast) -> None:
    """Hosts with homes and free time, stays since the Hives opened, and what lies ahead."""
    chance = random.Random(48)  # noqa: S311 - the same stays on every machine
    hosts = open_homes(cast, chance)
    diary = Diary(cast, chance)
    show_stay_under_way(diary)
    ask_and_wait(diary, hosts)
    for hive in cast.hives:
        of_hive = [home for home in hosts if home.household.hive_id == hive.id]
        families = [
            home for home in cast.homes if home.household.hive_id == hive.id and _in_care(home)
        ]
        _book_year(diary, of_hive, families)
    diary.close()


def _book_year(diary: Diary, hosts: Sequence[Home], families: Sequence[Home]) -> None:
    """Weekends since the Hive opened, and the next ones; each family has some."""
    cast, chance = diary.cast, diary.chance
    for number, family in enumerate(families):
        for turn in range(3):
            # From three months ago to three weeks ahead.
            day = cast.today + timedelta(days=[-80, -38, 12][turn] + 7 * (number % 4))
            friday = day + timedelta(days=(_FRIDAY - day.weekday()) % 7)
            nights = chance.choice([1, 1, 2])
            children = _in_care(family)[: chance.choice([1, 2])]
            host = _host_for(diary, hosts, family, children, friday, nights)
            if host is None or friday < family.joined_on:
                continue
            is_over = friday + timedelta(days=nights) < cast.today
            if not is_over and friday <= cast.today:
                continue
            _book_one(diary, family, children, friday, host, nights=nights, is_over=is_over)


def _book_one(
    diary: Diary,
    family: Home,
    children: Sequence[Child],
    day: date,
    host: Home,
    *,
    nights: int,
    is_over: bool,
) -> None:
    state = BookingState.FINISHED if is_over else BookingState.CONFIRMED
    if diary.chance.random() < 0.25:
        booking = diary.book(
            family,
            children,
            day,
            host=host,
            state=state,
            kind=BookingKind.DAY_CARE,
            nights=0,
            begins=time(9, 30),
            ends=time(15),
            reason=diary.chance.choice([BookingReason.WORK, BookingReason.APPOINTMENT]),
        )
    else:
        booking = diary.book(family, children, day, host=host, state=state, nights=nights)
    if is_over:
        diary.rest.append(lambda: say_words(diary.chance, booking, family))
        if diary.chance.randrange(100) < _THANKED:
            diary.rest.append(lambda: thank(diary.chance, booking, family))


def thank(chance: random.Random, booking: Booking, family: Home) -> None:
    """The family's thanks to the host, the day after."""
    db.session.add(
        StayThanks(
            booking_id=booking.id,
            text=chance.choice(THANKS),
            said_by_id=family.carers[0].id,
            said_at=booking.ends_at + timedelta(hours=6),
        )
    )


def _host_for(
    diary: Diary,
    hosts: Sequence[Home],
    family: Home,
    children: Sequence[Child],
    day: date,
    nights: int,
) -> Home | None:
    free = [
        host for host in hosts if host is not family and diary.is_free(host, children, day, nights)
    ]
    return diary.chance.choice(free) if free and children else None


def _in_care(home: Home) -> list[Child]:
    return [child for child in home.children if child.care_status is CareStatus.IN_CARE]


def _yes_of(host: Home, asked_at: datetime, at: datetime) -> HostCall:
    return HostCall(
        host_id=host.household.id,
        state=CallState.ACCEPTED,
        asked_at=asked_at,
        answered_at=at,
        answered_by_id=host.carers[0].id,
        words="",
    )


def _write_trail(booking: Booking, host_carer: int | None) -> None:
    steps = [(BookingState.REQUESTED, booking.asked_by_id, booking.asked_at)]
    if booking.accepted_at:
        steps.append((BookingState.ACCEPTED, host_carer or 0, booking.accepted_at))
    if booking.confirmed_at:
        steps.append((BookingState.CONFIRMED, host_carer or 0, booking.confirmed_at))
    if booking.stays[0].arrived_at:
        arrived = booking.stays[0].arrived_at
        steps.append((BookingState.UNDER_WAY, booking.asked_by_id, arrived))
    if booking.ended_at:
        steps.append((BookingState.FINISHED, booking.asked_by_id, booking.ended_at))
    db.session.add_all(
        BookingStep(booking_id=booking.id, state=state, by_id=by_id, at=at)
        for state, by_id, at in steps
    )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=clock.LONDON)
