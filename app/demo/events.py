"""What is on in the demo county: in each Hive, and for everybody."""

import random
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.words import local_day
from app.demo.activity_week import hold_activity_week
from app.demo.cast import Cast, Home
from app.demo.event_days import hold_day
from app.demo.event_words import COUNTY, GROUP, PAST_SOCIAL, SOCIALS, TRAINING
from app.demo.signed_up import Party, sign_up_parties
from app.events.models import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventSeries,
    EventState,
    SignUpState,
)
from app.events.policy import why_not_fitting
from app.families.models import AuthorityKind, CareStatus
from app.families.queries import carers_decide
from app.hives.models import Hive, Membership

_TUESDAY, _THURSDAY, _SATURDAY = 1, 3, 5


def plan_events(cast: Cast) -> None:
    """Support groups, socials and training of each Hive, county days, and one week of 2021."""
    chance = random.Random(105)  # noqa: S311 - the same events on every machine
    leaders = _leaders()
    for index, hive in enumerate(cast.hives):
        homes = [home for home in cast.homes if home.household.hive_id == hive.id]
        _of_hive(cast, chance, hive, homes, leaders[hive.id], index)
    priya = cast.named["priya"]
    for title, kind, audience, about, place, address, cost, bring, *rest in COUNTY:
        begins, ends, places, days, weekday = rest
        part = EventPart(place=place, address=address, child_places=places)
        words = {"title": title, "about": about, "cost": cost, "bring": bring}
        _event(priya, _next(cast, days, weekday), begins, ends, kind, audience, part, **words)
    hold_activity_week(cast, chance, priya)
    db.session.flush()


def _of_hive(
    cast: Cast, chance: random.Random, hive: Hive, homes: Sequence[Home], leader: int, index: int
) -> None:
    host = db.session.get_one(Person, leader)
    hall = EventKind.SUPPORT_GROUP
    days = [_next(cast, 8 + index + 28 * month, _TUESDAY) for month in range(-2, 3)]
    series = _every_four_weeks(days)
    for day in days:
        event = _event(host, day, time(18, 30), time(20), hall, Audience.CARERS, _hall(hive),
                       hive, series=series, series_day=day, **_words(*GROUP))  # fmt: skip
        coming = [Party(home, (), home.carers[:1]) for home in chance.sample(homes, 4)]
        sign_up_parties(event, coming)
    event = _event(host, _next(cast, 15 + index, _THURSDAY), time(19), time(21),
                   EventKind.TRAINING, Audience.CARERS, _hall(hive), hive, household_places=12,
                   **_words(*TRAINING))  # fmt: skip
    sign_up_parties(event, [Party(home, (), home.carers) for home in chance.sample(homes, 3)])
    nearly, full, roomy = (
        _social(host, hive, _next(cast, 3 + 7 * week + index % 2, _SATURDAY), social)
        for week, social in enumerate(SOCIALS)
    )
    # Those of the first family shown can still come to the one that is nearly full.
    shown = cast.home_of("sam")
    others = [home for home in homes if home is not shown]
    sign_up_parties(nearly, _fitting(nearly, others, most=10))
    coming = _fitting(full, others, most=6)
    sign_up_parties(full, coming)
    late = [home for home in others if home not in [party.home for party in coming]]
    sign_up_parties(full, _fitting(full, late, most=3), SignUpState.WAITING)
    sign_up_parties(roomy, _fitting(roomy, [shown, *others] if shown in homes else others, most=7))
    past = _social(host, hive, _next(cast, -30 - index, _SATURDAY), PAST_SOCIAL)
    sign_up_parties(past, _fitting(past, homes, most=12))
    hold_day(past, host)
    if shown in homes:
        _ask_for_a_yes(roomy, shown)


def _every_four_weeks(days: Sequence[date]) -> EventSeries:
    """The series that support groups on these days are; the later ones are made in time."""
    series = EventSeries(
        rule="FREQ=WEEKLY;INTERVAL=4;BYDAY=TU",
        begins_on=days[0],
        begins_at=time(18, 30),
        minutes=90,
        made_until=days[-1],
    )
    db.session.add(series)
    return series


def _ask_for_a_yes(event: Event, home: Home) -> None:
    """Let one child of a family wait for its social worker's yes."""
    children = [child for child in home.children if child.care_status is CareStatus.IN_CARE]
    kind = AuthorityKind.ACTIVITIES
    decided = carers_decide(children, {kind})
    waits = [child.id for child in children if (child.id, kind) not in decided]
    for each in event.parts[0].sign_ups:
        if each.child_id in waits[:1]:
            each.state = SignUpState.ASKING


def _leaders() -> dict[int, int]:
    """Who leads each Hive."""
    rows = db.session.execute(
        sa.select(Membership.hive_id, Membership.person_id)
        .where(Membership.role == Role.SUPPORT_WORKER)
        .order_by(Membership.id.desc())
    )
    return {hive_id: person_id for hive_id, person_id in rows if hive_id is not None}


def _social(host: Person, hive: Hive, day: date, social: Sequence[Any]) -> Event:
    title, about, place, address, cost, bring, begins, ends, places, ages = social
    part = EventPart(
        place=f"{place}, {_town(hive)}",
        address=f"{address}, {_town(hive)}",
        child_places=places,
        age_from=ages[0],
        age_to=ages[1],
    )
    words = {"title": title, "about": about, "cost": cost, "bring": bring}
    return _event(
        host, day, begins, ends, EventKind.FAMILY_SOCIAL, Audience.FAMILIES, part, hive, **words
    )


def _event(
    host: Person,
    day: date,
    begins: time,
    ends: time,
    kind: EventKind,
    audience: Audience,
    part: EventPart,
    hive: Hive | None = None,
    **facts: Any,
) -> Event:
    now = clock.now()
    starts_at = datetime.combine(day, begins, tzinfo=clock.LONDON)
    event = Event(
        kind=kind,
        audience=audience,
        state=EventState.OPEN,
        starts_at=starts_at,
        ends_at=datetime.combine(day, ends, tzinfo=clock.LONDON),
        is_county=hive is None,
        created_by_id=host.id,
        created_at=min(now, starts_at - timedelta(days=21)),
        changed_at=min(now, starts_at - timedelta(days=21)),
        client_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{facts['title']}{hive and hive.id}{day}"),
        **facts,
    )
    event.parts.append(part)
    db.session.add(event)
    db.session.flush()
    db.session.add(EventHost(event_id=event.id, person_id=host.id))
    if hive is not None:
        db.session.add(EventHive(event_id=event.id, hive_id=hive.id))
    return event


def _fitting(event: Event, homes: Sequence[Home], *, most: int) -> list[Party]:
    """The children of these homes who fit, with a carer each, until there are `most`."""
    parties, left = [], most
    for home in homes:
        fit = [
            child
            for child in home.children
            if not why_not_fitting(event.parts[0], child, event)
            and local_day(event.starts_at) >= child.born_on
        ][:left]
        if fit:
            parties.append(Party(home, fit, home.carers[:1]))
            left -= len(fit)
        if not left:
            break
    return parties


def _next(cast: Cast, days: int, weekday: int) -> date:
    """The first such weekday at least so many days from today (before it, when negative)."""
    day = cast.today + timedelta(days=days)
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _hall(hive: Hive) -> EventPart:
    town = _town(hive)
    return EventPart(place=f"Village hall, {town}", address=f"Church Lane, {town}")


def _town(hive: Hive) -> str:
    return hive.name.removesuffix(" Hive")


def _words(title: str, about: str, cost: str, bring: str) -> dict[str, str]:
    return {"title": title, "about": about, "cost": cost, "bring": bring}
