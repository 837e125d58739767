"""What waits for somebody's yes."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.bookings import policy
from app.bookings.models import LIVE, Booking, BookingYes, Stay, YesKind
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import Household, HouseholdMember
from app.hives.policy import is_manager

NOT_YOURS = "This is not waiting for you. It may have been answered or called off."


def yeses_for(actor: Person) -> Sequence[BookingYes]:
    """What waits for the actor's yes, the soonest stay first.

    A manager is told of homes and numbers, never of a child: pages show `about` alone.
    """
    if not actor.roles & {Role.SOCIAL_WORKER, Role.SUPPORT_WORKER, Role.MANAGER}:
        return []
    found = db.session.scalars(
        _asked(actor)
        .where(BookingYes.answered_at.is_(None), Booking.state.in_(LIVE))
        .order_by(Booking.starts_at, BookingYes.id)
    ).all()
    return [each for each in found if policy.can_say_yes(actor, each)]


def yes_for(actor: Person, yes_id: int) -> BookingYes:
    """One of them, answered or not, over or not, with its booking; raises `NotFound`."""
    found = db.session.scalar(
        _asked(actor).where(BookingYes.id == yes_id).execution_options(populate_existing=True)
    )
    if found is None or not policy.can_say_yes(actor, found):
        raise NotFound(NOT_YOURS)
    return found


def _asked(actor: Person) -> sa.Select[BookingYes]:
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    whose = sa.or_(
        sa.and_(BookingYes.kind == YesKind.LIMIT, sa.true() if is_manager(actor) else sa.false()),
        sa.and_(
            BookingYes.kind != YesKind.LIMIT,
            sa.or_(Household.social_worker_id == actor.id, Household.hive_id.in_(led)),
        ),
    )
    return (
        sa.select(BookingYes)
        .join(BookingYes.booking)
        .join(Booking.household)
        .where(whose)
        .options(
            joinedload(BookingYes.child),
            joinedload(BookingYes.booking).options(
                joinedload(Booking.household).options(
                    selectinload(Household.members).joinedload(HouseholdMember.person),
                    joinedload(Household.hive),
                    joinedload(Household.social_worker),
                ),
                joinedload(Booking.host)
                .selectinload(Household.members)
                .joinedload(HouseholdMember.person),
                selectinload(Booking.stays).joinedload(Stay.child),
            ),
        )
    )
