"""Inviting somebody, taking it back, sending it again."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import person_by_email
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.jobs import enqueue
from app.core.mail import send_mail
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.families.models import Household, HouseholdState
from app.families.queries import household_in
from app.families.services import claim_place, open_household
from app.hives.models import Hive
from app.hives.policy import roles_to_invite
from app.invitations.links import link_of
from app.invitations.models import Invitation, InvitationState
from app.invitations.queries import invitation_for, open_invitations

LIFE = timedelta(days=7)
NEW = "new"


def invite(
    *,
    actor: Person,
    hive: Hive | None,
    name: str,
    email: str,
    role: Role,
    household: str = "",
    new_household: str = "",
) -> Invitation:
    """Invite somebody into a role of `hive`, or of the county when it is None.

    `household` is the id of one of the Hive's households, "new" (then `new_household` is
    its name, and it takes a place of the Hive) or empty. An invitation to the same address
    and place that still waits is replaced. Raises `Invalid`, `NotAllowed` for a role the actor
    may not give, and `Conflict` when the Hive is full. The letter goes out after the commit.
    """
    if role not in roles_to_invite(actor, hive):
        raise NotAllowed(f"You can't invite a {role.label.lower()} here. Ask a manager.")
    place = _place_in_household(hive, role, household)
    with unit_of_work():
        _refuse_member(email, hive, role)
        replaced = open_invitations(email=email, hive=hive, roles=[role])
        if hive is not None and household == NEW:
            place = _household_kept_for(replaced, new_household) or _new_household(
                actor, hive, new_household
            )
        made = make_invitation(
            actor=actor, hive=hive, household=place, name=name, email=email, role=role
        )
        replace(replaced, by=made)
    return made


def make_invitation(
    *,
    actor: Person,
    hive: Hive | None,
    household: Household | None,
    name: str,
    email: str,
    role: Role,
    is_held: bool = False,
) -> Invitation:
    """Write an invitation, within the caller's work and after the caller's checks.

    Its letter goes out after the commit, unless it is held.
    """
    now = clock.now()
    with unit_of_work() as work:
        invitation = Invitation(
            name=name,
            email=email,
            role=role,
            hive=hive,
            household=household,
            invited_by=actor,
            serial=1,
            is_held=is_held,
            sent_at=now,
            expires_at=now + LIFE,
        )
        db.session.add(invitation)
        db.session.flush()
        if not is_held:
            work.on_commit(lambda: enqueue("invitations.send_invitation", invitation.id))
    return invitation


def replace(earlier: Sequence[Invitation], *, by: Invitation) -> None:
    """End the earlier ones at the very moment the new one was made: that is how it is known."""
    with unit_of_work():
        for each in earlier:
            each.revoked_at = by.sent_at
        db.session.flush()


def revoke(*, actor: Person, invitation_id: int) -> Invitation:
    """Take an invitation back; raises `NotFound`, and `Conflict` when it was taken up."""
    with unit_of_work():
        invitation = invitation_for(actor, invitation_id)
        if invitation.state is InvitationState.JOINED:
            raise Conflict(f"{invitation.name} has joined already.")
        if invitation.revoked_at is None:
            invitation.revoked_at = clock.now()
    return invitation


def revoke_into(*, hive_id: int) -> None:
    """Take back every open invitation into a Hive; in the unit of work that closes it."""
    with unit_of_work():
        db.session.execute(
            sa.update(Invitation)
            .where(
                Invitation.hive_id == hive_id,
                Invitation.joined_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .values(revoked_at=clock.now())
        )


def resend(*, actor: Person, invitation_id: int) -> Invitation:
    """Send a new link for 7 more days, or a held one for the first time; older links stop working.

    Raises `NotFound`, and `Conflict` when it was taken up, or when the family still waits for
    a Hive or has left.
    """
    with unit_of_work():
        invitation = invitation_for(actor, invitation_id)
        if invitation.state is InvitationState.JOINED:
            raise Conflict(f"{invitation.name} has joined already.")
        _refuse_without_a_place(invitation)
        invitation.serial += 1
        invitation.revoked_at = None
        open_invitation(invitation)
    return invitation


def open_invitation(invitation: Invitation) -> None:
    """Let an invitation be taken up from now on; its letter goes out after the commit."""
    with unit_of_work() as work:
        invitation.is_held = False
        invitation.sent_at = clock.now()
        invitation.expires_at = clock.now() + LIFE
        db.session.flush()
        work.on_commit(lambda: enqueue("invitations.send_invitation", invitation.id))


def send_invitation(invitation_id: int) -> None:
    """Send the letter with the link, unless the invitation has ended meanwhile."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.state is not InvitationState.WAITING:
        return
    where = invitation.hive.name if invitation.hive else "your county's Hives"
    send_mail(
        invitation.email,
        f"{invitation.invited_by.first_name} invites you to Hive",
        f"Hello {invitation.name.split()[0]},\n\n"
        f"{invitation.invited_by.name} invites you to join {where}.\n\n"
        f"Open this link on your phone and choose a password:\n{link_of(invitation)}\n\n"
        f"It works once, until {as_people_say(invitation.expires_at)}.\n"
        "Did you not expect this? Then you need do nothing.\n",
    )


def _refuse_without_a_place(invitation: Invitation) -> None:
    household = invitation.household
    if household is None:
        return
    if household.state is HouseholdState.LEFT:
        raise Conflict(f"{household.name} has left the Hives.")
    if household.hive_id is None:
        raise Conflict(
            f"{household.name} still waits for a Hive. The invitation goes out with their place."
        )


def _place_in_household(hive: Hive | None, role: Role, household: str) -> Household | None:
    if hive is None or household == NEW:
        return None
    if household.isascii() and household.isdigit():
        try:
            return household_in(hive, int(household))
        except NotFound:
            raise Invalid({"household": "Choose one of the families."}) from None
    if role is Role.CARER:
        raise Invalid({"household": "Choose the family they belong to, or a new one."})
    return None


def _household_kept_for(replaced: list[Invitation], name: str) -> Household | None:
    """The household opened by an invitation that is replaced now, when it is the same one."""
    for each in replaced:
        found = each.household
        if found is not None and found.hive_id == each.hive_id and found.name == name:
            return found
    return None


def _new_household(actor: Person, hive: Hive, name: str) -> Household:
    claim_place(hive_id=hive.id)
    return open_household(name=name, hive=hive, moved_by=actor)


def _refuse_member(email: str, hive: Hive | None, role: Role) -> None:
    person = person_by_email(email)
    if person is None:
        return
    hive_id = hive.id if hive else None
    if any(each.hive_id == hive_id and each.role is role for each in person.current_memberships):
        raise Invalid({"email": "Somebody with this address is here already."})
