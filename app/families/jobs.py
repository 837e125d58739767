"""Background work of families."""

from app.core.jobs import every_minutes
from app.families import services


@every_minutes(30)
def remind_of_cards() -> None:
    """Ask carers to look through the care cards that are due."""
    services.remind_of_cards()
