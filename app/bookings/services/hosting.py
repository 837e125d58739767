"""A host's time: days, what comes again, being away; and what a Hive wants of its bookings."""

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.hosting_words import WEEKEND, first_on
from app.bookings.models import DayPart, HiveBookingRule, HostAway, HostDay, HostPattern
from app.bookings.nights import FARTHEST
from app.bookings.queries.hosting import host_kept_by
from app.bookings.services.beds import lock_host
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import Household
from app.hives.policy import leads
from app.hives.queries import visible_hives_list

_FRIDAY = 4


def set_day(*, actor: Person, host_id: int, day: date, parts: Collection[DayPart]) -> None:
    """Say which parts of a London day a host is free; it counts before what comes again.

    Raises `NotFound` to all but those who live there and lead its Hive, and `Invalid` (`day`)
    for a day that is over or too far ahead.
    """
    with unit_of_work():
        host = _locked(actor, host_id)
        _check_day("day", day)
        said = db.session.get(HostDay, (host.id, day))
        if said is None:
            said = HostDay(household_id=host.id, day=day)
            db.session.add(said)
        for part in DayPart:
            setattr(said, part.value, part in parts)


def forget_day(*, actor: Person, host_id: int, day: date) -> None:
    """Forget what was said of a day: what comes again counts for it. Raises `NotFound`."""
    with unit_of_work():
        host = _locked(actor, host_id)
        said = db.session.get(HostDay, (host.id, day))
        if said is not None:
            db.session.delete(said)


def set_pattern(
    *,
    actor: Person,
    host_id: int,
    weekday: int | None,
    every_weeks: int,
    begins_on: date,
    until_on: date | None = None,
    parts: Collection[DayPart] = (),
) -> None:
    """Say what time is free again and again: parts of a weekday, or (None) the whole weekend.

    It begins with the first such day from `begins_on`, comes every one to four weeks, and takes
    the place of what was said of these weekdays before. Raises `NotFound`, and `Invalid` by field
    (`begins_on`, `until_on`, `parts`).
    """
    with unit_of_work():
        host = _locked(actor, host_id)
        _check_day("begins_on", begins_on)
        wanted = _weekend_from(begins_on) if weekday is None else {}
        if weekday is not None:
            if not parts:
                raise Invalid({"parts": "Choose at least one part of the day."})
            wanted = {first_on(weekday, begins_on): frozenset(parts)}
        if until_on is not None and until_on < min(wanted):
            raise Invalid({"until_on": "The last day comes before the first. Choose a later one."})
        _drop_patterns(host, [day.weekday() for day in wanted])
        for day, free in wanted.items():
            db.session.add(
                HostPattern(
                    household_id=host.id,
                    weekday=day.weekday(),
                    every_weeks=every_weeks,
                    begins_on=day,
                    until_on=until_on,
                    **{part.value: part in free for part in DayPart},
                )
            )


def remove_pattern(*, actor: Person, host_id: int, weekdays: Collection[int]) -> None:
    """Take back what comes again on some weekdays. Raises `NotFound`."""
    with unit_of_work():
        _drop_patterns(_locked(actor, host_id), weekdays)


def say_away(*, actor: Person, host_id: int, from_on: date, until_on: date) -> HostAway:
    """Say that a host is away from a London day until another, both with them.

    It counts before anything else; stays that are booked stay booked. Days that overlap another
    time away become one with it. Raises `NotFound`, and `Invalid` (`until_on`).
    """
    with unit_of_work():
        host = _locked(actor, host_id)
        if until_on < from_on:
            raise Invalid({"until_on": "The last day comes before the first. Choose a later one."})
        _check_day("until_on", until_on)
        overlapping = db.session.scalars(
            sa.select(HostAway).where(
                HostAway.household_id == host.id,
                HostAway.from_on <= until_on,
                HostAway.until_on >= from_on,
            )
        ).all()
        away = HostAway(
            household_id=host.id,
            from_on=min([from_on, *(each.from_on for each in overlapping)]),
            until_on=max([until_on, *(each.until_on for each in overlapping)]),
        )
        for each in overlapping:
            db.session.delete(each)
        db.session.flush()
        db.session.add(away)
        db.session.flush()
    return away


def take_away_back(*, actor: Person, host_id: int, away_id: int) -> None:
    """Take back that a host is away; gone already is fine. Raises `NotFound`."""
    with unit_of_work():
        host = _locked(actor, host_id)
        db.session.execute(
            sa.delete(HostAway).where(HostAway.id == away_id, HostAway.household_id == host.id)
        )


def set_rules(*, actor: Person, confirming: Collection[int]) -> None:
    """Say for which of the Hives the actor leads a support worker says yes to every sleepover.

    `confirming` are their ids; the others that the actor leads are left to the usual. Raises
    `NotAllowed` to all but support workers, and `NotFound` for a Hive the actor does not lead.
    """
    if not policy.can_set_rule(actor):
        raise NotAllowed("This page is for support workers. Go back to Home.")
    with unit_of_work():
        led = {hive.id for hive in visible_hives_list(actor) if leads(actor, hive)}
        if not led >= set(confirming):
            raise NotFound()
        for hive_id in sorted(led):
            _set_rule(actor, hive_id, hive_id in confirming)


def _set_rule(actor: Person, hive_id: int, confirms_all: bool) -> None:
    rule = db.session.get(HiveBookingRule, hive_id, with_for_update=True)
    if confirms_all == (rule is not None and rule.confirms_all):
        return
    if rule is None:
        rule = HiveBookingRule(hive_id=hive_id)
        db.session.add(rule)
    rule.confirms_all = confirms_all
    rule.changed_by_id, rule.changed_at = actor.id, clock.now()
    db.session.flush()


def _locked(actor: Person, host_id: int) -> Household:
    host = host_kept_by(actor, host_id)
    lock_host(host)
    return host


def _check_day(field: str, day: date) -> None:
    if day < clock.today():
        raise Invalid({field: "That day is over. Choose one to come."})
    if day > clock.today() + FARTHEST:
        raise Invalid({field: "Choose a day within the next year."})


def _weekend_from(day: date) -> dict[date, frozenset[DayPart]]:
    """The days of the weekend that a day is in, or of the next one, with what is free of each."""
    friday = day - timedelta(days=day.weekday() - _FRIDAY)
    return {friday + timedelta(days=each - _FRIDAY): parts for each, parts in WEEKEND.items()}


def _drop_patterns(host: Household, weekdays: Collection[int]) -> None:
    db.session.execute(
        sa.delete(HostPattern).where(
            HostPattern.household_id == host.id, HostPattern.weekday.in_(weekdays)
        )
    )
