"""Who may do what with notices and pushes, readable as a list."""

from datetime import datetime, timedelta

from app.accounts.models import Person
from app.notices.models import PushSubscription

#: After a day a push tells nothing that the app does not show; services drop it then too.
PUSH_LIFE = timedelta(hours=24)


def can_remove(actor: Person, subscription: PushSubscription) -> bool:
    """Everybody may turn off pushes to their own browsers."""
    return subscription.person_id == actor.id


def is_too_old(created_at: datetime, now: datetime) -> bool:
    """Whether a notice is not worth a push any more."""
    return created_at + PUSH_LIFE <= now
