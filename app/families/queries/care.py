"""Care cards, read only for children the caller has found through its actor."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.extensions import db
from app.families.models import (
    AboutMe,
    CareCheck,
    CareNote,
    CareSection,
    Child,
    Placement,
)


def care_notes(child: Child) -> dict[CareSection, CareNote]:
    """The short cards of a child's care card that have been written."""
    found = db.session.scalars(
        sa.select(CareNote)
        .where(CareNote.child_id == child.id)
        .options(joinedload(CareNote.written_by))
    )
    return {note.section: note for note in found}


def care_check(child: Child) -> CareCheck | None:
    """When a carer last said that the card is right, and who."""
    return db.session.scalar(
        sa.select(CareCheck)
        .where(CareCheck.child_id == child.id)
        .options(joinedload(CareCheck.checked_by))
    )


def about_me(child: Child) -> AboutMe | None:
    """The child's own half of the card."""
    return db.session.scalar(
        sa.select(AboutMe)
        .where(AboutMe.child_id == child.id)
        .options(joinedload(AboutMe.written_by))
    )


def cards_to_check(checked_before: date, reminded_before: date, today: date) -> Sequence[int]:
    """The ids of children at home in a household whose card is due for a look.

    For services: not scoped. A card nobody has begun is not among them; the family's page
    asks for it.
    """
    return db.session.scalars(
        sa.select(CareCheck.child_id)
        .join(Placement, Placement.child_id == CareCheck.child_id)
        .where(
            Placement.in_force(today),
            CareCheck.checked_on < checked_before,
            sa.or_(CareCheck.reminded_on.is_(None), CareCheck.reminded_on < reminded_before),
        )
        .order_by(CareCheck.child_id)
    ).all()
