"""Background work of the chat."""

from app.chat import services
from app.chat.services import polling
from app.core.jobs import every_minutes


@every_minutes(30)
def drop_forgotten_uploads() -> None:
    """Take away photos and documents that were never sent."""
    services.drop_forgotten_uploads()


@every_minutes(1)
def close_due_polls() -> None:
    """Close the polls whose time has come."""
    polling.close_due_polls()
