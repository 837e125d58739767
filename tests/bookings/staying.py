"""A stay that a host has taken, and the pages of it as each side opens them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import Booking
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import CareSection, Child
from app.families.services import save_card
from tests.bookings.people import Street
from tests.conventions.county import County

#: What must not be seen once a stay is closed to its host.
SECRET = "Peanuts: carries a pen"


def travel(moment: datetime) -> AbstractContextManager[object]:
    """The clock stands at an instant."""
    return time_machine.travel(moment, tick=False)


@dataclass
class TakenStay:
    """A confirmed stay of a street's family with its first host."""

    street: Street
    booking: Booking
    client_for: Callable[[Person | None], FlaskClient]

    @classmethod
    def of(
        cls,
        county: County,
        client_for: Callable[[Person | None], FlaskClient],
        *ages: int,
        **facts: object,
    ) -> "TakenStay":
        street = Street.built(county, *ages, hosts=2)
        booking = street.ask(host_ids=[street.host.household.id], **facts)
        services.accept(actor=street.host.carer, booking_id=booking.id)
        save_card(
            actor=street.family.carer,
            child_id=street.family.children[0].id,
            texts={CareSection.ALLERGIES: SECRET, CareSection.EMERGENCY: "Gran: 01962 841841"},
            seen={},
        )
        return cls(street, booking, client_for)

    @property
    def family(self) -> Person:
        return self.street.family.carer

    @property
    def host(self) -> Person:
        return self.street.host.carer

    @property
    def child(self) -> Child:
        return self.street.family.children[0]

    @property
    def closes(self) -> datetime:
        return self.booking.ends_at + timedelta(hours=24)

    def url(self, page: str, child: Child | None = None) -> str:
        """The address of a page of the stay; of a child's, where one is named."""
        of_child = f"children/{child.id}/" if child else ""
        return f"/bookings/{self.booking.id}/{of_child}{page}"

    def get(self, person: Person, page: str, child: Child | None = None) -> TestResponse:
        return self.client_for(person).get(self.url(page, child))

    def post(
        self, person: Person, page: str, child: Child | None = None, **fields: object
    ) -> TestResponse:
        """Send a form, and forget what this session knew before."""
        sent = self.client_for(person).post(self.url(page, child), data=fields)
        db.session.rollback()
        db.session.expire_all()
        return sent

    def read(self, person: Person, page: str, child: Child | None = None) -> str:
        """A page's text."""
        response = self.get(person, page, child)
        assert response.status_code == 200, (page, response.status_code)
        return response.get_data(as_text=True)

    def during(self, hours: float = 2) -> AbstractContextManager[object]:
        """The clock stands so many hours into the stay."""
        return travel(self.booking.starts_at + timedelta(hours=hours))

    def arrive(self) -> None:
        with travel(self.booking.starts_at):
            services.mark_arrived(actor=self.host, booking_id=self.booking.id)

    def finish(self) -> None:
        self.arrive()
        with travel(self.booking.ends_at):
            services.mark_gone_home(actor=self.host, booking_id=self.booking.id)


def phones(**numbers: Person) -> None:
    """Give people phone numbers: `phones(**{"07700 900123": person})`."""
    with unit_of_work():
        for number, person in numbers.items():
            db.session.get_one(Person, person.id).phone = number
