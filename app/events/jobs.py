"""Background work of events."""

from app.core.jobs import every_minutes
from app.events.services import promoting, reminding, repeating


@every_minutes(30)
def make_series_ahead() -> None:
    """Make the next events of series, and open the rooms of those that are near."""
    repeating.make_due()
    repeating.open_due_rooms()


@every_minutes(1)
def lapse_offers() -> None:
    """Offer places that nobody took in time to the next on the waiting list."""
    promoting.lapse_offers()


@every_minutes(5)
def remind_of_events() -> None:
    """Tell people what is on tomorrow and soon, and where sign-up closes."""
    reminding.remind()
