"""A stay as each side of it sees it: the family, the host, and those who work with the family."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import (
    HOLDING,
    Booking,
    BookingState,
    Handover,
    HostHome,
    PackedThing,
    Stay,
    StayNote,
    StayThanks,
    StayWords,
)
from app.bookings.queries.bookings import visible_bookings
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Child, Household, HouseholdMember, Placement
from app.families.policy import supervises
from app.families.queries import carers_of
from app.hives.models import Membership

NOT_THERE = "This stay is not there, or it is not yours to see. Go back to Stays."


@dataclass(frozen=True)
class SeenStay:
    """A stay with what its reader is to it."""

    booking: Booking
    #: The children of it whom the reader may know of now, the eldest first.
    children: Sequence[Child]
    is_family: bool
    is_host: bool
    #: A support worker of the family's Hive, or its social worker.
    is_worker: bool

    @property
    def is_only_host(self) -> bool:
        """Whether the reader knows of the children through this stay alone."""
        return self.is_host and not (self.is_family or self.is_worker)

    @property
    def is_hosting(self) -> bool:
        """Whether the reader's home has the stay open now."""
        return self.is_host and self.booking.is_open_to_host

    @property
    def is_of_a_side(self) -> bool:
        """Whether the reader packs the bag: the family, and the host while it is open."""
        return self.is_family or self.is_hosting

    def child(self, child_id: int) -> Child:
        """One of the children; raises `NotFound`."""
        for each in self.children:
            if each.id == child_id:
                return each
        raise NotFound(NOT_THERE)


def stay_for(actor: Person, booking_id: int) -> SeenStay:
    """A stay that is open to `actor`, with children in it; raises `NotFound`.

    To a host it is open from acceptance until 24 hours after its end, and no longer than the
    children live with the family that asked.
    """
    seen = stay_or_its_end(actor, booking_id)
    if not seen.children:
        raise NotFound(NOT_THERE)
    return seen


def stay_or_its_end(actor: Person, booking_id: int) -> SeenStay:
    """The same, without any child where it is not open to `actor` any more."""
    booking = (
        db.session.scalars(
            visible_bookings(actor)
            .where(Booking.id == booking_id, Booking.state.in_([*HOLDING, BookingState.FINISHED]))
            .options(
                _people_of(Booking.household),
                joinedload(Booking.household).joinedload(Household.hive),
                joinedload(Booking.household).joinedload(Household.social_worker),
                _people_of(Booking.host),
                selectinload(Booking.stays).joinedload(Stay.child),
            )
        )
        .unique()
        .one_or_none()
    )
    if booking is None:
        raise NotFound(NOT_THERE)
    seen = SeenStay(
        booking,
        _children_at_home(booking),
        is_family=policy.is_of_family(actor, booking),
        is_host=policy.is_of_host(actor, booking),
        is_worker=policy.leads_family(actor, booking) or supervises(actor, booking.household),
    )
    if not (seen.is_family or seen.is_host or seen.is_worker):
        raise NotFound(NOT_THERE)
    if seen.is_only_host and not booking.is_open_to_host:
        return SeenStay(booking, (), is_family=False, is_host=True, is_worker=False)
    return seen


def handovers_of(booking: Booking) -> Mapping[int, Handover]:
    """What the children have told for this stay, by the child's id."""
    found = db.session.scalars(
        sa.select(Handover)
        .where(Handover.booking_id == booking.id)
        .options(joinedload(Handover.written_by))
        .execution_options(populate_existing=True)
    )
    return {each.child_id: each for each in found}


def things_of(booking: Booking) -> Sequence[PackedThing]:
    """The bag of a stay, in the order in which it was thought of."""
    return db.session.scalars(
        sa.select(PackedThing)
        .where(PackedThing.booking_id == booking.id)
        .order_by(PackedThing.id)
        .execution_options(populate_existing=True)
    ).all()


