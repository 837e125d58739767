"""How far the check or the writing of a file is, and whether it has got stuck."""

from dataclasses import dataclass
from datetime import timedelta

from app.core import clock
from app.core.progress import progress_of
from app.imports.models import Import, ImportState

#: A job that has said nothing for so long was lost with its process.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Standing:
    """Where an import stands, for the page and the script that asks for it."""

    state: ImportState
    done: int
    total: int
    #: Whether nothing moves any more, so that it has to be tried again.
    is_stuck: bool

    @property
    def is_under_way(self) -> bool:
        """Whether a job works at it, or should."""
        return self.state in {ImportState.CHECKING, ImportState.APPLYING}


def progress_key(import_id: int) -> str:
    """What the job tells its progress under."""
    return f"import.{import_id}"


def standing_of(found: Import) -> Standing:
    """Where an import stands, found through whoever brought it."""
    if found.state not in {ImportState.CHECKING, ImportState.APPLYING}:
        return Standing(found.state, 0, 0, is_stuck=False)
    told = progress_of(progress_key(found.id))
    if told is None:
        is_late = clock.now() - found.started_at > PATIENCE
        return Standing(found.state, 0, found.row_count, is_late)
    is_late = clock.now() - max(found.started_at, told.told_at) > PATIENCE
    return Standing(found.state, told.done, told.total, told.has_failed or is_late)
