"""Who decides what for a child, and the questions about it."""

from collections.abc import Sequence

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
    Child,
    Household,
    Placement,
)


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
        sa.select(AuthorityQuestion).where(
            AuthorityQuestion.child_id == child.id, AuthorityQuestion.answered_at.is_(None)
        )
    )
    return {question.kind: question for question in found}


def questions_for(actor: Person) -> Sequence[AuthorityQuestion]:
    """The questions that wait for `actor` as a social worker, the oldest first.

    Those about children in the households they supervise.
    """
    if Role.SOCIAL_WORKER not in actor.roles:
        return []
    return (
        db.session.scalars(
            sa.select(AuthorityQuestion)
            .join(AuthorityQuestion.child)
            .join(Child.placements)
            .join(Placement.household)
            .where(
                AuthorityQuestion.answered_at.is_(None),
                Household.social_worker_id == actor.id,
                Placement.in_force(clock.today()),
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
