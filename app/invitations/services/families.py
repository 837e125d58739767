"""The invitations of a whole household: made together, held, sent, moved, taken back."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.models import Person
from app.accounts.queries import person_by_email
from app.core import clock
from app.core.carer_rows import Carer
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import Household, HouseholdKind
from app.families.queries import household_of
from app.families.services import check_approval, claim_place, open_household
from app.hives.models import Hive
from app.hives.policy import can_invite
from app.invitations.models import Invitation
from app.invitations.queries import open_invitations
from app.invitations.services.inviting import make_invitation, open_invitation, replace

_CARERS = [Role.CARER, Role.LINK_CARER]


def invite_household(
    *,
    actor: Person,
    hive: Hive,
    name: str,
    kind: HouseholdKind,
    approved_on: date | None,
    carers: Sequence[Carer],
) -> Household:
    """Open a household in `hive` and invite its carers, all in one piece.

    Raises `NotAllowed`, `Invalid` (also on a carer's row), and `Conflict` when the Hive is full.
    """
    if not can_invite(actor, hive):
        raise NotAllowed("Only a support worker of this Hive can invite people into it.")
    check_approval(kind=kind, approved_on=approved_on)
    if not carers:
        raise Invalid({"carer_name_1": "Enter the name and e-mail address of one carer or more."})
    with unit_of_work():
        claim_place(hive_id=hive.id)
        household = open_household(
            name=name, hive=hive, moved_by=actor, kind=kind, approved_on=approved_on
        )
        invite_family(actor=actor, household=household, carers=carers, is_held=False)
    return household


def invite_family(
    *, actor: Person, household: Household, carers: Sequence[Carer], is_held: bool
) -> list[Invitation]:
    """Invite the carers of a household, within the caller's work and after the caller's checks.

    A household without a Hive can only have held ones. An invitation into the same Hive that
    still waits is replaced. Raises `Invalid` on the rows of those who are here already.
    """
    with unit_of_work():
        _refuse_who_is_here(carers, household)
        made = []
        for carer in carers:
            earlier = open_invitations(email=carer.email, hive=household.hive, roles=_CARERS)
            invitation = make_invitation(
                actor=actor,
                hive=household.hive,
                household=household,
                name=carer.name,
                email=carer.email,
                role=Role.LINK_CARER if carer.is_link_carer else Role.CARER,
                is_held=is_held,
            )
            replace(earlier, by=invitation)
            made.append(invitation)
    return made


def send_held_invitations(*, household_id: int, hive_id: int) -> None:
    """The household has a Hive now: what was held for it goes out."""
    with unit_of_work():
        for each in db.session.scalars(
            sa.select(Invitation).where(
                *_not_taken_up(household_id), Invitation.is_held, Invitation.revoked_at.is_(None)
            )
        ).all():
            each.hive_id = hive_id
            open_invitation(each)


def move_invitations(*, household_id: int, hive_id: int) -> None:
    """The household has another Hive now: whoever has not joined yet will join that one."""
    with unit_of_work():
        db.session.execute(
            sa.update(Invitation).where(*_not_taken_up(household_id)).values(hive_id=hive_id)
        )


def revoke_invitations(*, household_id: int) -> None:
    """The household has left: its invitations are taken back."""
    with unit_of_work():
        db.session.execute(
            sa.update(Invitation)
            .where(*_not_taken_up(household_id), Invitation.revoked_at.is_(None))
            .values(revoked_at=clock.now())
        )


def _not_taken_up(household_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return Invitation.household_id == household_id, Invitation.joined_at.is_(None)


def _refuse_who_is_here(carers: Sequence[Carer], household: Household) -> None:
    wrong = {}
    for carer in carers:
        person = person_by_email(carer.email)
        if person is not None and household_of(person) is not None:
            wrong[f"carer_email_{carer.row}"] = (
                "Somebody with this address lives in another family already."
            )
        elif household.hive is None and open_invitations(
            email=carer.email, hive=None, roles=_CARERS
        ):
            wrong[f"carer_email_{carer.row}"] = "This address is on the waiting list already."
    if wrong:
        raise Invalid(wrong)
