"""Background work of accounts."""

from app.accounts import services
from app.core.jobs import job


@job
def send_recovery_code(person_id: int) -> None:
    """Send a one-time code (0: to nobody, so that unknown addresses take as long)."""
    services.send_recovery_code(person_id)
