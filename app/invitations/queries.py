"""Reads about invitations, scoped to the person asking."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import NotFound
from app.core.extensions import db
from app.core.roles import HIVE_ROLES, Role
from app.families.models import Household
from app.hives.models import Hive
from app.hives.policy import is_manager
from app.invitations.models import Invitation

#: How long a lapsed invitation stays on the inviter's list.
_NEWS = timedelta(days=30)


def invitation_for(actor: Person, invitation_id: int) -> Invitation:
    """An invitation `actor` may handle; raises `NotFound`."""
    found = db.session.scalar(_handled_by(actor).where(Invitation.id == invitation_id))
    if found is None:
        raise NotFound()
    return found


def invitations_to(hive: Hive) -> Sequence[Invitation]:
    """All invitations into a Hive whose people the caller may invite, newest first."""
    return db.session.scalars(
        sa.select(Invitation)
        .where(Invitation.hive_id == hive.id)
        .options(joinedload(Invitation.household))
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    ).all()


def county_invitations(actor: Person) -> Sequence[Invitation]:
    """The invitations to county-wide roles, for managers; nobody else has any."""
    return db.session.scalars(
        _handled_by(actor)
        .where(Invitation.hive_id.is_(None), Invitation.role.not_in(HIVE_ROLES))
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())
    ).all()


def waiting_invitations(actor: Person) -> Sequence[Invitation]:
    """Those `actor` sent that nobody has taken up yet, the oldest first."""
    return db.session.scalars(
        _handled_by(actor)
        .where(
            Invitation.invited_by_id == actor.id,
            Invitation.joined_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.is_held.is_(False),
            # One that ran out a month ago is no longer news.
            Invitation.expires_at > clock.now() - _NEWS,
        )
        .order_by(Invitation.sent_at)
    ).all()


def invitations_of(household: Household) -> Sequence[Invitation]:
    """Those invited into a household (found through its actor) who are not here yet."""
    return db.session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.household_id == household.id,
            Invitation.joined_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id)
    ).all()


def open_invitations(*, email: str, hive: Hive | None, roles: Sequence[Role]) -> list[Invitation]:
    """What an address has been invited to in a Hive (or none) and not taken up. For services."""
    return list(
        db.session.scalars(
            sa.select(Invitation).where(
                Invitation.email == email,
                Invitation.role.in_(roles),
                Invitation.hive_id == hive.id if hive else Invitation.hive_id.is_(None),
                Invitation.joined_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
        )
    )


def replaced_by(invitations: Sequence[Invitation]) -> dict[int, Invitation]:
    """What took the place of which: the earlier one, by the id of the one that replaced it.

    For invitations found through their actor; the earlier one is to the same Hive.
    """
    earlier = db.session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.email.in_([each.email for each in invitations]),
            Invitation.revoked_at.in_([each.sent_at for each in invitations]),
            Invitation.joined_at.is_(None),
        )
        .options(joinedload(Invitation.household))
    ).all()
    return {
        one.id: each
        for one in invitations
        for each in earlier
        if each.id < one.id
        and (each.email, each.hive_id, each.revoked_at) == (one.email, one.hive_id, one.sent_at)
    }


def has_newer(invitation: Invitation) -> bool:
    """Whether a later invitation to the same address has gone out and was not taken back."""
    found = db.session.scalar(
        sa.select(Invitation.id)
        .where(
            Invitation.email == invitation.email,
            Invitation.id > invitation.id,
            Invitation.is_held.is_(False),
            Invitation.revoked_at.is_(None),
        )
        .limit(1)
    )
    return found is not None


def _handled_by(actor: Person) -> sa.Select[Invitation]:
    found = sa.select(Invitation).options(
        joinedload(Invitation.hive),
        joinedload(Invitation.household),
        joinedload(Invitation.invited_by),
    )
    if is_manager(actor):
        return found
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    return found.where(Invitation.hive_id.in_(led))
