"""What is said of hosts: whose house it is, when it is free, what comes again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.bookings.models import DayPart, HostPattern
from app.bookings.words import names
from app.core.words import day_label
from app.families.models import Household
from app.families.queries import carers_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EVERY = {1: "Every", 2: "Every second", 3: "Every third", 4: "Every fourth"}
#: A whole weekend: which parts of which weekdays.
WEEKEND = {
    4: frozenset({DayPart.NIGHT}),
    5: frozenset(DayPart),
    6: frozenset({DayPart.MORNING, DayPart.AFTERNOON}),
}
APOSTROPHE = "\u2019"
#: The most first names that stand in "Lisa and Tom's house".
_MOST_NAMES = 2


@dataclass(frozen=True)
class Repeat:
    """Free time that comes again, as it is said; and the weekdays it is kept for."""

    title: str
    note: str
    weekdays: tuple[int, ...]


def house_of(host: Household) -> str:
    """ "Lisa's house", "Lisa and Tom's house", or the family's name where more live there."""
    first_names = [person.name.split()[0] for person in carers_of(host)]
    if not first_names or len(first_names) > _MOST_NAMES:
        return host.name
    said = names(first_names)
    return f"{said}{APOSTROPHE} house" if said.endswith("s") else f"{said}{APOSTROPHE}s house"


def parts_in_words(parts: Collection[DayPart]) -> str:
    """ "the whole day", "morning and night", "not free"."""
    if len(parts) == len(DayPart):
        return "the whole day"
    return names([part.value for part in DayPart if part in parts]) or "not free"


def begins(words: str) -> str:
    """The same words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def repeats_of(patterns: Sequence[HostPattern]) -> list[Repeat]:
    """Patterns of a host as people say them, a whole weekend as one."""
    by_weekday = {pattern.weekday: pattern for pattern in patterns}
    found = []
    if _is_weekend(by_weekday):
        first = by_weekday[4]
        for weekday in WEEKEND:
            by_weekday.pop(weekday)
        note = "Friday evening to Sunday evening"
        found.append(Repeat(f"{_EVERY[first.every_weeks]} weekend", _from(note, first), (4, 5, 6)))
    for weekday, pattern in sorted(by_weekday.items()):
        title = f"{_EVERY[pattern.every_weeks]} {WEEKDAYS[weekday]}"
        said = parts_in_words(pattern.parts)
        found.append(Repeat(title, _from(begins(said), pattern), (weekday,)))
    return found


def _is_weekend(by_weekday: dict[int, HostPattern]) -> bool:
    if not by_weekday.keys() >= WEEKEND.keys():
        return False
    friday = by_weekday[4]
    return all(
        by_weekday[weekday].parts == parts
        and by_weekday[weekday].every_weeks == friday.every_weeks
        and by_weekday[weekday].begins_on == friday.begins_on + timedelta(days=weekday - 4)
        for weekday, parts in WEEKEND.items()
    )


def _from(note: str, pattern: HostPattern) -> str:
    until = f", until {day_label(pattern.until_on)}" if pattern.until_on else ""
    return f"{note}, from {day_label(pattern.begins_on)}{until}"


def first_on(weekday: int, day: date) -> date:
    """The first such weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
