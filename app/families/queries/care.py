"""Care cards, read only for children the caller has found through its actor."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.extensions import db
from app.families.ages import months_before
from app.families.models import (
    AboutMe,
    CareCheck,
    CareNote,
    CareSection,
    Child,
    Placement,
)

#: How long a care card stays right without a look at it.
CHECKED_EVERY_MONTHS = 3


def care_notes(child: Child) -> dict[CareSection, CareNote]:
    """The short cards of a child's care card that have been written."""
    found = db.session.scalars(
        sa.select(CareNote)
        .where(CareNote.child_id == child.id)
        .options(joinedload(CareNote.written_by))
        # Another carer may have written since this session last looked.
        .execution_options(populate_existing=True)
    )
    return {note.section: note for note in found}


def care_texts(
    child_ids: Collection[int], sections: Collection[CareSection]
) -> dict[int, dict[CareSection, str]]:
    """Some short cards of several children, by the child's id. For services: not scoped."""
    found: dict[int, dict[CareSection, str]] = {}
    for note in db.session.scalars(
        sa.select(CareNote)
        .where(CareNote.child_id.in_(child_ids), CareNote.section.in_(sections))
        .execution_options(populate_existing=True)
    ):
        found.setdefault(note.child_id, {})[note.section] = note.text
    return found


def care_check(child: Child) -> CareCheck | None:
    """When a carer last said that the card is right, and who."""
    return db.session.scalar(
        sa.select(CareCheck)
        .where(CareCheck.child_id == child.id)
        .options(joinedload(CareCheck.checked_by))
    )


def care_checks(children: Sequence[Child]) -> dict[int, CareCheck]:
    """The same for several children, by the child's id."""
    found = db.session.scalars(
        sa.select(CareCheck).where(CareCheck.child_id.in_([each.id for each in children]))
    )
    return {check.child_id: check for check in found}


def about_me(child: Child) -> AboutMe | None:
    """The child's own half of the card."""
    return db.session.scalar(
        sa.select(AboutMe)
        .where(AboutMe.child_id == child.id)
        .options(joinedload(AboutMe.written_by))
        .execution_options(populate_existing=True)
    )


def about_us(child_ids: Collection[int]) -> dict[int, AboutMe]:
    """The same for several children, by the child's id. For services: not scoped."""
    found = db.session.scalars(sa.select(AboutMe).where(AboutMe.child_id.in_(child_ids)))
    return {about.child_id: about for about in found}


def is_due(check: CareCheck | None) -> bool:
    """Whether a card should be looked through: never checked, or more than three months ago."""
    due_before = months_before(clock.today(), CHECKED_EVERY_MONTHS)
    return check is None or check.checked_on < due_before


def cards_to_check(
    checked_before: date, reminded_before: date, today: date
) -> Sequence[tuple[int, int]]:
    """Children whose card was checked before a day, each with the household they live in.

    Left out are those whose carers were reminded after `reminded_before`. For services: not
    scoped. A card nobody has begun is not among them; the family's page asks for it.
    """
    return [
        (row[0], row[1])
        for row in db.session.execute(
            sa.select(CareCheck.child_id, Placement.household_id)
            .join(Placement, Placement.child_id == CareCheck.child_id)
            .where(
                Placement.in_force(today),
                CareCheck.checked_on < checked_before,
                sa.or_(CareCheck.reminded_on.is_(None), CareCheck.reminded_on <= reminded_before),
            )
            .order_by(Placement.household_id, CareCheck.child_id)
        )
    ]
