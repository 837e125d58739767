"""Who decides what for a child, and the questions about it."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    AuthorityQuestion,
    CareStatus,
    Child,
    Decider,
    Household,
    Placement,
)
from app.hives.models import Membership


def authority_of(child: Child) -> dict[AuthorityKind, AuthorityEntry]:
    """What holds today for a child found through its actor: the newest entry of each kind."""
    newest = (
        sa.select(sa.func.max(AuthorityEntry.id))
        .where(AuthorityEntry.child_id == child.id)
        .group_by(AuthorityEntry.kind)
    )
    found = db.session.scalars(
        sa.select(AuthorityEntry)
        .where(AuthorityEntry.id.in_(newest))
        .options(joinedload(AuthorityEntry.said_by))
    )
    return {entry.kind: entry for entry in found}


def carers_decide(
    children: Sequence[Child], kinds: Collection[AuthorityKind]
) -> set[tuple[int, AuthorityKind]]:
    """Which of these decisions the carers make by themselves, by child and kind.

    For a child in care what the placement plan leaves to them: nothing said means ask. For a
    birth child all of them. The caller has found the children through their actor.
    """
    in_care = [each.id for each in children if each.care_status is CareStatus.IN_CARE]
    decided = {
        (each.id, kind)
        for each in children
        if each.care_status is not CareStatus.IN_CARE
        for kind in kinds
    }
    if not in_care:
        return decided
    newest = (
        sa.select(sa.func.max(AuthorityEntry.id))
        .where(AuthorityEntry.child_id.in_(in_care), AuthorityEntry.kind.in_(kinds))
        .group_by(AuthorityEntry.child_id, AuthorityEntry.kind)
    )
    rows = db.session.execute(
        sa.select(AuthorityEntry.child_id, AuthorityEntry.kind).where(
            AuthorityEntry.id.in_(newest), AuthorityEntry.decider == Decider.CARER
        )
    )
    return decided | {(row[0], row[1]) for row in rows}


def authority_entries(child: Child) -> dict[AuthorityKind, list[AuthorityEntry]]:
    """Everything that was said about a child found through its actor, newest first, by kind."""
    by_kind: dict[AuthorityKind, list[AuthorityEntry]] = {}
    for entry in db.session.scalars(
        sa.select(AuthorityEntry)
        .where(AuthorityEntry.child_id == child.id)
        .options(joinedload(AuthorityEntry.said_by))
        .order_by(AuthorityEntry.id.desc())
    ):
        by_kind.setdefault(entry.kind, []).append(entry)
    return by_kind


def authority_history(child: Child, kind: AuthorityKind) -> Sequence[AuthorityEntry]:
    """Everything that was said about one kind of decision, newest first."""
    return db.session.scalars(
        sa.select(AuthorityEntry)
        .where(AuthorityEntry.child_id == child.id, AuthorityEntry.kind == kind)
        .options(joinedload(AuthorityEntry.said_by))
        .order_by(AuthorityEntry.id.desc())
    ).all()


def open_question(child: Child, kind: AuthorityKind) -> AuthorityQuestion | None:
    """The question about this kind that still waits, or None."""
    return db.session.scalar(
        sa.select(AuthorityQuestion)
        .where(
            AuthorityQuestion.child_id == child.id,
            AuthorityQuestion.kind == kind,
            AuthorityQuestion.answered_at.is_(None),
        )
        .options(joinedload(AuthorityQuestion.asked_by))
    )


def open_questions(child: Child) -> dict[AuthorityKind, AuthorityQuestion]:
    """The questions about a child that still wait."""
    found = db.session.scalars(
        sa.select(AuthorityQuestion)
        .where(AuthorityQuestion.child_id == child.id, AuthorityQuestion.answered_at.is_(None))
        .options(joinedload(AuthorityQuestion.asked_by))
    )
    return {question.kind: question for question in found}


def last_answered(child: Child) -> AuthorityQuestion | None:
    """The question about a child that was answered last, with who asked it."""
    return db.session.scalar(
        sa.select(AuthorityQuestion)
        .where(AuthorityQuestion.child_id == child.id, AuthorityQuestion.answered_at.is_not(None))
        .options(joinedload(AuthorityQuestion.asked_by))
        .order_by(AuthorityQuestion.answered_at.desc(), AuthorityQuestion.id.desc())
        .limit(1)
    )


def social_worker_to_ask(household: Household) -> Person | None:
    """The household's supervising social worker, while they are one."""
    found = household.social_worker
    return found if found is not None and Role.SOCIAL_WORKER in found.roles else None


def people_to_ask(household: Household) -> list[int]:
    """Who is told of a question: the social worker, or without one the Hive's support workers."""
    found = social_worker_to_ask(household)
    if found is not None:
        return [found.id]
    return list(
        db.session.scalars(
            sa.select(Membership.person_id)
            .where(
                Membership.hive_id == household.hive_id,
                Membership.role == Role.SUPPORT_WORKER,
                Membership.in_force(clock.today()),
            )
            .distinct()
            .order_by(Membership.person_id)
        )
    )


def questions_for(actor: Person) -> Sequence[AuthorityQuestion]:
    """The questions that wait for `actor`, the oldest first.

    Those about children in the households they supervise; and of Hives they lead, in households
    that have no social worker to ask.
    """
    if not actor.roles & {Role.SOCIAL_WORKER, Role.SUPPORT_WORKER}:
        return []
    today = clock.today()
    supervised: sa.ColumnElement[bool] = sa.false()
    if Role.SOCIAL_WORKER in actor.roles:
        supervised = Household.social_worker_id == actor.id
    led = [each.hive_id for each in actor.current_memberships if each.role is Role.SUPPORT_WORKER]
    has_social_worker = sa.exists().where(
        Membership.person_id == Household.social_worker_id,
        Membership.role == Role.SOCIAL_WORKER,
        Membership.in_force(today),
    )
    return (
        db.session.scalars(
            sa.select(AuthorityQuestion)
            .join(AuthorityQuestion.child)
            .join(Child.placements)
            .join(Placement.household)
            .where(
                AuthorityQuestion.answered_at.is_(None),
                Placement.in_force(today),
                sa.or_(supervised, sa.and_(Household.hive_id.in_(led), ~has_social_worker)),
            )
            .options(
                contains_eager(AuthorityQuestion.child)
                .contains_eager(Child.placements)
                .contains_eager(Placement.household),
                joinedload(AuthorityQuestion.asked_by),
            )
            .order_by(AuthorityQuestion.id)
        )
        .unique()
        .all()
    )
