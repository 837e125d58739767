"""Background work of imports."""

from app.core.jobs import every_minutes, job
from app.imports import services


@job
def check_import(import_id: int) -> None:
    """Check a file that somebody brought."""
    services.check_import(import_id)


@job
def apply_import(import_id: int) -> None:
    """Write what a checked file adds."""
    services.apply_import(import_id)


@every_minutes(60)
def forget_old_files() -> None:
    """Erase what is in files that nobody went on with."""
    services.forget_old_files()
