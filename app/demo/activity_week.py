"""The Big Activity Week of 2 to 6 August 2021: six centres, 105 children."""

import random
import uuid
from datetime import UTC, date, datetime, time, timedelta

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast, Home
from app.demo.event_words import CENTRES, WEEK
from app.demo.signed_up import Party, sign_up_parties
from app.demo.words import CHILDREN
from app.events.models import Audience, Event, EventHost, EventKind, EventPart, EventState
from app.families.models import CareStatus, Child, Placement, PlacementEnding

_FIRST, _LAST = date(2021, 8, 2), date(2021, 8, 6)


def hold_activity_week(cast: Cast, chance: random.Random, host: Person) -> Event:
    """The week as it was. Its children are grown by now, and live with the families no more."""
    event = _week(host)
    homes = [home for home in cast.homes if (home.household.approved_on or _LAST) < _FIRST]
    turn = 0
    for part, (_, _, year, count) in zip(event.parts, CENTRES, strict=True):
        parties = []
        # One child of a family at each centre: they go by school year.
        for number in range(count):
            home = homes[(turn + number) % len(homes)]
            parties.append(Party(home, [_child(chance, home, year, turn + number)]))
        turn += count
        db.session.flush()
        sign_up_parties(event, _together(parties), part=part)
    # Each family is one, however many of its centres its children went to.
    event.household_taken = min(turn, len(homes))
    return event


def _together(parties: list[Party]) -> list[Party]:
    """The parties of one home as one."""
    by_home: dict[int, Party] = {}
    for party in parties:
        known = by_home.setdefault(party.home.household.id, Party(party.home, []))
        known.children = [*known.children, *party.children]
    return list(by_home.values())


def _week(host: Person) -> Event:
    title, about, bring = WEEK
    planned_at = _midnight(_FIRST - timedelta(days=90))
    event = Event(
        title=title,
        about=about,
        bring=bring,
        cost="Free",
        kind=EventKind.ACTIVITY_WEEK,
        audience=Audience.FAMILIES,
        state=EventState.OPEN,
        starts_at=_midnight(_FIRST),
        ends_at=_midnight(_LAST + timedelta(days=1)),
        is_all_day=True,
        is_county=True,
        created_by_id=host.id,
        created_at=planned_at,
        changed_at=planned_at,
        client_id=uuid.uuid5(uuid.NAMESPACE_URL, title),
    )
    for position, (name, address, year, count) in enumerate(CENTRES):
        event.parts.append(
            EventPart(
                position=position,
                name=name,
                place=name,
                address=address,
                year_from=year,
                year_to=year,
                child_places=count,
            )
        )
    db.session.add(event)
    db.session.flush()
    db.session.add(EventHost(event_id=event.id, person_id=host.id))
    return event


def _child(chance: random.Random, home: Home, year: int, number: int) -> Child:
    """Somebody who was in that school year then, and moved on as planned later."""
    born_on = date(2016 - year, 9, 1) - timedelta(days=chance.randint(1, 364))
    came_on = _FIRST - timedelta(days=chance.randint(60, 600))
    child = Child(
        preferred_name=CHILDREN[number % len(CHILDREN)],
        born_on=born_on,
        care_status=CareStatus.IN_CARE,
        pronouns="",
        added_by_id=home.carers[0].id,
        added_at=clock.now(),
        client_id=uuid.UUID(int=chance.getrandbits(128), version=4),
    )
    child.placements.append(
        Placement(
            household=home.household,
            from_on=came_on,
            until_on=_LAST + timedelta(days=chance.randint(90, 700)),
            ending=PlacementEnding.PLANNED,
        )
    )
    db.session.add(child)
    return child


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.LONDON).astimezone(UTC)
