"""Bringing a file, asking for it to be applied or tried again, throwing it away."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Conflict, NotAllowed
from app.core.extensions import db
from app.core.jobs import enqueue
from app.core.progress import forget_progress
from app.core.unit_of_work import unit_of_work
from app.imports.models import Import, ImportState
from app.imports.policy import can_bring
from app.imports.queries import forgotten_imports, import_for
from app.imports.reading import sheet_of
from app.imports.services.waiting import progress_key, standing_of

#: What is in a file that nobody goes on with is erased after this time.
KEPT = timedelta(days=7)

_JOBS = {
    ImportState.CHECKING: "imports.check_import",
    ImportState.APPLYING: "imports.apply_import",
}


def bring_file(
    *, actor: Person, file_name: str, text: str, replaces_id: int | None = None
) -> Import:
    """Keep a file, encrypted, and have it checked; nothing of it is written yet.

    `replaces_id` is a file the actor brought before and has corrected: it is discarded. Raises
    `NotAllowed`, `NotFound`, and `Invalid` on `file` when its rows can't be read.
    """
    if not can_bring(actor):
        raise NotAllowed("Only a manager brings families in from a file.")
    rows = sheet_of(text).rows
    now = clock.now()
    with unit_of_work():
        if replaces_id is not None:
            discard(actor=actor, import_id=replaces_id)
        brought = Import(
            person_id=actor.id,
            file_name=file_name[-200:],
            state=ImportState.CHECKING,
            content=text,
            created_at=now,
            started_at=now,
            row_count=len(rows),
        )
        db.session.add(brought)
        db.session.flush()
        _enqueue(brought)
    return brought


def ask_to_apply(*, actor: Person, import_id: int, sends_invitations: bool = False) -> Import:
    """Have everything of a checked file written. Asking twice is asking once.

    Raises `NotFound`, and `Conflict` when there are faults in it or it was discarded.
    """
    with unit_of_work():
        found = import_for(actor, import_id)
        asked = db.session.execute(
            sa.update(Import)
            .where(
                Import.id == found.id,
                Import.state == ImportState.CHECKED,
                Import.fault_count == 0,
            )
            .values(
                state=ImportState.APPLYING,
                started_at=clock.now(),
                sends_invitations=sends_invitations,
            )
        )
        if asked.rowcount:  # type: ignore[attr-defined]
            db.session.refresh(found, ["state", "started_at"])
            _enqueue(found)
        elif found.state is ImportState.CHECKED:
            raise Conflict("There is something to put right in this file first.")
        elif found.state not in {ImportState.APPLYING, ImportState.APPLIED}:
            raise Conflict("This file can't be added any more. Bring it again.")
    return found


def try_again(*, actor: Person, import_id: int) -> Import:
    """Start a check or a writing anew that was lost with its process.

    Raises `NotFound`, and `Conflict` while it still moves. Should it not have been lost after
    all, the second one finds the work done and writes nothing.
    """
    with unit_of_work():
        found = import_for(actor, import_id)
        standing = standing_of(found)
        if standing.is_under_way and not standing.is_stuck:
            raise Conflict("Hive is still at it. Look again in a moment.")
        if standing.is_under_way:
            found.started_at = clock.now()
            db.session.flush()
            _enqueue(found)
    return found


def discard(*, actor: Person, import_id: int) -> Import:
    """Throw a file away: what was in it is erased. Doing it twice is doing it once.

    Raises `NotFound`, and `Conflict` while it is being written or once it has been.
    """
    with unit_of_work():
        found = import_for(actor, import_id)
        is_being_written = found.state is ImportState.APPLYING and not standing_of(found).is_stuck
        if is_being_written or found.state is ImportState.APPLIED:
            raise Conflict("This file is added already, or just now.")
        _erase([found.id])
        db.session.refresh(found, ["state", "finished_at"])
    forget_progress(progress_key(found.id))
    return found


def forget_old_files() -> None:
    """Erase what is in files that nobody went on with for a week."""
    with unit_of_work():
        _erase(list(forgotten_imports(clock.now() - KEPT)))


def _erase(import_ids: list[int]) -> None:
    db.session.execute(
        sa.update(Import)
        .where(
            Import.id.in_(import_ids),
            Import.state.not_in([ImportState.APPLIED, ImportState.DISCARDED]),
        )
        .values(state=ImportState.DISCARDED, content=None, report=None, finished_at=clock.now())
    )


def _enqueue(found: Import) -> None:
    """Queue the job of the import's state once the caller's work is on disk."""
    name, import_id = _JOBS[found.state], found.id
    with unit_of_work() as work:
        work.on_commit(lambda: forget_progress(progress_key(import_id)))
        work.on_commit(lambda: enqueue(name, import_id))
