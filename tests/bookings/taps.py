"""Taps of random people on a street: done to the app and to the model alike, then compared."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
import time_machine

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import (
    Booking,
    BookingKind,
    BookingReason,
    BookingStep,
    BookingYes,
    HostCall,
    Stay,
)
from app.core.errors import HiveError, Invalid
from app.core.extensions import db
from app.notices.models import Notice
from tests.bookings.compared import compare
from tests.bookings.kept import (
    CHILDREN,
    FAMILIES,
    HOSTS,
    LONDON,
    PEOPLE,
    SEEKING,
    WHOSE,
    Kept,
    day_of,
)
from tests.bookings.model import Model
from tests.bookings.people import Street
from tests.events.guests import Guests

#: Some days before the clocks change, a month ends and a year of sleepovers begins.
BEGIN = datetime(2027, 3, 25, 9, 30, tzinfo=UTC)


#: In which states something can be done at all.
SENSE = {
    **dict.fromkeys(
        ("accept", "decline", "offer", "take_offer", "turn_down", "take_back"), SEEKING
    ),
    "say": (*SEEKING, "accepted"),
    "call_off": ("accepted", "confirmed"),
    "arrive": ("confirmed",),
    "go_home": ("under_way",),
}


@dataclass(frozen=True)
class Tap:
    """What is done, by whom, with which booking and host, and for when."""

    what: str
    who: int
    which: int
    host: int
    day: int
    flag: bool
    is_apt: bool


class Taps:
    """A street on which things happen: to the app and to the model alike."""

    def __init__(self, street: Street, other: Guests, stranger: Person) -> None:
        people = [street.family.carer, other.carer, *(host.carer for host in street.hosts)]
        people += [street.leader, street.social_worker, street.manager, stranger]
        self.person_ids = {name: each.id for name, each in zip(PEOPLE, people, strict=True)}
        homes = [street.family.household, other.household]
        homes += [host.household for host in street.hosts]
        self.home_ids = {
            name: each.id for name, each in zip((*FAMILIES, *HOSTS), homes, strict=True)
        }
        children = [*street.family.children, *other.children]
        self.child_ids = {name: each.id for name, each in zip("abc", children, strict=True)}
        self.names = [child.preferred_name for child in children]
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget all that was booked."""
        db.session.remove()
        with db.engine.begin() as connection:
            for table in (Notice, BookingStep, BookingYes, HostCall, Stay, Booking):
                connection.execute(sa.delete(table))
        self.model = Model(BEGIN)
        self.ids: list[int] = []

    def do(self, clock: time_machine.Traveller, tap: Tap) -> None:
        """One tap, or some hours; then all is compared."""
        db.session.remove()
        newest = db.session.scalar(sa.select(sa.func.max(Notice.id))) or 0
        if tap.what == "wait":
            expected = self._wait(clock, tap)
        elif tap.what == "ask" or (tap.is_apt and not self._sensible(tap)):
            expected = self._ask(tap)
        elif self.model.kept:
            expected = getattr(self, f"_{tap.what}")(*self._aimed(tap))
        else:
            return
        db.session.remove()
        told = db.session.execute(
            sa.select(Notice.person_id, Notice.title).where(Notice.id > newest)
        ).all()
        assert {person_id for person_id, _ in told} == {self.person_ids[each] for each in expected}
        assert not [title for _, title in told if any(name in title for name in self.names)]
        compare(self.model, self.ids, self.person_ids, self.home_ids)

    def _aimed(self, tap: Tap) -> tuple[Tap, str, int, str]:
        """Who does it to which booking, with which host: mostly who may, where it makes sense."""
        kept, host = self.model.kept, HOSTS[tap.host % 2]
        choices = self._sensible(tap) if tap.is_apt else range(len(kept))
        nth = choices[tap.which % len(choices)]
        it = kept[nth]
        apt = host if tap.what in {"accept", "decline", "offer"} else it.family
        who = apt if tap.is_apt and tap.who % 4 else PEOPLE[tap.who]
        return tap, who, nth, host

    def _sensible(self, tap: Tap) -> list[int]:
        """The bookings with which this can be done, whoever does it."""
        host = HOSTS[tap.host % 2]
        found = [
            nth for nth, it in enumerate(self.model.kept) if it.state in SENSE.get(tap.what, ())
        ]
        if tap.what in {"take_offer", "turn_down"}:
            return [nth for nth in found if self.model.kept[nth].offers_of(host)]
        if tap.what == "say":
            return [nth for nth in found if self.model.kept[nth].waits]
        return found

    def _tap(
        self, change: Callable[[Person], object], actor: str, told: set[str] | None
    ) -> set[str]:
        """Do it as `actor`; where the model changes nothing it may be refused, in clear words."""
        try:
            change(db.session.get_one(Person, self.person_ids[actor]))
        except HiveError as said:
            words = list(said.errors.values()) if isinstance(said, Invalid) else [said.detail]
            if told is not None or not all(words):
                raise AssertionError(f"refused {type(said).__name__}: {words}") from said
        return told or set()

    def _ask(self, tap: Tap) -> set[str]:
        family = FAMILIES[tap.which % 2]
        actor = family if tap.is_apt and tap.who % 4 else PEOPLE[tap.who]
        day, host = tap.day, tap.host
        starts, ends = self._times(day, host)
        children = CHILDREN[family][tap.who % 2 :][: 1 + tap.flag] or CHILDREN[family]
        hosts = (HOSTS, HOSTS[:1], HOSTS[1:])[host % 3]
        wish = Kept(family, children, starts, ends, day % 2 == 0, self.model.now, {})
        sent = services.Wish(
            kind=BookingKind.SLEEPOVER if wish.nights else BookingKind.DAY_CARE,
            starts_at=starts,
            ends_at=ends,
            child_ids=[self.child_ids[each] for each in children],
            reason=BookingReason.REST,
            is_urgent=wish.urgent,
            host_ids=[self.home_ids[each] for each in hosts],
        )
        client_id = uuid.uuid4()

        def ask(person: Person) -> None:
            for _ in range(2):  # as a phone does that has lost the answer
                booking = services.ask_for_stay(
                    actor=person,
                    household_id=self.home_ids[family],
                    client_id=client_id,
                    wish=sent,
                )
            self.ids.append(booking.id)

        return self._tap(ask, actor, self.model.ask(actor, wish, hosts))

    def _times(self, day: int, nights: int) -> tuple[datetime, datetime]:
        """From some evening for some nights; or for some hours of a day."""
        first = day_of(self.model.now) + timedelta(days=(1, 2, 3, 0, 1, 2, 4)[day])
        if nights % 4 == 3:
            return _at(first, 10 + day), _at(first, 15 + day)
        return _at(first, 17), _at(first + timedelta(days=1 + nights % 4), 10)

    def _accept(self, _: Tap, who: str, nth: int, host: str) -> set[str]:
        given = {"booking_id": self.ids[nth], "host_id": self.home_ids[host]}
        told = self.model.accept(who, self.model.kept[nth], host)
        return self._tap(lambda person: services.accept(actor=person, **given), who, told)

    def _decline(self, _: Tap, who: str, nth: int, host: str) -> set[str]:
        given = {"booking_id": self.ids[nth], "host_id": self.home_ids[host]}
        told = self.model.decline(who, self.model.kept[nth], host)
        return self._tap(lambda person: services.decline(actor=person, **given), who, told)

    def _offer(self, tap: Tap, who: str, nth: int, host: str) -> set[str]:
        it = self.model.kept[nth]
        starts, ends = self._times(tap.day, tap.day % 3 if it.nights else 3)
        return self._tap(
            lambda person: services.offer_another_time(
                actor=person,
                booking_id=self.ids[nth],
                starts_at=starts,
                ends_at=ends,
                host_id=self.home_ids[host],
            ),
            who,
            self.model.offer(who, it, host, starts, ends),
        )

    def _take_offer(self, _: Tap, who: str, nth: int, host: str) -> set[str]:
        given = {"booking_id": self.ids[nth], "call_id": self._call_id(nth, host)}
        told = self.model.take_offer(who, self.model.kept[nth], host)
        return self._tap(lambda person: services.take_offer(actor=person, **given), who, told)

    def _turn_down(self, _: Tap, who: str, nth: int, host: str) -> set[str]:
        given = {"booking_id": self.ids[nth], "call_id": self._call_id(nth, host)}
        told = self.model.turn_down(who, self.model.kept[nth], host)
        return self._tap(lambda person: services.turn_down_offer(actor=person, **given), who, told)

    def _say(self, tap: Tap, who: str, nth: int, _host: str) -> set[str]:
        asked = db.session.scalars(
            sa.select(BookingYes)
            .where(BookingYes.booking_id == self.ids[nth])
            .order_by(BookingYes.answered_at.is_not(None), BookingYes.id)
        ).all()
        if not asked:
            return set()
        one = asked[0 if tap.is_apt else tap.day % len(asked)]
        by_id = {number: name for name, number in self.child_ids.items()}
        key = (one.kind.value, by_id.get(one.child_id or 0))
        who, yes = WHOSE[key[0]] if tap.is_apt else who, tap.day > 0
        given = {"yes_id": one.id, "is_yes": yes}
        told = self.model.say(who, self.model.kept[nth], key, yes=yes)
        return self._tap(lambda person: services.say_yes(actor=person, **given), who, told)

    def _take_back(self, _: Tap, who: str, nth: int, _host: str) -> set[str]:
        given = {"booking_id": self.ids[nth]}
        told = self.model.take_back(who, self.model.kept[nth])
        return self._tap(lambda person: services.take_back(actor=person, **given), who, told)

    def _call_off(self, _: Tap, who: str, nth: int, _host: str) -> set[str]:
        given = {"booking_id": self.ids[nth], "why": ""}
        told = self.model.call_off(who, self.model.kept[nth])
        return self._tap(lambda person: services.call_off(actor=person, **given), who, told)

    def _arrive(self, _: Tap, who: str, nth: int, _host: str) -> set[str]:
        given = {"booking_id": self.ids[nth]}
        told = self.model.arrive(who, self.model.kept[nth])
        return self._tap(lambda person: services.mark_arrived(actor=person, **given), who, told)

    def _go_home(self, _: Tap, who: str, nth: int, _host: str) -> set[str]:
        given = {"booking_id": self.ids[nth]}
        told = self.model.go_home(who, self.model.kept[nth])
        return self._tap(lambda person: services.mark_gone_home(actor=person, **given), who, told)

    def _wait(self, clock: time_machine.Traveller, tap: Tap) -> set[str]:
        """Time passes, mostly until some stay begins; the jobs run then, or are late."""
        coming = sorted(
            each.starts
            for each in self.model.kept
            if each.starts > self.model.now and each.state in {"accepted", "confirmed"}
        )
        hours = timedelta(hours=(1, 4, 9, 26)[tap.day % 4])
        self.model.now = coming[0] if coming and tap.is_apt else self.model.now + hours
        clock.move_to(self.model.now)
        if not tap.flag:
            return set()
        services.expire_overdue()
        services.finish_overdue()
        return self.model.run_jobs()

    def _call_id(self, nth: int, host: str) -> int:
        return (
            db.session.scalar(
                sa.select(HostCall.id).where(
                    HostCall.booking_id == self.ids[nth], HostCall.host_id == self.home_ids[host]
                )
            )
            or 0
        )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
