"""The only writes to notices, subscriptions and deliveries."""

from app.notices.push import RoomNews, RoomNewsSource
from app.notices.services.delivery import deliver_due
from app.notices.services.outbox import mark_room_notices_read, notify
from app.notices.services.subscriptions import (
    remove_subscription,
    set_lock_screen,
    subscribe,
    unsubscribe,
)

__all__ = [
    "RoomNews",
    "RoomNewsSource",
    "deliver_due",
    "mark_room_notices_read",
    "notify",
    "remove_subscription",
    "set_lock_screen",
    "subscribe",
    "unsubscribe",
]