def notes_of(seen: SeenStay) -> Sequence[StayNote]:
    """The notes of a stay, the newest first; none of a child the reader may not know of."""
    known = [child.id for child in seen.children]
    return db.session.scalars(
        sa.select(StayNote)
        .where(
            StayNote.booking_id == seen.booking.id,
            sa.or_(StayNote.child_id.is_(None), StayNote.child_id.in_(known)),
        )
        .options(joinedload(StayNote.child), joinedload(StayNote.written_by))
        .order_by(StayNote.happened_at.desc(), StayNote.id.desc())
    ).all()


def note_sent_as(actor: Person, client_id: uuid.UUID) -> StayNote | None:
    """The note `actor` wrote with this client-made id, for a second send."""
    return db.session.scalar(
        sa.select(StayNote).where(
            StayNote.written_by_id == actor.id, StayNote.client_id == client_id
        )
    )


def thing_sent_as(actor: Person, client_id: uuid.UUID) -> PackedThing | None:
    """The thing `actor` put on a list with this client-made id, for a second send."""
    return db.session.scalar(
        sa.select(PackedThing).where(
            PackedThing.added_by_id == actor.id, PackedThing.client_id == client_id
        )
    )


def stay_words_of(booking: Booking) -> Mapping[int, StayWords]:
    """How it was for each child who has said so, by the child's id."""
    found = db.session.scalars(
        sa.select(StayWords)
        .where(StayWords.booking_id == booking.id)
        .order_by(StayWords.child_id)
        .execution_options(populate_existing=True)
    )
    return {each.child_id: each for each in found}


def thanks_of(booking: Booking) -> StayThanks | None:
    """The family's thanks."""
    return db.session.scalar(
        sa.select(StayThanks)
        .where(StayThanks.booking_id == booking.id)
        .options(joinedload(StayThanks.said_by))
    )


def home_told_of(booking: Booking) -> HostHome | None:
    """What the host of a stay tells of its home, with its pictures."""
    return db.session.scalar(
        sa.select(HostHome)
        .where(HostHome.household_id == booking.host_id)
        .options(selectinload(HostHome.pictures))
    )


def support_workers_of(household: Household) -> Sequence[Person]:
    """The support workers of a household's Hive, by name."""
    return db.session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(
                sa.select(Membership.person_id).where(
                    Membership.hive_id == household.hive_id,
                    Membership.role == Role.SUPPORT_WORKER,
                    Membership.in_force(clock.today()),
                )
            )
        )
        .order_by(Person.name, Person.id)
    ).all()


def whose_home(booking: Booking) -> str:
    """The host as a child says it: "Lisa", "Lisa and Tom"."""
    if booking.host is None:
        return ""
    names = [person.first_name for person in carers_of(booking.host)]
    return " and ".join(names) if 0 < len(names) < 3 else booking.host.name


def _people_of(home: sa.orm.InstrumentedAttribute[Any]) -> sa.orm.interfaces.ORMOption:
    return joinedload(home).joinedload(Household.members).joinedload(HouseholdMember.person)


def _children_at_home(booking: Booking) -> Sequence[Child]:
    """Those who live with the family today; on the day of a move the newer home counts."""
    newer = aliased(Placement)
    ids = set(
        db.session.scalars(
            sa.select(Placement.child_id).where(
                Placement.household_id == booking.household_id,
                Placement.child_id.in_([stay.child_id for stay in booking.stays]),
                Placement.in_force(clock.today()),
                ~sa.exists().where(
                    newer.child_id == Placement.child_id,
                    newer.id != Placement.id,
                    newer.from_on <= clock.today(),
                    sa.or_(newer.until_on.is_(None), newer.until_on >= clock.today()),
                    sa.or_(
                        newer.from_on > Placement.from_on,
                        sa.and_(newer.from_on == Placement.from_on, newer.id > Placement.id),
                    ),
                ),
            )
        )
    )
    here = [stay.child for stay in booking.stays if stay.child_id in ids]
    return sorted(here, key=lambda child: (child.born_on, child.id))
