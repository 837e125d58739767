"""Background work of notices."""

from app.core.jobs import every_minutes, job
from app.notices import services


@job
def deliver_due() -> None:
    """Send the pushes that are due."""
    services.deliver_due()


@every_minutes(1)
def sweep_deliveries() -> None:
    """Send what a crash, or a job that got lost, has left behind."""
    services.deliver_due()
