"""What should become of bookings, worked out a second time: who holds what, who is told.

Nothing of the app is used here. People and homes are words: "f0" and "f1" are the carers of two
families, "h0" and "h1" of two hosts; each stands for the home as well.
"""

from datetime import date, datetime, timedelta

from tests.bookings.kept import (
    HOLDING,
    LIMIT,
    NIGHTS,
    OWN,
    PLACES,
    SEEKING,
    WHOSE,
    Call,
    Kept,
    day_of,
    year_of,
)


class Model:
    """All bookings. Each method says who is told, or None where nothing is to change."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.kept: list[Kept] = []

    # Facts.

    def beds_taken(self, host: str, starts: datetime, ends: datetime) -> set[int]:
        held = [each for each in self.kept if each.state in HOLDING and each.host == host]
        return {bed for each in held if each.overlaps(starts, ends) for bed in each.beds}

    def is_away(
        self, child: str, starts: datetime, ends: datetime, states: tuple[str, ...]
    ) -> bool:
        return any(
            child in each.children and each.state in states and each.overlaps(starts, ends)
            for each in self.kept
        )

    def nights_held(self, family: str, besides: Kept | None = None) -> set[date]:
        return {
            night
            for each in self.kept
            if each.family == family and each is not besides
            if each.state in {*HOLDING, "finished"}
            for night in each.nights
            if each.gone is None or night < day_of(each.gone)
        }

    def nights_asked(self, family: str) -> set[date]:
        asked = [each for each in self.kept if each.family == family and each.state in SEEKING]
        return {night for each in asked for night in each.nights} - self.nights_held(family)

    # What people do.

    def ask(self, actor: str, wish: Kept, hosts: tuple[str, ...]) -> set[str] | None:
        if actor not in {wish.family, "leader"} or wish.starts < self.now:
            return None
        live = (*SEEKING, *HOLDING)
        if any(self.is_away(child, wish.starts, wish.ends, live) for child in wish.children):
            return None
        wish.calls = {
            host: Call()
            for host in hosts
            if PLACES[host] - len(self.beds_taken(host, wish.starts, wish.ends))
            >= len(wish.children)
        }
        if not wish.calls:
            return None
        self.kept.append(wish)
        wish.trail.append(("requested", actor))
        told = self._ask_for_yeses(wish)
        told |= set(wish.calls) - {actor}
        return told | (set() if actor == wish.family else {wish.family})

    def accept(self, actor: str, it: Kept, host: str) -> set[str] | None:
        call = self._call(actor, it, host)
        if call is None or not self._can_take(it, host, it.starts, it.ends):
            return None
        return self._take(actor, it, host) | ({it.family} - {actor}) | self._confirm(actor, it)

    def decline(self, actor: str, it: Kept, host: str) -> set[str] | None:
        call = self._call(actor, it, host)
        if call is None or call.state == "declined":
            return None
        call.state = "declined"
        return self._after_a_no(actor, it)

    def offer(
        self, actor: str, it: Kept, host: str, starts: datetime, ends: datetime
    ) -> set[str] | None:
        call = self._call(actor, it, host)
        if call is None or starts < self.now or (starts, ends) == (it.starts, it.ends):
            return None
        call.state, call.offer = "offered", (starts, ends)
        if it.state == "requested":
            self._move(it, "offered", actor)
        return {it.family} - {actor}

    def take_offer(self, actor: str, it: Kept, host: str) -> set[str] | None:
        call = it.calls.get(host)
        if actor not in {it.family, "leader"} or it.state not in SEEKING:
            return None
        if call is None or call.state != "offered" or call.offer is None:
            return None
        starts, ends = call.offer
        if starts < self.now or not self._can_take(it, host, starts, ends):
            return None
        it.starts, it.ends = starts, ends
        return self._take(actor, it, host) | ({host} - {actor}) | self._confirm(actor, it)

    def turn_down(self, actor: str, it: Kept, host: str) -> set[str] | None:
        call = it.calls.get(host)
        if actor not in {it.family, "leader"} or it.state not in SEEKING:
            return None
        if call is None or call.state != "offered":
            return None
        call.state = "declined"
        return self._after_a_no(actor, it) | {host}

    def say(
        self, actor: str, it: Kept, key: tuple[str, str | None], *, yes: bool
    ) -> set[str] | None:
        if key not in it.yeses or actor != WHOSE[key[0]]:
            return None
        about, said = it.yeses[key]
        if said or it.state not in (*SEEKING, *HOLDING):
            return None
        if yes:
            it.yeses[key] = (about, True)
            return self._confirm(actor, it)
        told = {it.family, "leader"} | it.open_hosts | ({it.host} if it.host else set())
        self._move(it, "cancelled" if it.state in HOLDING else "declined", actor)
        return told - {actor}

    def take_back(self, actor: str, it: Kept) -> set[str] | None:
        if actor not in {it.family, "leader"} or it.state not in SEEKING:
            return None
        told = it.open_hosts | {it.family}
        self._move(it, "withdrawn", actor)
        return told - {actor}

    def call_off(self, actor: str, it: Kept) -> set[str] | None:
        if actor not in {it.family, it.host, "leader"} or it.state not in {"accepted", "confirmed"}:
            return None
        self._move(it, "cancelled", actor)
        return {it.family, str(it.host), "leader"} - {actor}

    def arrive(self, actor: str, it: Kept) -> set[str] | None:
        if actor not in {it.family, it.host, "leader"} or it.state != "confirmed":
            return None
        if self.now < it.starts - timedelta(hours=3):
            return None
        self._move(it, "under_way", actor)
        return {it.family, str(it.host)} - {actor}

    def go_home(self, actor: str, it: Kept) -> set[str] | None:
        if actor not in {it.family, it.host, "leader"} or it.state != "under_way":
            return None
        it.gone = self.now
        self._move(it, "finished", actor)
        return {it.family, str(it.host)} - {actor}

    def run_jobs(self) -> set[str]:
        told: set[str] = set()
        for it in self.kept:
            waited = it.asked_at <= self.now - timedelta(hours=4)
            is_late = it.starts <= self.now and (not it.urgent or waited or it.ends <= self.now)
            if it.state in (*SEEKING, "accepted") and is_late:
                told |= {it.family, "leader"} | it.open_hosts
                told |= {it.host} if it.host else set()
                self._move(it, "expired", None)
            is_long_over = it.ends <= self.now - timedelta(hours=24)
            if it.state in {"confirmed", "under_way"} and is_long_over:
                self._move(it, "finished", None)
        return told

    # What follows.

    def _call(self, actor: str, it: Kept, host: str) -> Call | None:
        """The call that `actor` may answer: the own one while it is open, any for the leader."""
        call = it.calls.get(host)
        if call is None or it.state not in SEEKING:
            return None
        return call if actor == "leader" or (actor == host and call.is_open) else None

    def _can_take(self, it: Kept, host: str, starts: datetime, ends: datetime) -> bool:
        if ends <= self.now:
            return False
        if any(self.is_away(child, starts, ends, HOLDING) for child in it.children):
            return False
        return PLACES[host] - len(self.beds_taken(host, starts, ends)) >= len(it.children)

    def _take(self, actor: str, it: Kept, host: str) -> set[str]:
        taken = self.beds_taken(host, it.starts, it.ends)
        free = [bed for bed in range(1, PLACES[host] + 1) if bed not in taken]
        told = it.open_hosts - {host, actor}
        self._move(it, "accepted", actor)
        it.host, it.beds = host, tuple(free[: len(it.children)])
        it.calls[host].state = "accepted"
        for call in it.calls.values():
            call.state = "closed" if call.is_open else call.state
        return told | self._ask_for_yeses(it)

    def _ask_for_yeses(self, it: Kept) -> set[str]:
        wanted, told = self._wanted(it), set()
        for key, (_, said) in list(it.yeses.items()):
            if key not in wanted and not said:
                del it.yeses[key]
        for key, about in wanted.items():
            before, said = it.yeses.get(key, ("", False))
            it.yeses[key] = (about, said and before == about)
            if not before or (said and before != about):
                told.add(WHOSE[key[0]])
        return told

    def _wanted(self, it: Kept) -> dict[tuple[str, str | None], str]:
        wanted: dict[tuple[str, str | None], str] = {}
        if it.nights and it.family == "f1":
            wanted["authority", "c"] = "the plan"
        held, over = self.nights_held(it.family, besides=it), 0
        for year in {year_of(night) for night in it.nights}:
            before = sum(year_of(night) == year for night in held)
            after = sum(year_of(night) == year for night in held | set(it.nights))
            over += after - NIGHTS[it.family] if after > max(before, NIGHTS[it.family]) else 0
        if over:
            wanted["allowance", None] = str(over)
        most = max((self._foster_children(it, night) for night in it.nights), default=0)
        if it.host and most > LIMIT:
            wanted["limit", None] = "too many"
        return wanted

    def _foster_children(self, it: Kept, night: date) -> int:
        others = [
            each
            for each in self.kept
            if each.host == it.host and each.state in HOLDING and night in each.nights
            if each is not it
        ]
        guests = len(it.children) + sum(len(each.children) for each in others)
        return guests + OWN.get(str(it.host), 0)

    def _confirm(self, actor: str, it: Kept) -> set[str]:
        if it.state != "accepted" or it.waits:
            return set()
        self._move(it, "confirmed", actor)
        return {it.family, str(it.host)} - {actor}

    def _after_a_no(self, actor: str, it: Kept) -> set[str]:
        if not it.open_hosts:
            self._move(it, "declined", actor)
            return {it.family, "leader"} - {actor}
        if it.state == "offered" and all(call.state != "offered" for call in it.calls.values()):
            self._move(it, "requested", actor)
        return set()

    def _move(self, it: Kept, state: str, by: str | None) -> None:
        it.state = state
        it.trail.append((state, by))
        if state not in HOLDING:
            it.beds = ()
        if state not in (*SEEKING, *HOLDING):
            for call in it.calls.values():
                call.state = "closed" if call.is_open else call.state
