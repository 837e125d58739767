"""A register of today: an event with two children and their carer, and who hosts it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.events.models import Event, EventHost, MarkKind, SignUp
from app.events.queries.register import event_to_host, register_of
from app.events.services.marking import Mark
from app.families.models import CareNote, CareSection
from tests.conventions.county import County, _membership, _person
from tests.events.guests import Guests, an_event
from tests.events.made import begun, coming

FIRST, SECOND = uuid.UUID(int=1), uuid.UUID(int=2)


@dataclass
class Day:
    """An event of today with two children and their carer, and who hosts it."""

    county: County
    event: Event
    guests: Guests
    ida: SignUp
    ben: SignUp
    carer: SignUp

    @classmethod
    def of(cls, county: County) -> "Day":
        """An event of the county's Hive that began five minutes ago."""
        event = an_event(county)
        guests = Guests.of(county.hive, 8, 10, name="Ida")
        ida, ben = coming(event, *guests.children, household=guests.household)
        (carer,) = coming(event, guests.carer, household=guests.household)
        begun(event)
        with unit_of_work():
            for section, text in (
                (CareSection.ALLERGIES, "Bee stings"),
                (CareSection.EMERGENCY, "Granny 01962 841841"),
                (CareSection.COLLECT, "Granny May"),
                (CareSection.BEDTIME, "A secret lamp"),
            ):
                db.session.add(
                    CareNote(
                        child_id=guests.children[0].id,
                        section=section,
                        text=text,
                        written_by_id=guests.carer.id,
                        written_at=clock.now(),
                    )
                )
        return cls(county, event, guests, ida, ben, carer)

    @property
    def leader(self) -> Person:
        return self.county.people[Role.SUPPORT_WORKER]

    @property
    def url(self) -> str:
        return f"/events/{self.event.id}/register"

    def state(self, sign_up: SignUp) -> str:
        db.session.rollback()  # what was read before is over: a client may have written since
        db.session.expire_all()
        register = register_of(event_to_host(self.leader, self.event.id))
        return next(each.state for each in register.lines if each.sign_up.id == sign_up.id)

    def host(self, name: str = "Hal Host"):
        """A carer of the Hive who hosts the event and leads nothing."""
        with unit_of_work():
            host = _person(name)
            _membership(host, self.county.hive, Role.CARER)
            db.session.add(EventHost(event_id=self.event.id, person_id=host.id))
        return host


def kept(sign_up: SignUp, kind: MarkKind, at: datetime, client_id: uuid.UUID = FIRST) -> Mark:
    by = "Granny" if kind is MarkKind.GONE_HOME else ""
    return Mark(client_id, sign_up.id, kind, at, by)
