"""A host's own side: its home and pictures, what waits for its answer, who stays."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import (
    SEEKING,
    Booking,
    CallState,
    HiveBookingRule,
    HomePicture,
    HostAway,
    HostCall,
    HostHome,
    Stay,
)
from app.bookings.queries.bookings import held_or_over, homes_of
from app.bookings.queries.hosts import hosts_in
from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.core.extensions import db
from app.core.lost_files import keeps_files
from app.core.roles import Role
from app.core.wall_times import midnight_before
from app.families.models import Household, HouseholdMember, HouseholdState
from app.families.queries import household_of
from app.hives.models import Hive
from app.hives.queries import own_hive_ids

NOT_A_HOST = (
    "This page is for hosts: homes where children of other families stay. "
    "Your support worker can mark your home as one."
)
_NOT_THERE = "This home is not there, or it is not yours to see. Go back to the hosts."
_NO_PICTURE = "This picture is not there any more. Go back to the home."


def own_host(actor: Person) -> Household:
    """The host's home that `actor` lives in; raises `NotAllowed`."""
    found = household_of(actor)
    if found is None or not policy.can_keep_home(actor, found):
        raise NotAllowed(NOT_A_HOST)
    return found


def host_kept_by(actor: Person, host_id: int) -> Household:
    """A host whose time `actor` may say: their own, or of a Hive they lead; raises `NotFound`."""
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    found = db.session.scalar(
        _with_people(
            sa.select(Household).where(
                Household.id == host_id,
                Household.is_host,
                Household.state == HouseholdState.ACTIVE,
                sa.or_(Household.hive_id.in_(led), Household.id.in_(homes_of(actor))),
            )
        )
    )
    if found is None or not policy.can_keep_time(actor, found):
        raise NotFound(_NOT_THERE)
    return found


def visible_hosts(actor: Person) -> sa.Select[Household]:
    """The hosts `actor` may read about, by name: those for their Hives, and their own home."""
    is_own = sa.and_(Household.is_host, Household.id.in_(homes_of(actor)))
    return _with_people(
        sa.select(Household)
        .where(sa.or_(hosts_in(own_hive_ids(actor)), is_own))
        .order_by(Household.name, Household.id)
    )


def hosts_seen_by(actor: Person) -> Sequence[Household]:
    """The same, fetched."""
    return db.session.scalars(visible_hosts(actor)).all()


def host_seen_by(actor: Person, host_id: int) -> Household:
    """One of them; raises `NotFound`."""
    found = db.session.scalar(visible_hosts(actor).where(Household.id == host_id))
    if found is None:
        raise NotFound(_NOT_THERE)
    return found


def pictures_of(host_ids: Collection[int]) -> Mapping[int, Sequence[HomePicture]]:
    """The pictures of hosts found through their actor, in their order, by the host's id."""
    found: dict[int, list[HomePicture]] = {host_id: [] for host_id in host_ids}
    for picture in db.session.scalars(
        sa.select(HomePicture)
        .where(HomePicture.household_id.in_(host_ids))
        .order_by(HomePicture.position, HomePicture.id)
    ):
        found[picture.household_id].append(picture)
    return found


def told_of(host: Household) -> tuple[bool, int]:
    """Whether a host found through its actor has told of its home, and with how many pictures."""
    pictures = sa.select(sa.func.count()).where(HomePicture.household_id == host.id)
    is_told = sa.exists().where(HostHome.household_id == host.id)
    row = db.session.execute(sa.select(is_told, pictures.scalar_subquery())).one()
    return bool(row[0]), int(row[1])


def picture_of(host: Household, picture_id: int) -> HomePicture:
    """A picture of a host found through its actor; raises `NotFound`."""
    found = db.session.scalar(
        sa.select(HomePicture).where(
            HomePicture.id == picture_id, HomePicture.household_id == host.id
        )
    )
    if found is None:
        raise NotFound(_NO_PICTURE)
    return found


def picture_added_as(actor: Person, client_id: uuid.UUID) -> HomePicture | None:
    """The picture that `actor` added with this client-made id, for a second send."""
    return db.session.scalar(
        sa.select(HomePicture).where(
            HomePicture.added_by_id == actor.id, HomePicture.client_id == client_id
        )
    )


@keeps_files
def pictures_known(names: Collection[str]) -> set[str]:
    """Those of `names` that belong to a picture of a home. For services: not scoped."""
    return set(
        db.session.scalars(
            sa.select(HomePicture.stored_name).where(HomePicture.stored_name.in_(names))
        )
    )


def calls_waiting(host: Household) -> Sequence[HostCall]:
    """What the actor's own home was asked for and nobody has yet: urgent first, then the soonest.

    Also what it offered another time for: that waits for the family.
    """
    return db.session.scalars(
        sa.select(HostCall)
        .join(HostCall.booking)
        .where(
            HostCall.host_id == host.id,
            HostCall.state.in_([CallState.ASKED, CallState.OFFERED]),
            Booking.state.in_(SEEKING),
        )
        .options(joinedload(HostCall.booking).selectinload(Booking.stays).joinedload(Stay.child))
        .order_by(Booking.is_urgent.desc(), Booking.starts_at, HostCall.id)
    ).all()


def stays_at(host: Household, first: date, last: date | None = None) -> Sequence[Booking]:
    """What a host found through its actor has or had between London days, by their beginning.

    Without `last` all that is to come. Names are for pages where `Booking.is_open_to_host`.
    """
    found = sa.select(Booking).where(
        Booking.host_id == host.id, held_or_over(), Booking.ends_at > midnight_before(first)
    )
    if last is not None:
        found = found.where(Booking.starts_at < midnight_before(last + timedelta(days=1)))
    return db.session.scalars(
        found.options(selectinload(Booking.stays).joinedload(Stay.child)).order_by(
            Booking.starts_at, Booking.id
        )
    ).all()


def aways_of(host: Household) -> Sequence[HostAway]:
    """When a host found through its actor is away, from now on, the soonest first."""
    return db.session.scalars(
        sa.select(HostAway)
        .where(HostAway.household_id == host.id, HostAway.until_on >= clock.today())
        .order_by(HostAway.from_on)
    ).all()


def rules_of(hives: Collection[Hive]) -> Mapping[int, HiveBookingRule]:
    """What Hives found through their actor want of bookings, by the Hive's id."""
    found = db.session.scalars(
        sa.select(HiveBookingRule)
        .where(HiveBookingRule.hive_id.in_([hive.id for hive in hives]))
        .options(joinedload(HiveBookingRule.changed_by))
    )
    return {rule.hive_id: rule for rule in found}


def _with_people(hosts: sa.Select[Household]) -> sa.Select[Household]:
    return hosts.options(
        joinedload(Household.hive),
        selectinload(Household.members).joinedload(HouseholdMember.person),
    ).execution_options(populate_existing=True)
