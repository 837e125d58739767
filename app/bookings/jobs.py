"""Background work of bookings."""

from app.bookings.services import ending, reminding
from app.core.jobs import every_minutes


@every_minutes(5)
def end_overdue_bookings() -> None:
    """End what nobody answered in time, and stays nobody wrote the end of."""
    ending.expire_overdue()
    ending.finish_overdue()
    ending.end_for_children_gone()
    ending.end_for_homes_gone()


@every_minutes(5)
def remind_of_stays() -> None:
    """Remind families and hosts, the evening before, of what is tomorrow."""
    reminding.remind_the_evening_before()
