"""Which hosts fit what a family asks for, why, and what stands against each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.bookings.models import HostHome
from app.bookings.nights import parts_between
from app.bookings.queries.bookings import beds_taken
from app.bookings.queries.hosts import beds_of, host_homes, hosts_for, times_of
from app.bookings.queries.nights import current_year, nights_hosted, times_stayed
from app.core.words import local_day
from app.families.models import Child, Face, Household, Thing
from app.families.queries import about_us, years_old

#: Faces with which a child says that something is hard for it.
_HARD = frozenset({Face.DISLIKE, Face.HATE})


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A host beside what is asked for. `why` and `against` are short, for people to read."""

    host: Household
    home: HostHome | None
    is_free: bool
    has_beds: bool
    ages_fit: bool
    stayed: int
    is_near: bool
    #: Nights it had or has children since the year began: so that one is not always asked.
    load: int
    why: Sequence[str]
    against: Sequence[str]

    @property
    def fits(self) -> bool:
        """Whether it can be asked with "whoever can"."""
        return self.is_free and self.has_beds and self.ages_fit


def fitting_hosts(
    household: Household,
    children: Sequence[Child],
    starts_at: datetime,
    ends_at: datetime,
) -> Sequence[Fit]:
    """The hosts of a family found through its actor, those who fit best first.

    Free, a bed for each child (brothers and sisters together), the ages; then who knows the
    child, is near, and has had the fewest nights.
    """
    hosts = hosts_for(household)
    ids = [host.id for host in hosts]
    needed = parts_between(starts_at, ends_at)
    # A night at the end goes on into the morning of the last day.
    times = times_of(ids, min([*needed, local_day(starts_at)]), local_day(ends_at))
    homes = host_homes(ids)
    child_ids = [child.id for child in children]
    stayed = times_stayed(child_ids, ids)
    load = nights_hosted(ids, since=current_year().first)
    taken = beds_taken(ids, starts_at, ends_at)
    afraid = _afraid_of(children)
    day = local_day(starts_at)
    found = []
    for host in hosts:
        home = homes.get(host.id)
        free_beds = beds_of(host, home) - len(taken[host.id])
        fit = Fit(
            host=host,
            home=home,
            is_free=times[host.id].holds(needed),
            has_beds=free_beds >= len(children),
            ages_fit=not _wrong_ages(home, children, day),
            stayed=stayed.get(host.id, 0),
            is_near=bool(host.area) and host.area == household.area,
            load=load[host.id],
            why=[],
            against=[],
        )
        found.append(_in_words(fit, free_beds, children, day, afraid))
    found.sort(
        key=lambda fit: (
            not fit.fits,
            not fit.is_free,
            bool(fit.against),
            -fit.stayed,
            not fit.is_near,
            fit.load,
            fit.host.name,
        )
    )
    return found


def _in_words(
    fit: Fit,
    free_beds: int,
    children: Sequence[Child],
    day: date,
    afraid: Mapping[Thing, Sequence[str]],
) -> Fit:
    """The same with what speaks for and against it."""
    why = [
        "Free then" if fit.is_free else "",
        "Room for all of them together" if fit.has_beds and len(children) > 1 else "",
        _stayed(fit.stayed, children),
        f"Near: {fit.host.area}" if fit.is_near else "",
    ]
    against = [
        "" if fit.is_free else "Has not said they are free then",
        "" if fit.has_beds else _room(free_beds, len(children)),
        *_wrong_ages(fit.home, children, day),
        *_hard(fit.home, afraid),
    ]
    return replace(fit, why=list(filter(None, why)), against=list(filter(None, against)))


def _room(beds: int, wanted: int) -> str:
    return f"Room for {beds} of {wanted}" if beds > 0 else "No bed left then"


def _stayed(times: int, children: Sequence[Child]) -> str:
    if not times:
        return ""
    who = f"{children[0].preferred_name} has stayed" if len(children) == 1 else "They stayed"
    return f"{who} { ({1: 'once', 2: 'twice'}.get(times, f'{times} times')) }"


def _hard(home: HostHome | None, afraid: Mapping[Thing, Sequence[str]]) -> list[str]:
    if home is None:
        return []
    animals = ((Thing.DOGS, home.has_dog, "dog"), (Thing.CATS, home.has_cat, "cat"))
    return [
        f"Has a {animal}: {' and '.join(afraid[thing])} said that is hard"
        for thing, has, animal in animals
        if has and thing in afraid
    ]


def _wrong_ages(home: HostHome | None, children: Sequence[Child], day: date) -> list[str]:
    if home is None:
        return []
    for child in children:
        age = years_old(child.born_on, day)
        if home.ages_from is not None and age < home.ages_from:
            return [f"Has children from {home.ages_from}"]
        if home.ages_to is not None and age > home.ages_to:
            return [f"Has children up to {home.ages_to}"]
    return []


def _afraid_of(children: Sequence[Child]) -> dict[Thing, list[str]]:
    """What is hard for which of the children, as they pointed at it themselves."""
    found: dict[Thing, list[str]] = {}
    names = {child.id: child.preferred_name for child in children}
    for child_id, about in about_us(list(names)).items():
        for thing, face in about.pointed_at.items():
            if face in _HARD:
                found.setdefault(thing, []).append(names[child_id])
    return found
