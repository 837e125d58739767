"""A host of the county's Hive, and stays with it."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.accounts.models import Person
from app.bookings.models import (
    HOLDING,
    Booking,
    BookingKind,
    BookingReason,
    BookingState,
    BookingStep,
    CallState,
    Flexibility,
    HomePicture,
    HostAway,
    HostCall,
    HostDay,
    HostHome,
    HostPattern,
    Stay,
)
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Child, Household, HouseholdMember
from app.hives.models import Hive
from tests.conventions.families import OPENED

if TYPE_CHECKING:
    from tests.conventions.county import County

#: The stay of the county begins so many days from today.
IN_DAYS = 10


def add_host(hive: Hive, carer: Person) -> Household:
    """A host with room for many, its home told and its time said."""
    host = Household(
        name=f"The {secrets.token_hex(3)} house",
        hive_id=hive.id,
        area="Andover",
        is_host=True,
        host_places=50,
        host_room="The blue room",
    )
    db.session.add(host)
    db.session.flush()
    today = clock.today()
    db.session.add_all(
        [
            HouseholdMember(household_id=host.id, person_id=carer.id, from_on=OPENED),
            HostHome(
                household_id=host.id,
                welcome="Hello. We are glad that you come.",
                lives_here="Two grown-ups and a goldfish",
                pets="Biscuit the dog",
                has_dog=True,
                garden="A garden with a swing",
                bedroom="A bed by the window",
                stairs="One stair",
                languages="English",
                food="Pasta on Fridays",
                ages_from=2,
                ages_to=17,
                changed_by_id=carer.id,
                changed_at=clock.now(),
            ),
            HostPattern(
                household_id=host.id, weekday=5, every_weeks=2, begins_on=_saturday(), night=True
            ),
            HostDay(household_id=host.id, day=today + timedelta(days=3), morning=True),
            HostAway(
                household_id=host.id,
                from_on=today + timedelta(days=40),
                until_on=today + timedelta(days=45),
            ),
        ]
    )
    db.session.flush()
    return host


def add_picture(host: Household, carer: Person, position: int = 0) -> HomePicture:
    """A picture of a host's home; its file is not there."""
    name = secrets.token_urlsafe(24)
    picture = HomePicture(
        household_id=host.id,
        position=position,
        caption="Your bed",
        stored_name=name,
        thumb_name=f"{name}.small",
        width=1600,
        height=1200,
        size=1000,
        added_by_id=carer.id,
        added_at=clock.now(),
        client_id=uuid.uuid4(),
    )
    db.session.add(picture)
    db.session.flush()
    return picture


def add_booking(
    host: Household,
    household: Household,
    by: Person,
    child: Child,
    *,
    state: BookingState = BookingState.CONFIRMED,
    in_days: int = IN_DAYS,
    bed: int = 1,
) -> Booking:
    """A sleepover of one night that a family asked a host for, taken or not."""
    now, is_held = clock.now(), state in HOLDING
    starts_at, ends_at = _at(in_days, 17), _at(in_days + 1, 10)
    carer_id = db.session.query(HouseholdMember).filter_by(household_id=host.id).one().person_id
    booking = Booking(
        household_id=household.id,
        hive_id=household.hive_id,
        kind=BookingKind.SLEEPOVER,
        state=state,
        starts_at=starts_at,
        ends_at=ends_at,
        nights=1,
        reason=BookingReason.REST,
        flexibility=Flexibility.FIXED,
        note="Brings a night light",
        ended_why="",
        asked_by_id=by.id,
        asked_at=now,
        client_id=uuid.uuid4(),
        changed_at=now,
        host_id=host.id if is_held else None,
        accepted_by_id=carer_id if is_held else None,
        accepted_at=now if is_held else None,
        confirmed_at=now if state is BookingState.CONFIRMED else None,
    )
    db.session.add(booking)
    db.session.flush()
    db.session.add_all(
        [
            Stay(
                booking_id=booking.id,
                child_id=child.id,
                host_id=host.id if is_held else None,
                bed=bed if is_held else None,
                starts_at=starts_at,
                ends_at=ends_at,
                collected_by="",
            ),
            HostCall(
                booking_id=booking.id,
                host_id=host.id,
                state=CallState.ACCEPTED if is_held else CallState.ASKED,
                asked_at=now,
                answered_at=now if is_held else None,
                answered_by_id=carer_id if is_held else None,
                words="",
            ),
            BookingStep(booking_id=booking.id, state=BookingState.REQUESTED, by_id=by.id, at=now),
        ]
    )
    if is_held:
        db.session.add(BookingStep(booking_id=booking.id, state=state, by_id=carer_id, at=now))
    db.session.flush()
    return booking


def add_stays(county: "County") -> None:
    """Make the link carer's household a host, and the county's child stay there soon."""
    carer = county.people[Role.LINK_CARER]
    with unit_of_work():
        county.host = add_host(county.hive, carer)
        county.picture = add_picture(county.host, carer)
        county.booking = add_booking(
            county.host, county.household, county.people[Role.CARER], county.child
        )


def stays_known_for(county: "County", endpoint: str) -> dict[str, int]:
    """The ids that pages of hosts and stays are opened with; 1 in a county without them."""
    booking = county.booking
    if endpoint == "bookings.offer_another_time" and county.asked is not None:
        booking = county.asked
    things = {"booking_id": booking, "host_id": county.host, "picture_id": county.picture}
    return {name: 1 if thing is None else thing.id for name, thing in things.items()}


def ask_host(county: "County") -> Booking:
    """A stay that the county's host is asked for, five days after the one it has."""
    with unit_of_work():
        return add_booking(
            county.host,
            county.household,
            county.people[Role.CARER],
            county.child,
            state=BookingState.REQUESTED,
            in_days=IN_DAYS + 5,
        )


def grow_bookings(county: "County", carer: Person, children: Mapping[Household, Child]) -> None:
    """One more host, one more picture, and for each child a stay that is taken and one asked."""
    if county.host is None or county.picture is None:
        return
    add_picture(add_host(county.hive, carer), carer)
    add_picture(county.host, county.people[Role.LINK_CARER], county.picture.position + 1)
    for household, child in children.items():
        bed = db.session.query(Booking).count() + 1
        add_booking(county.host, household, carer, child, bed=bed)
        state = BookingState.REQUESTED
        add_booking(county.host, household, carer, child, state=state, in_days=IN_DAYS + 7)


def _at(days: int, hour: int) -> datetime:
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, time(hour), clock.LONDON)


def _saturday() -> date:
    return clock.today() + timedelta(days=(5 - clock.today().weekday()) % 7)
