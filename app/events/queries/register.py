"""The register of an event: who is expected, who is here, and whether there are enough adults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.words import local_day
from app.events import policy
from app.events.models import Event, EventPart, EventState, MarkKind, RegisterMark, SignUp
from app.events.models.sign_ups import HOLDING
from app.events.queries.events import event_for
from app.events.ratios import Headcount, Ratios
from app.families.models import CareSection
from app.families.queries import care_texts, years_old

#: How long after its end a register can still be marked, and what is in it looked up.
OPEN_AFTER_END = timedelta(hours=24)
_CAME = (MarkKind.ARRIVED, MarkKind.GONE_HOME)
#: What a register shows of a child's care card, and no more.
ON_THE_DAY = (CareSection.ALLERGIES, CareSection.EMERGENCY, CareSection.COLLECT)


@dataclass(frozen=True)
class Line:
    """Somebody in a register, with the mark made last, also when it took one back."""

    sign_up: SignUp
    newest: RegisterMark | None
    #: In whole years on the day the event begins; None for adults.
    age: int | None
    #: What is shown of the care card, by section; empty outside the day.
    care: Mapping[CareSection, str]

    @property
    def mark(self) -> RegisterMark | None:
        """The mark that counts; None where there is none (any more)."""
        return self.newest if self.newest and self.newest.kind is not MarkKind.CLEARED else None

    @property
    def state(self) -> str:
        """`none`, `arrived`, `gone_home` or `absent`."""
        return self.mark.kind.value if self.mark else "none"

    @property
    def is_here(self) -> bool:
        """Whether they have arrived and not gone home."""
        return self.state == MarkKind.ARRIVED


@dataclass(frozen=True)
class Register:
    """The register of one event, as its hosts see it."""

    event: Event
    #: The parts that somebody comes to, in their order; children before adults, by name.
    parts: Sequence[tuple[EventPart, Sequence[Line]]]
    ratios: Ratios

    @property
    def lines(self) -> list[Line]:
        """Everybody in it."""
        return [line for _, lines in self.parts for line in lines]

    @property
    def is_open(self) -> bool:
        """Whether it can be marked now."""
        return is_register_open(self.event)

    @property
    def expected(self) -> Headcount:
        """The children who are expected (not those who stay away), and the adults who are."""
        return self.count([line for line in self.lines if line.state != MarkKind.ABSENT])

    @property
    def here(self) -> Headcount:
        """Who is here now."""
        return self.count([line for line in self.lines if line.is_here])

    @property
    def now(self) -> Headcount:
        """Whom the adults must be enough for: who is here, and before that who is expected."""
        return self.here if self.here.children else self.expected

    @property
    def people(self) -> str:
        """Who is here of whom: "9 of 14 children are here, 3 adults"; once closed, who came."""
        if not self.is_open and self.event.is_over:
            return self._who_came
        here, expected = self.here, self.expected
        if not self.is_open and not here.children and expected.children:
            coming = f"{expected.adults} adult" + ("" if expected.adults == 1 else "s")
            one = "1 child is" if expected.children == 1 else f"{expected.children} children are"
            return f"{one} signed up, {coming}"
        adults = f"{here.adults} adult" + ("" if here.adults == 1 else "s")
        if not expected.children:
            return f"{here.adults} of {expected.adults} are here"
        return f"{here.children} of {expected.children} children are here, {adults}"

    @property
    def _who_came(self) -> str:
        came = [line for line in self.lines if line.state in _CAME]
        if not came:
            return "Nobody was marked as here"
        adults = sum(line.age is None for line in came)
        said = f"{adults} adult" + ("" if adults == 1 else "s")
        children = [line for line in self.lines if line.age is not None]
        if not children:
            return f"{said} came"
        return f"{len(came) - adults} of {len(children)} children came, {said}"

    def count(self, lines: Sequence[Line]) -> Headcount:
        """Some of its lines, as a headcount: each part needs adults of its own."""
        ages: dict[int, list[int]] = {}
        for line in lines:
            if line.age is not None:
                ages.setdefault(line.sign_up.part_id, []).append(line.age)
        adults = sum(line.age is None for line in lines)
        return Headcount.of_places(ages.values(), adults, self.ratios)


def register_opens_at(event: Event) -> datetime:
    """The London midnight with which the day of the event begins."""
    return datetime.combine(local_day(event.starts_at), time(), clock.LONDON)


def register_closes_at(event: Event) -> datetime:
    """24 hours after the end."""
    return event.ends_at + OPEN_AFTER_END


def is_register_open(event: Event) -> bool:
    """Whether a register can be marked now, and shows what must be known on the day."""
    is_time = register_opens_at(event) <= clock.now() < register_closes_at(event)
    return is_time and event.state is EventState.OPEN


def event_to_host(actor: Person, event_id: int) -> Event:
    """An event whose register is the actor's; raises `NotFound`, also where they may see it."""
    event = event_for(actor, event_id)
    # Who has left the Hives hosts nothing any more, whoever still names them.
    if not (actor.roles and policy.can_host(actor, event)):
        raise NotFound("The register is for those who host this event. Go back to the event.")
    return event


