"""The hosts of the demo county: their homes, and when they have time."""

import random
from datetime import date, timedelta

from app.bookings.models import HostAway, HostDay, HostHome, HostPattern
from app.core import clock
from app.core.extensions import db
from app.demo.booking_words import HOMES, LISAS_HOME
from app.demo.cast import Cast, Home
from app.demo.home_pictures import hang_pictures

_WEDNESDAY, _FRIDAY, _SATURDAY = 2, 4, 5


def open_homes(cast: Cast, chance: random.Random) -> list[Home]:
    """Let each host tell of its home and its time; returns them. A Hive has at least two.

    Those whom the demo shows as guests don't count.
    """
    lisa, sam, aisha = (cast.home_of(who) for who in ("lisa", "sam", "aisha"))
    lisa.household.host_places = max(2, lisa.household.host_places)
    # These two are shown as families who ask.
    for home in (sam, aisha):
        home.household.is_host, home.household.host_places = False, 0
        home.household.host_room = ""
    for hive in cast.hives:
        homes = [home for home in cast.homes if home.household.hive_id == hive.id]
        others = [home for home in homes if home not in (lisa, sam, aisha)]
        if sum(home.household.is_host for home in others) < (1 if lisa in homes else 2):
            another = homes[-1]
            another.household.is_host, another.household.host_places = True, 1
            another.household.host_room = "A single room with a desk."
    hosts = [home for home in cast.homes if home.household.is_host]
    for number, host in enumerate(hosts):
        words = LISAS_HOME if host is lisa else HOMES[number % len(HOMES)]
        db.session.add(
            HostHome(
                household_id=host.household.id,
                changed_by_id=host.carers[0].id,
                changed_at=clock.now() - timedelta(days=20),
                **words,
            )
        )
        _say_when(cast, chance, host, number)
    hang_pictures(chance, lisa)
    db.session.flush()
    return hosts


def _say_when(cast: Cast, chance: random.Random, host: Home, number: int) -> None:
    """Weekends, every one or every other, and an afternoon; a day more, and a week away."""
    every = 1 if number % 3 == 0 else 2
    host_id = host.household.id
    for weekday, parts in (
        (_WEDNESDAY, {"afternoon": True}),
        (_FRIDAY, {"night": True}),
        (_SATURDAY, {"morning": True, "afternoon": True, "night": True}),
    ):
        begins = _weekday_after(cast.opened_on + timedelta(days=7 * (number % 2)), weekday)
        db.session.add(
            HostPattern(
                household_id=host_id, weekday=weekday, every_weeks=every, begins_on=begins, **parts
            )
        )
    day = cast.today + timedelta(days=chance.randint(2, 6))
    db.session.add(HostDay(household_id=host_id, day=day, morning=True, night=True))
    if number % 2:
        away = cast.today + timedelta(days=40 + number)
        db.session.add(
            HostAway(household_id=host_id, from_on=away, until_on=away + timedelta(days=6))
        )


def _weekday_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)
