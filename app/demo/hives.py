"""The Hives of the demo county and the families in them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from app.accounts.models import Person
from app.core.roles import Role
from app.demo.cast import Cast, Home
from app.demo.words import AGENCIES, FAMILY_NAMES, FIRST_NAMES, HIVES, HOST_ROOMS
from app.families.models import HouseholdKind
from app.families.services import join_household, open_household
from app.hives.models import Hive
from app.hives.services import open_hive

#: Those the sign-in page offers, by address: name, role, index of their Hive.
_NAMED = {
    "sam": ("Sam Okafor", Role.CARER, 0),
    "aisha": ("Aisha Rahman", Role.CARER, 0),
    "lisa": ("Lisa Marchant", Role.LINK_CARER, 0),
    "priya": ("Priya Nair", Role.SUPPORT_WORKER, 0),
    "tom": ("Tom Whitlock", Role.CARER, 1),
}
_CAPACITY = 10
#: Of 56 families: how they came to foster (56 %, 18 % and 26 %).
_KINDS = {
    HouseholdKind.COUNTY: 31,
    HouseholdKind.CONNECTED: 10,
    HouseholdKind.NEWLY_APPROVED: 15,
}
#: Of 56 families: how many have two carers, so that there are a hundred of them.
_PAIRS = 44


def fill_hives(cast: Cast) -> None:
    """Six Hives, each with its families, a support worker who fosters too, and a link carer."""
    families = sum(taken for _, _, taken in HIVES)
    kinds = [kind for kind, count in _KINDS.items() for _ in range(count)]
    sizes = [2] * _PAIRS + [1] * (families - _PAIRS)
    cast.chance.shuffle(kinds)
    cast.chance.shuffle(sizes)
    names = iter(FAMILY_NAMES)
    for index, (name, area, taken) in enumerate(HIVES):
        hive = open_hive(name=name, area=area, capacity=_CAPACITY, opened_on=cast.opened_on)
        cast.hives.append(hive)
        here = [who for who, (_, _, at) in _NAMED.items() if at == index]
        for number in range(taken):
            who = here[number] if number < len(here) else ""
            # Priya leads the first Hive, and Lisa has children to stay there.
            role = _NAMED[who][1] if who else _role_of(number - len(here) if index else -1)
            _settle(cast, hive, who, names, role, kinds.pop(), sizes.pop())
    _lend_a_link_carer(cast)
    _supervise(cast)


def _role_of(number: int) -> Role:
    """Of a Hive's other families the first leads it, and the second has children to stay."""
    return {0: Role.SUPPORT_WORKER, 1: Role.LINK_CARER}.get(number, Role.CARER)


def _settle(
    cast: Cast,
    hive: Hive,
    who: str,
    names: Iterator[str],
    role: Role,
    kind: HouseholdKind,
    size: int,
) -> None:
    first = cast.person(_NAMED[who][0], who) if who else None
    family = first.name.split()[-1] if first else next(names)
    carers = [first or cast.person(f"{cast.chance.choice(FIRST_NAMES)} {family}")]
    if size > 1:
        others = [each for each in FIRST_NAMES if each != carers[0].first_name]
        carers.append(cast.person(f"{cast.chance.choice(others)} {family}"))
    if who:
        cast.named[who] = carers[0]
    joined_on = cast.opened_on + timedelta(days=cast.chance.randint(0, 30))
    household = open_household(
        name=f"The {family} family",
        hive=hive,
        on_day=joined_on,
        moved_by=cast.named["david"],
        **_facts(cast, kind, is_host=role is Role.LINK_CARER or cast.chance.random() < 0.14),
    )
    for person in carers:
        held = role if person is carers[0] else Role.CARER
        cast.give(person, held, hive, cast.opened_on if held is not Role.CARER else joined_on)
        join_household(person=person, household=household, from_on=joined_on)
    if role is not Role.CARER or cast.chance.random() < 0.3:
        _add_number(cast, carers[-1])
    cast.homes.append(Home(household, carers, joined_on))


def _add_number(cast: Cast, person: Person) -> None:
    person.phone = person.phone or f"07700 900{900 - len(cast.homes):03}"


def _facts(cast: Cast, kind: HouseholdKind, *, is_host: bool) -> dict[str, Any]:
    """Terms of approval and the like, as they could be for carers of this kind."""
    chance = cast.chance
    youngest = chance.choice([0, 0, 4, 5, 8, 11])
    approved = {
        HouseholdKind.COUNTY: (500, 5200),
        HouseholdKind.CONNECTED: (150, 1800),
        HouseholdKind.NEWLY_APPROVED: (20, 350),
    }[kind]
    is_transferred = kind is HouseholdKind.COUNTY and chance.random() < 0.2
    return {
        "kind": kind,
        "approved_on": cast.days_ago(*approved),
        "previous_agency": chance.choice(AGENCIES) if is_transferred else None,
        "places": {HouseholdKind.CONNECTED: 2}.get(kind, chance.choice([2, 2, 3])),
        "ages_from": youngest,
        "ages_to": chance.choice([age for age in (10, 12, 16, 18) if age > youngest + 3]),
        "sleepover_nights": chance.choice([None, None, None, None, 21, 28]),
        "is_host": is_host,
        "host_places": chance.choice([1, 1, 2]) if is_host else 0,
        "host_room": chance.choice(HOST_ROOMS) if is_host else "",
    }


def _lend_a_link_carer(cast: Cast) -> None:
    """One link carer of Waterlooville has children of Gosport to stay as well."""
    for home in cast.homes:
        if home.household.hive_id == cast.hives[2].id and home.household.is_host:
            cast.give(home.carers[0], Role.LINK_CARER, cast.hives[5])
            return


def _supervise(cast: Cast) -> None:
    """Helen supervises those whom the demo shows, the others share the rest."""
    shown = {"sam", "aisha", "lisa", "priya", "tom"}
    for number, home in enumerate(cast.homes):
        is_shown = any(cast.named[who] in home.carers for who in shown)
        worker = cast.social_workers[0 if is_shown else number % len(cast.social_workers)]
        home.household.social_worker_id = worker.id