def register_of(event: Event) -> Register:
    """The register of an event found by `event_to_host`, without care cards."""
    return _register(event, {})


def register_with_care(event: Event, children_ids: Collection[int]) -> Register:
    """The same with allergies, who to ring and who may collect.

    For services: they write down who has looked.
    """
    return _register(event, care_texts(children_ids, ON_THE_DAY))


def expected_sign_ups(event: Event) -> Sequence[SignUp]:
    """Everybody who holds a place, children before adults, by name. For services: not scoped."""
    found = db.session.scalars(
        sa.select(SignUp)
        .where(SignUp.event_id == event.id, SignUp.state.in_(HOLDING))
        .options(joinedload(SignUp.child), joinedload(SignUp.person))
        .execution_options(populate_existing=True)
    ).all()
    return sorted(found, key=lambda each: (each.child_id is None, each.name.casefold(), each.id))


def newest_marks(event: Event) -> dict[int, RegisterMark]:
    """The mark made last of each sign-up, by the sign-up's id; of two at once the later row."""
    marks = db.session.scalars(
        sa.select(RegisterMark)
        .join(SignUp, SignUp.id == RegisterMark.sign_up_id)
        .where(SignUp.event_id == event.id)
        .order_by(RegisterMark.marked_at, RegisterMark.id)
    )
    return {mark.sign_up_id: mark for mark in marks}


def marks_made_as(actor: Person, client_ids: Collection[object]) -> set[object]:
    """Those of these client-made ids that the actor's marks came in with before."""
    return set(
        db.session.scalars(
            sa.select(RegisterMark.client_id).where(
                RegisterMark.marked_by_id == actor.id, RegisterMark.client_id.in_(client_ids)
            )
        )
    )


def council_ratios() -> Ratios:
    """How many adults the council wants at events."""
    config = current_app.extensions["hive_config"]
    return Ratios(config.adult_ratios, config.least_adults)


def adults_and_children(event: Event) -> Headcount:
    """Who holds a place at an event, and whether the adults are enough for the children's ages.

    Whoever hosts it counts as an adult, signed up or not. A count without names: for everybody
    who may see the event.
    """
    coming = expected_sign_ups(event)
    day = local_day(event.starts_at)
    ages: dict[int, list[int]] = {}
    for each in coming:
        if each.child:
            ages.setdefault(each.part_id, []).append(years_old(each.child.born_on, day))
    adults = {each.person_id for each in coming if each.person_id}
    adults |= {host.id for host in event.hosts}
    return Headcount.of_places(ages.values(), len(adults), council_ratios())


def _register(event: Event, care: Mapping[int, Mapping[CareSection, str]]) -> Register:
    marks = newest_marks(event)
    day = local_day(event.starts_at)
    lines = [
        Line(
            sign_up=each,
            newest=marks.get(each.id),
            age=years_old(each.child.born_on, day) if each.child else None,
            care=care.get(each.child_id or 0, {}),
        )
        for each in expected_sign_ups(event)
    ]
    positions = {part.id: position for position, part in enumerate(event.parts)}
    lines.sort(key=lambda line: positions[line.sign_up.part_id])
    by_part = {
        part_id: list(group) for part_id, group in groupby(lines, lambda line: line.sign_up.part_id)
    }
    parts = [(part, by_part[part.id]) for part in event.parts if part.id in by_part]
    return Register(event, parts, council_ratios())
