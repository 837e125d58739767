"""The app's own push sender, its delay, and who tells what is new in a room."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from flask import Flask, current_app

from app.config import Config
from app.notices.endpoints import EndpointRules
from app.notices.push_sender import PushSender
from app.notices.vapid import Sealer, load_or_create_keys


@dataclass(frozen=True, slots=True)
class RoomNews:
    """What a person has not read in a room.

    `unread` counts this room, `unread_total` all of the person's rooms; the newest of the
    unread messages is by `author` (a first name) and says `text`.
    """

    unread: int
    unread_total: int
    author: str
    text: str


#: Given pairs of (person id, room id), tells the news of those who may read the room today and
#: leaves out all others. Chat knows the answer, and chat is built upon notices: so it is handed
#: in where the app is put together.
RoomNewsSource = Callable[[Collection[tuple[int, int]]], Mapping[tuple[int, int], RoomNews]]


class DeliveryAlarm:
    """Decides when a delivery job is to be queued: one serves many notices.

    Jobs find by themselves what is due, so a busy minute needs about one job a second and not
    one for each message.
    """

    _QUIET_SECONDS = 0.5

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_set = float("-inf")
        self._rings_at = float("-inf")

    def set(self, delay: int) -> int | None:
        """In how many seconds to run a job for what is due in `delay`; None: one is coming."""
        with self._lock:
            now = time.monotonic()
            if now + delay <= self._rings_at <= now + delay + 1:
                return None
            in_seconds = delay if now - self._last_set > self._QUIET_SECONDS else delay + 1
            self._last_set = now
            self._rings_at = now + in_seconds
            return in_seconds


@dataclass
class Push:
    """What the services of this slice share within one app. `delay` is in seconds."""

    sender: PushSender
    delay: int
    room_news: RoomNewsSource
    alarm: DeliveryAlarm = field(default_factory=DeliveryAlarm)


def init_push(app: Flask, config: Config, *, room_news: RoomNewsSource) -> None:
    """Read or make the VAPID keys and set the sender up."""
    keys = load_or_create_keys(config.vapid_key_file)
    sender = PushSender(
        Sealer(keys, config.vapid_subject), EndpointRules(config.push_extra_origins)
    )
    app.extensions["hive_push"] = Push(sender, config.push_delay, room_news)


def current_push() -> Push:
    """The current app's."""
    push: Push = current_app.extensions["hive_push"]
    return push
