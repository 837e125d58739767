"""Taking up an invitation."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import person_by_email
from app.accounts.services import check_password, create_person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.services import claim_place, join_household, lock_household, open_household
from app.hives.services import add_membership
from app.invitations.links import read_token
from app.invitations.models import Invitation, InvitationState


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation behind a link, in whatever state; None for a link not made here.

    A link from before it was sent again has a lower serial: that one is as if revoked.
    """
    read = read_token(token)
    if read is None:
        return None
    return db.session.scalar(
        sa.select(Invitation).where(Invitation.id == read[0], Invitation.serial == read[1])
    )


def join(*, token: str, password: str, network: str, name: str | None = None) -> Person:
    """Take up an invitation: a new person with `name`, or one who has an account already.

    The account, the membership and the household come in one piece. Raises `Invalid`
    (weak or wrong password), `NotFound` when the invitation has ended, `Conflict` when there
    is no place for a new family any more, `TooMany`.
    """
    invitation = invitation_by_token(token)
    if invitation is None or invitation.state is not InvitationState.WAITING:
        raise NotFound()
    known = person_by_email(invitation.email)
    if known is not None:
        try:
            check_password(email=known.email, password=password, network=network)
        except Invalid:
            raise Invalid({"password": "This is not the password you use here."}) from None
    with unit_of_work():
        _claim(invitation)
        person = known or create_person(
            name=name or invitation.name, email=invitation.email, password=password
        )
        add_membership(person=person, role=invitation.role, hive=invitation.hive)
        _join_household(invitation, person)
    return person


def _claim(invitation: Invitation) -> None:
    """Take the invitation up, for this one phone, as it stands now: it may have moved along."""
    if invitation.household_id is not None:
        lock_household(household_id=invitation.household_id)
    claimed = db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.serial == invitation.serial,
            Invitation.is_held.is_(False),
            Invitation.joined_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(joined_at=clock.now())
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        raise NotFound()  # two phones opened the same link; the other was quicker
    db.session.refresh(invitation)


def _join_household(invitation: Invitation, person: Person) -> None:
    household = invitation.household
    if household is None and invitation.new_household and invitation.hive is not None:
        # Invited before a new family took its place with the invitation.
        try:
            claim_place(hive_id=invitation.hive.id)
        except Conflict as problem:
            raise Conflict(f"{problem.detail} Tell {invitation.invited_by.name}.") from None
        household = open_household(name=invitation.new_household, hive=invitation.hive)
    if household is None:
        return
    join_household(person=person, household=household)
    if invitation.role is Role.LINK_CARER:
        add_membership(person=person, role=Role.CARER, hive=invitation.hive)
