"""A child of Sam's who goes to Lisa's in an hour, where the server finds it."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app import create_app
from app.accounts.models import Person
from app.bookings.models import (
    OPEN_AFTER_END,
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    Flexibility,
    Stay,
)
from app.bookings.nights import nights_between
from app.config import Config
from app.core import clock
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families.models import CareSection, CareStatus, Household, HouseholdMember
from app.families.services import place_child, save_card
from tests.live_server import LiveServer


@dataclass(frozen=True)
class AtLisas:
    """Where the stay is, and the child's number."""

    booking_id: int
    child_id: int

    @property
    def url(self) -> str:
        return f"/bookings/{self.booking_id}"


def send_to_lisa(server: LiveServer, name: str = "Robin") -> AtLisas:
    """A confirmed sleepover of a child with a care card; it begins in an hour."""
    app = create_app(Config.from_env(server.environ))
    with app.app_context():
        sam, home = _at_home("Sam")
        _, host = _at_home("Lisa")
        with unit_of_work():
            child = place_child(
                household=home,
                added_by=sam,
                preferred_name=name,
                born_on=date(clock.today().year - 8, 1, 15),
                care_status=CareStatus.IN_CARE,
                from_on=clock.today(),
                client_id=uuid.uuid4(),
            )
            booking = _booked(home, host, sam, child.id)
        save_card(
            actor=sam,
            child_id=child.id,
            texts={CareSection.ALLERGIES: "Peanuts. Carries a pen", CareSection.EMERGENCY: "Gran"},
            seen={},
        )
        sent = AtLisas(booking.id, child.id)
        db.session.remove()
        db.engine.dispose()
    return sent


def let_it_close(server: LiveServer, stay: AtLisas, seconds: int) -> None:
    """Move the stay back in time: its pages close to Lisa in so many seconds."""
    app = create_app(Config.from_env(server.environ))
    with app.app_context():
        ends_at = clock.now() + timedelta(seconds=seconds) - OPEN_AFTER_END
        with unit_of_work():
            booking = db.session.get_one(Booking, stay.booking_id)
            one = booking.stays[0]
            booking.starts_at = one.starts_at = ends_at - timedelta(hours=15)
            booking.ends_at = one.ends_at = ends_at
        db.session.remove()
        db.engine.dispose()


def _booked(home: Household, host: Household, sam: Person, child_id: int) -> Booking:
    now = clock.now()
    starts_at, ends_at = now + timedelta(hours=1), now + timedelta(hours=27)
    booking = Booking(
        household_id=home.id,
        hive_id=home.hive_id,
        kind=BookingKind.SLEEPOVER,
        state=BookingState.CONFIRMED,
        starts_at=starts_at,
        ends_at=ends_at,
        nights=nights_between(starts_at, ends_at),
        reason=BookingReason.REST,
        flexibility=Flexibility.FIXED,
        note="",
        ended_why="",
        asked_by_id=sam.id,
        asked_at=now,
        client_id=uuid.uuid4(),
        changed_at=now,
        host_id=host.id,
        accepted_at=now,
        confirmed_at=now,
    )
    db.session.add(booking)
    db.session.flush()
    db.session.add(
        Stay(
            booking_id=booking.id,
            child_id=child_id,
            host_id=host.id,
            bed=child_id,  # nobody else's
            starts_at=starts_at,
            ends_at=ends_at,
            collected_by="",
        )
    )
    db.session.flush()
    return booking


def _at_home(first_name: str) -> tuple[Person, Household]:
    found = db.session.execute(
        sa.select(Person, Household)
        .join(HouseholdMember, HouseholdMember.person_id == Person.id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(Person.name.startswith(f"{first_name} "), HouseholdMember.in_force(clock.today()))
        .order_by(Person.id.desc())
    ).first()
    assert found is not None
    return found[0], found[1]
