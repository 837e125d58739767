"""Brothers, sisters and friends: who belongs together."""

import sqlalchemy as sa

from app.accounts.models import Person
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.families import policy
from app.families.models import Child, ChildTie, TieKind
from app.families.queries import child_for, home_of


def tie_children(*, actor: Person, child_id: int, other_child_id: int, kind: TieKind) -> None:
    """Say that two children, both of whom `actor` may know, belong together.

    One tie for both; another kind takes the place of the first. Raises `NotFound`, `NotAllowed`,
    `Invalid`.
    """
    with unit_of_work():
        pair = _pair(actor, child_id, other_child_id)
        tie = _tie_of(pair)
        if tie is None:
            tie = ChildTie(child_id=pair[0].id, other_child_id=pair[1].id)
            db.session.add(tie)
        tie.kind = kind
        db.session.flush()


def untie_children(*, actor: Person, child_id: int, other_child_id: int) -> None:
    """Take that back. Doing it twice is one. Raises `NotFound`, `NotAllowed`."""
    with unit_of_work():
        tie = _tie_of(_pair(actor, child_id, other_child_id))
        if tie is not None:
            db.session.delete(tie)


def _pair(actor: Person, child_id: int, other_child_id: int) -> tuple[Child, Child]:
    """The two children, the lower id first; locked, so that two carers make one tie."""
    if child_id == other_child_id:
        raise Invalid({"other_child_id": "Choose another child."})
    pair = [child_for(actor, each) for each in sorted((child_id, other_child_id))]
    if not all(policy.can_change_child(actor, home_of(each)) for each in pair):
        raise NotAllowed("Ask the children's carers, or who leads or supervises them.")
    db.session.execute(sa.select(Child.id).where(Child.id == pair[0].id).with_for_update())
    return pair[0], pair[1]


def _tie_of(pair: tuple[Child, Child]) -> ChildTie | None:
    return db.session.scalar(
        sa.select(ChildTie).where(
            ChildTie.child_id == pair[0].id, ChildTie.other_child_id == pair[1].id
        )
    )
