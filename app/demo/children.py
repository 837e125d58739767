"""The children of the demo county: 80 in care, 23 of the carers' own, and who belongs together."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

from app.core import clock
from app.core.extensions import db
from app.demo.cast import Cast, Home
from app.demo.words import CHILDREN, PRONOUNS
from app.families.ages import years_before
from app.families.models import (
    CareStatus,
    Child,
    ChildTie,
    Placement,
    PlacementEnding,
    TieKind,
)

_IN_CARE = 80
#: Of the carers' own: this many under twelve and this many from twelve on.
_YOUNG, _GROWN = 13, 10
#: Of the 78 placements that there were when the Hives opened, two have ended on notice.
_ON_NOTICE = 2

#: Children the demo shows: who they live with, name, age, how long they have been there (days).
_SHOWN = (
    ("sam", "Kayden", 9, 412),
    ("sam", "Lily-Mae", 6, 412),
    ("aisha", "Jamal", 9, 230),
    ("priya", "Shannon", 14, 610),
    ("lisa", "Teddy", 4, 96),
    ("tom", "Courtney", 12, 340),
)


def place_children(cast: Cast) -> None:
    """Give the families their children, and some children brothers, sisters and friends."""
    for who, name, age, days in _SHOWN:
        home = cast.home_of(who)
        _place(cast, home, name, age, CareStatus.IN_CARE, cast.today - timedelta(days=days))
    names = _names(cast)
    for home in _homes_for(cast, _IN_CARE - len(_SHOWN)):
        age = cast.chance.choices(range(17), weights=[1, 1, 1, 2, 2, 2, 3, 3] + [4] * 9)[0]
        _place(cast, home, next(names), age, CareStatus.IN_CARE, cast.days_ago(110, 900))
    for age in [cast.chance.randint(1, 11) for _ in range(_YOUNG)]:
        _place_own(cast, next(names), age)
    for age in [cast.chance.randint(12, 17) for _ in range(_GROWN)]:
        _place_own(cast, next(names), age)
    db.session.flush()
    _end_two_on_notice(cast)
    _tie(cast)


def _names(cast: Cast) -> Iterator[str]:
    """Names without end; two children of the same one are far apart."""
    while True:
        yield from cast.chance.sample(CHILDREN, len(CHILDREN))


def _homes_for(cast: Cast, count: int) -> list[Home]:
    """Homes for so many children, a home named once for each: none beyond its terms."""
    free = [
        home
        for home in cast.homes
        for _ in range((home.household.places or 0) - len(home.children))
        if not _is_shown(cast, home)
    ]
    return cast.chance.sample(free, count)


def _is_shown(cast: Cast, home: Home) -> bool:
    return any(cast.named[who] in home.carers for who, *_ in _SHOWN)


def _place_own(cast: Cast, name: str, age: int) -> None:
    home = cast.chance.choice([home for home in cast.homes if not _is_shown(cast, home)])
    _place(cast, home, name, age, CareStatus.BIRTH_CHILD, None)


def _place(
    cast: Cast, home: Home, name: str, age: int, status: CareStatus, from_on: date | None
) -> None:
    born_on = years_before(cast.today, age) - timedelta(days=cast.chance.randint(5, 360))
    if name in {child.preferred_name for child in home.children}:
        name = next(each for each in CHILDREN if each not in {c.name for c in home.children})
    child = Child(
        preferred_name=name,
        born_on=born_on,
        care_status=status,
        pronouns=cast.chance.choice(PRONOUNS),
        added_by_id=home.carers[0].id,
        added_at=clock.now(),
        client_id=uuid.UUID(int=cast.chance.getrandbits(128), version=4),
    )
    child.placements.append(
        Placement(household=home.household, from_on=max(born_on, from_on or born_on))
    )
    db.session.add(child)
    home.children.append(child)
    if status is CareStatus.IN_CARE:
        terms = home.household
        terms.ages_from = min(age, terms.ages_from or 0)
        terms.ages_to = max(age + 1, terms.ages_to or 0)


def _end_two_on_notice(cast: Cast) -> None:
    """Two children live with another family since a placement ended on notice."""
    moved = 0
    for home, other in zip(cast.homes[20:], cast.homes[40:], strict=False):
        in_care = [each for each in home.children if each.care_status is CareStatus.IN_CARE]
        if moved == _ON_NOTICE or len(in_care) < 2 or _is_shown(cast, home):
            continue
        child = in_care[-1]
        before = child.placements[0]
        last_day = cast.days_ago(20, 70)
        before.until_on, before.ending = last_day, PlacementEnding.ON_NOTICE
        before.ending_note = "Both sides agreed that another family would suit better."
        db.session.flush()
        child.placements.append(
            Placement(household=other.household, from_on=last_day + timedelta(days=1))
        )
        home.children.remove(child)
        other.children.append(child)
        moved += 1
    db.session.flush()


def _tie(cast: Cast) -> None:
    """Brothers and sisters within homes and across them; some friends."""
    kayden, lily = cast.home_of("sam").children[:2]
    _add_tie(kayden, lily, TieKind.SIBLING)
    _add_tie(kayden, cast.home_of("aisha").children[0], TieKind.FRIEND)
    in_care = [
        [each for each in home.children if each.care_status is CareStatus.IN_CARE]
        for home in cast.homes
        if not _is_shown(cast, home)
    ]
    together = [children for children in in_care if len(children) > 1]
    for first, second, *_ in cast.chance.sample(together, 9):
        _add_tie(first, second, TieKind.SIBLING)
    alone = [children[0] for children in in_care if len(children) == 1]
    for first, second in zip(alone[::3], alone[1::3], strict=False):
        _add_tie(first, second, cast.chance.choice([TieKind.SIBLING, TieKind.FRIEND]))


def _add_tie(one: Child, other: Child, kind: TieKind) -> None:
    low, high = sorted((one.id, other.id))
    db.session.add(ChildTie(child_id=low, other_child_id=high, kind=kind))
