"""An event of today and one of yesterday, for the county: the register, and the words after it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import (
    Event,
    EventWords,
    Feeling,
    MarkKind,
    RegisterMark,
    SignUp,
)
from app.families.models import Child, Household
from tests.conventions.events import add_event, add_sign_up

if TYPE_CHECKING:
    from tests.conventions.county import County


@dataclass
class EventDays:
    """What goes on now and what is over, with the same child at both."""

    today: Event
    over: Event
    #: The child's at the one that is over: nobody has said yet how it was.
    told: SignUp

    def known_for(self, endpoint: str) -> dict[str, int]:
        """The ids that the pages of a day are opened with; none for other pages."""
        if endpoint in {"events.show_words", "events.tell_words", "events.thank"}:
            return {"event_id": self.over.id, "sign_up_id": self.told.id}
        is_register = "register" in endpoint or endpoint in {
            "events.write_walk_in",
            "events.api_mark",
        }
        return {"event_id": self.today.id} if is_register else {}


def add_days(county: "County") -> EventDays:
    """Events that began an hour ago and yesterday; the carer and the child are at both."""
    carer = county.people[Role.CARER]
    with unit_of_work():
        today, over = (
            _began(county, title, ago)
            for title, ago in (
                ("Den building", timedelta(hours=1)),
                ("Kite day", timedelta(days=1)),
            )
        )
        for event in (today, over):
            add_sign_up(event, county.household, carer)
        add_sign_up(today, county.household, carer, county.child)
        told = add_sign_up(over, county.household, carer, county.child)
    return EventDays(today, over, told)


def grow_days(days: EventDays, household: Household, carer: Person, child: Child) -> None:
    """One more child who has arrived today, and who has said how it was yesterday."""
    today, over = (db.session.get_one(Event, each.id) for each in (days.today, days.over))
    arrived = add_sign_up(today, household, carer, child)
    was_there = add_sign_up(over, household, carer, child)
    now = clock.now()
    db.session.add_all(
        [
            RegisterMark(
                sign_up_id=arrived.id,
                kind=MarkKind.ARRIVED,
                collected_by="",
                marked_by_id=carer.id,
                marked_at=now,
                received_at=now,
                client_id=uuid.uuid4(),
            ),
            EventWords(
                sign_up_id=was_there.id,
                feeling=Feeling.GREAT,
                first="muddy",
                said_at=now,
            ),
        ]
    )
    db.session.flush()


def _began(county: "County", title: str, ago: timedelta) -> Event:
    event = add_event(county.hive, county.people[Role.SUPPORT_WORKER], title=title)
    event.starts_at = clock.now() - ago
    event.ends_at = event.starts_at + timedelta(hours=2)
    return event
