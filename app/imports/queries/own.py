"""The files somebody brought."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer

from app.accounts.models import Person
from app.core.errors import NotFound
from app.core.extensions import db
from app.hives.policy import is_manager
from app.imports.models import Import, ImportState

#: How many past files the page lists.
_SHOWN = 50


def imports_of(actor: Person) -> Sequence[Import]:
    """The files `actor` brought, newest first, without what is in them."""
    return db.session.scalars(
        sa.select(Import)
        .where(Import.person_id == actor.id)
        .options(defer(Import.content), defer(Import.report))
        .order_by(Import.id.desc())
        .limit(_SHOWN)
    ).all()


def import_for(actor: Person, import_id: int) -> Import:
    """A file that `actor`, a manager, brought themselves; raises `NotFound` for any other's."""
    found = db.session.scalar(
        sa.select(Import)
        .where(Import.id == import_id, Import.person_id == actor.id)
        .options(defer(Import.content))
        .execution_options(populate_existing=True)
    )
    if found is None or not is_manager(actor):
        raise NotFound()
    return found


def locked_import(import_id: int, state: ImportState) -> Import | None:
    """An import in `state`, held until the caller's work is committed; None in any other state.

    For services: not scoped. Whatever is being written elsewhere is waited for, so that two
    files never add the same household at the same moment.
    """
    found = db.session.scalars(
        sa.select(Import)
        .where(sa.or_(Import.id == import_id, Import.state == ImportState.APPLYING))
        .options(defer(Import.content), defer(Import.report))
        .order_by(Import.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return next((each for each in found if each.id == import_id and each.state is state), None)


def forgotten_imports(before: datetime) -> Sequence[int]:
    """The ids of files brought before an instant and neither applied nor discarded since."""
    return db.session.scalars(
        sa.select(Import.id).where(
            Import.created_at < before,
            Import.state.in_([ImportState.CHECKING, ImportState.CHECKED]),
        )
    ).all()
