"""What is said of an event: when it is, whose, whom for, how many places are left."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.core import clock
from app.core.words import clock_time, day_label, local_day, sentence
from app.events import policy
from app.events.models import Audience, Event, EventPart, SignUp, SignUpState
from app.events.other_dates import OtherDate
from app.events.recurrence import Rule

_FEW = 5


def last_day(event: Event | OtherDate) -> date:
    """The London date of its end; of one that ends at midnight, the day before."""
    return local_day(event.ends_at - timedelta(microseconds=1))


def when(event: Event) -> str:
    """ "Sat 28 November, 10:00 to 12:00", "Mon 2 August to Fri 6 August 2021"."""
    first, last = local_day(event.starts_at), last_day(event)
    if event.is_all_day:
        return _days(first, last)
    begins, ends = clock_time(event.starts_at), clock_time(event.ends_at)
    if first == last:
        return f"{full_day(first)}, {begins} to {ends}"
    return f"{full_day(first)} {begins} to {full_day(last)} {ends}"


def time_on(event: Event | OtherDate, day: date) -> str:
    """When it is on one of its days, for a line under that day's title."""
    first, last = local_day(event.starts_at), last_day(event)
    is_all_day = isinstance(event, Event) and event.is_all_day
    if first == last:
        if is_all_day:
            return "All day"
        return f"{clock_time(event.starts_at)} to {clock_time(event.ends_at)}"
    if is_all_day:
        return f"Until {full_day(last)}" if day < last else "Last day"
    if day == first:
        return f"From {clock_time(event.starts_at)} until {full_day(last)}"
    return f"Until {full_day(last)}" if day < last else f"Until {clock_time(event.ends_at)}"


def full_day(day: date) -> str:
    """ "Sat 28 November", with the year when it is another."""
    said = f"{day:%a} {day.day} {day:%B}"
    return said if day.year == clock.today().year else f"{said} {day.year}"


def day_title(day: date) -> str:
    """ "Today", "Tomorrow" with their date, "Sat 28 November"."""
    said = day_label(day)
    if said in {"today", "tomorrow", "yesterday"}:
        return f"{sentence(said)}, {full_day(day)}"
    return said


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{full_day(first)}, all day"
    short = f"{first:%a} {first.day} {first:%B}"
    same_year = first.year == last.year
    return f"{short if same_year else full_day(first)} to {full_day(last)}"


def whose(event: Event) -> str:
    """The names of its Hives, or "Whole county"."""
    if event.is_county:
        return "Whole county"
    return ", ".join(hive.name for hive in event.hives)


def where(event: Event) -> str:
    """The place in a word; "" when none is written down."""
    if len(event.parts) > 1:
        return f"{len(event.parts)} centres"
    return event.parts[0].place or event.parts[0].address if event.parts else ""


def places_left(event: Event) -> str:
    """ "4 places left", "1 place left", "Full: waiting list"; "" without a limit."""
    if event.household_places is not None and event.household_taken >= event.household_places:
        return "Full: waiting list"
    if event.audience is Audience.FAMILIES and event.parts:
        free = [part.free for part in event.parts]
        counted = [each for each in free if each is not None]
        if len(counted) == len(free):
            return places_words(sum(counted))
    if event.household_places is not None:
        return f"{_counted(event.household_places - event.household_taken, 'family', 'families')}"
    return ""


def places_words(free: int) -> str:
    """How many places are left, in words."""
    if free <= 0:
        return "Full: waiting list"
    return "1 place left" if free == 1 else f"{free} places left"


def are_few(event: Event) -> bool:
    """Whether one had better hurry."""
    free = [part.free for part in event.parts]
    return all(each is not None for each in free) and sum(each or 0 for each in free) <= _FEW


def whom_for(part: EventPart) -> str:
    """ "Ages 8 to 14", "Up to 11 years", "Year 4"; "" when it fits everybody."""
    if part.year_from is not None or part.year_to is not None:
        return _years(part)
    if part.age_from is None and part.age_to is None:
        return ""
    if part.age_from is None:
        return f"Up to {part.age_to} years"
    if part.age_to is None:
        return f"From {part.age_from} years"
    if part.age_from == part.age_to:
        return f"{part.age_from} years"
    return f"{part.age_from} to {part.age_to} years"


def _years(part: EventPart) -> str:
    said = policy.years_of(part)
    if part.year_from is None:
        return f"Up to {said}"
    return f"From {said}" if part.year_to is None else said


_SAID = {
    SignUpState.GOING: ("is going", "are going"),
    SignUpState.ASKING: ("waits for a yes", "wait for a yes"),
    SignUpState.OFFERED: ("is offered a place", "are offered a place"),
    SignUpState.WAITING: ("is on the waiting list", "are on the waiting list"),
}


def who_comes(sign_ups: Sequence[SignUp], me_id: int, *, is_over: bool = False) -> list[str]:
    """ "Ava and Leo are going", "You are on the waiting list": one sentence for each state."""
    said = []
    for state, (one, several) in _SAID.items():
        names = [_name_of(each, me_id) for each in sign_ups if each.state is state]
        if not names:
            continue
        names.sort(key=lambda name: name == "you")
        verb = several if len(names) > 1 or names == ["you"] else one
        if is_over:
            if state is not SignUpState.GOING:
                continue
            verb = "were signed up" if verb == several else "was signed up"
        sentence = f"{_and(names)} {verb}"
        said.append(sentence[:1].upper() + sentence[1:])
    return said


def _name_of(sign_up: SignUp, me_id: int) -> str:
    if sign_up.person_id == me_id:
        return "you"
    return sign_up.name if sign_up.child_id else sign_up.name.split()[0]


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _counted(number: int, one: str, several: str) -> str:
    if number <= 0:
        return "Full: waiting list"
    return f"Room for 1 more {one}" if number == 1 else f"Room for {number} more {several}"


def comes_again(event: Event) -> str:
    """ "Every Friday, until 30 June 2027"; "" for an event by itself."""
    return Rule.parse(event.series.rule).words if event.series else ""
