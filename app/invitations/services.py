"""Inviting people and letting them join: the only writes to invitations."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import person_by_email
from app.accounts.services import check_password, create_person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.extensions import db
from app.core.jobs import enqueue
from app.core.mail import send_mail
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.core.words import as_people_say
from app.families.models import Household
from app.families.queries import household_in
from app.families.services import join_household, open_household
from app.hives.models import Hive
from app.hives.policy import roles_to_invite
from app.hives.services import add_membership
from app.invitations.links import link_of, read_token
from app.invitations.models import Invitation, InvitationState
from app.invitations.queries import invitation_for

LIFE = timedelta(days=7)


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
    its name) or empty. An invitation to the same address and place that still waits is
    replaced. Raises `Invalid`, and `NotAllowed` for a role the actor may not give. The
    letter goes out after the commit.
    """
    if role not in roles_to_invite(actor, hive):
        raise NotAllowed(f"You can't invite a {role.label.lower()} here. Ask a manager.")
    place = _place_in_household(hive, role, household)
    now = clock.now()
    with unit_of_work() as work:
        _refuse_member(email, hive, role)
        db.session.execute(
            sa.update(Invitation)
            .where(
                Invitation.email == email,
                Invitation.role == role,
                Invitation.hive_id == hive.id if hive else Invitation.hive_id.is_(None),
                Invitation.joined_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .values(revoked_at=now)
        )
        invitation = Invitation(
            name=name,
            email=email,
            role=role,
            hive=hive,
            household=place,
            new_household=new_household if place is None and household == "new" else None,
            invited_by=actor,
            serial=1,
            sent_at=now,
            expires_at=now + LIFE,
        )
        db.session.add(invitation)
        db.session.flush()
        work.on_commit(lambda: enqueue("invitations.send_invitation", invitation.id))
    return invitation


def revoke(*, actor: Person, invitation_id: int) -> Invitation:
    """Take an invitation back; raises `NotFound`, and `Conflict` when it was taken up."""
    with unit_of_work():
        invitation = invitation_for(actor, invitation_id)
        if invitation.state is InvitationState.JOINED:
            raise Conflict(f"{invitation.name} has joined already.")
        if invitation.revoked_at is None:
            invitation.revoked_at = clock.now()
    return invitation


def resend(*, actor: Person, invitation_id: int) -> Invitation:
    """Send a new link for 7 more days; links sent before stop working.

    Raises `NotFound`, and `Conflict` when it was taken up.
    """
    with unit_of_work() as work:
        invitation = invitation_for(actor, invitation_id)
        if invitation.state is InvitationState.JOINED:
            raise Conflict(f"{invitation.name} has joined already.")
        invitation.serial += 1
        invitation.sent_at = clock.now()
        invitation.expires_at = clock.now() + LIFE
        invitation.revoked_at = None
        work.on_commit(lambda: enqueue("invitations.send_invitation", invitation.id))
    return invitation


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
    (weak or wrong password), `NotFound` when the invitation has ended, `TooMany`.
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
        claimed = db.session.execute(
            sa.update(Invitation)
            .where(
                Invitation.id == invitation.id,
                Invitation.serial == invitation.serial,
                Invitation.joined_at.is_(None),
                Invitation.revoked_at.is_(None),
            )
            .values(joined_at=clock.now())
        )
        if not claimed.rowcount:  # type: ignore[attr-defined]
            raise NotFound()  # two phones opened the same link; the other was quicker
        person = known or create_person(
            name=name or invitation.name, email=invitation.email, password=password
        )
        add_membership(person=person, role=invitation.role, hive=invitation.hive)
        _join_household(invitation, person)
    return person


def _join_household(invitation: Invitation, person: Person) -> None:
    household = invitation.household
    if household is None and invitation.new_household and invitation.hive is not None:
        household = open_household(name=invitation.new_household, hive=invitation.hive)
    if household is not None:
        join_household(person=person, household=household)


def _place_in_household(hive: Hive | None, role: Role, household: str) -> Household | None:
    if hive is None or household == "new":
        return None
    if household.isdigit():
        try:
            return household_in(hive, int(household))
        except NotFound:
            raise Invalid({"household": "Choose one of the families."}) from None
    if role is Role.CARER:
        raise Invalid({"household": "Choose the family they belong to, or a new one."})
    return None


def _refuse_member(email: str, hive: Hive | None, role: Role) -> None:
    person = person_by_email(email)
    if person is None:
        return
    hive_id = hive.id if hive else None
    if any(each.hive_id == hive_id and each.role is role for each in person.current_memberships):
        raise Invalid({"email": "Somebody with this address is here already."})
