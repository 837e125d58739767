"""Appointing support workers and link carers, cover while one is away, and ending a role."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.extensions import db
from app.core.roles import Role
from app.core.signals import carer_leaving, memberships_changed
from app.core.unit_of_work import unit_of_work
from app.hives.models import Hive, Membership, cover_in_words
from app.hives.policy import can_arrange_cover, can_end, roles_to_appoint
from app.hives.queries import appointable_for, covering_for, hive_for, membership_for
from app.hives.services.memberships import (
    add_membership,
    end_membership,
    last_support_worker_among,
)

_CHOOSE = "Choose one of the people."


def appoint(
    *, actor: Person, hive_id: int, person_id: int, role: Role, from_on: date | None = None
) -> Membership:
    """Make somebody a support worker or link carer of a Hive, from a London date on.

    `from_on` is today or later, today when None. Raises `NotFound`, `NotAllowed` for a role
    that is not the actor's to give, `Invalid` for a day that has passed, for somebody the
    actor may not choose and for somebody who is that already.
    """
    begins = from_on or clock.today()
    with unit_of_work():
        hive = hive_for(actor, hive_id)
        if role not in roles_to_appoint(actor, hive):
            raise NotAllowed(f"You can't appoint a {role.label.lower()} here. Ask a manager.")
        person = db.session.scalar(appointable_for(actor, hive).where(Person.id == person_id))
        if person is None:
            raise Invalid({"person_id": _CHOOSE})
        if begins < clock.today():
            raise Invalid({"from_on": "Choose today or a later day."})
        if _is_already(person, hive, role, begins):
            raise Invalid({"person_id": f"{person.name} is that here already."})
        return add_membership(person=person, role=role, hive=hive, from_on=begins)


def arrange_cover(
    *, actor: Person, membership_id: int, person_id: int, from_on: date, until_on: date
) -> Membership:
    """Let somebody lead a Hive while one of its support workers is away.

    London dates, the last day counts; it ends by itself. Raises `NotFound`, `NotAllowed`,
    `Conflict` when the role is none to cover for, and `Invalid`, also when somebody covers for
    them on one of those days already.
    """
    with unit_of_work():
        away = membership_for(actor, membership_id)
        if away.hive is None or away.role is not Role.SUPPORT_WORKER or away.covers_id:
            raise Conflict("Only a support worker of the Hive can be covered for.")
        if not can_arrange_cover(actor, away.hive):
            raise NotAllowed("Only a support worker of this Hive or a manager arranges cover.")
        _check_period(from_on, until_on)
        db.session.refresh(away.hive, with_for_update=True)
        _refuse_second_cover(away, from_on, until_on)
        person = db.session.scalar(covering_for(actor, away.hive).where(Person.id == person_id))
        if person is None or person.id == away.person_id:
            raise Invalid({"person_id": _CHOOSE})
        if _leads_between(person, away.hive, from_on, until_on):
            raise Invalid({"person_id": f"{person.name} leads this Hive on those days already."})
        cover = Membership(
            person_id=person.id,
            hive_id=away.hive.id,
            role=Role.SUPPORT_WORKER,
            from_on=from_on,
            until_on=until_on,
            covers_id=away.person_id,
        )
        db.session.add(cover)
        db.session.flush()
        memberships_changed.send()
    return cover


def end_role(*, actor: Person, membership_id: int) -> Membership:
    """End somebody's role in a Hive as of now; open phones stop hearing its room.

    Raises `NotFound`, `NotAllowed`, and `Conflict` for the last support worker of a Hive and
    for a carer whose household is in it: that one moves, or leaves the household.
    """
    with unit_of_work():
        membership = membership_for(actor, membership_id)
        hive, person = membership.hive, membership.person
        if hive is None or not can_end(actor, membership):
            raise NotAllowed("Only a manager can end this role. Ask one.")
        if membership.role is Role.CARER:
            carer_leaving.send(person_id=person.id, hive_id=hive.id)
        if membership.role is Role.SUPPORT_WORKER and membership.covers_id is None:
            if last_support_worker_among(people_ids=[person.id], hive=hive):
                raise Conflict(
                    f"{person.name} is the only support worker of {hive.name}. "
                    "Appoint somebody else first, then end this role.",
                    title=f"{hive.name} would have nobody",
                )
            _end_covers(person, hive)
        end_membership(membership)
    return membership


def _check_period(from_on: date, until_on: date) -> None:
    if from_on < clock.today():
        raise Invalid({"from_on": "Choose today or a later day."})
    if until_on < from_on:
        raise Invalid({"until_on": "The last day can't be before the first one."})


def _refuse_second_cover(away: Membership, first: date, last: date) -> None:
    cover = db.session.scalar(
        sa.select(Membership)
        .where(
            Membership.hive_id == away.hive_id,
            Membership.covers_id == away.person_id,
            Membership.from_on <= last,
            Membership.until_on >= first,
        )
        .options(joinedload(Membership.person))
        .order_by(Membership.from_on)
        .limit(1)
    )
    if cover is not None:
        raise Invalid({"from_on": f"{cover_in_words(cover)} already."})


def _is_already(person: Person, hive: Hive, role: Role, begins: date) -> bool:
    """Whether `person` holds the role for good by the day it would begin."""
    return any(
        each.hive_id == hive.id
        and each.role is role
        and each.until_on is None
        and each.from_on <= begins
        for each in person.memberships
    )


def _leads_between(person: Person, hive: Hive, first: date, last: date) -> bool:
    return any(
        each.hive_id == hive.id
        and each.role is Role.SUPPORT_WORKER
        and each.from_on <= last
        and (each.until_on is None or each.until_on >= first)
        for each in person.memberships
    )


def _end_covers(person: Person, hive: Hive) -> None:
    """Nobody covers for somebody who has gone."""
    for each in db.session.scalars(
        sa.select(Membership).where(
            Membership.hive_id == hive.id,
            Membership.covers_id == person.id,
            Membership.until_on >= clock.today(),
        )
    ).all():
        end_membership(each)
