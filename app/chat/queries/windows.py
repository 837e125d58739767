"""Which part of a room's messages a page opens with."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.chat.models import Message, Room
from app.chat.queries.messages import PAGE, messages_around, messages_in

#: Read messages shown above the first unread one, so that it does not come out of the blue.
_BEFORE_UNREAD = 5


@dataclass(frozen=True)
class Window:
    """Messages next to each other, oldest first, of a room that goes on to `newest_seq`."""

    messages: Sequence[Message]
    newest_seq: int

    @property
    def oldest_seq(self) -> int:
        """The number of its first message, 0 when there is none."""
        return self.messages[0].seq if self.messages else 0

    @property
    def last_seq(self) -> int:
        """The number of its last message, 0 when there is none."""
        return self.messages[-1].seq if self.messages else 0

    @property
    def has_older(self) -> bool:
        """Whether something was said before it."""
        return self.oldest_seq > 1

    @property
    def has_newer(self) -> bool:
        """Whether something was said after it."""
        return self.last_seq < self.newest_seq

    def goes_on_from(self, read_seq: int) -> bool:
        """Whether nothing is left out between what was read and what is here."""
        return self.oldest_seq <= read_seq + 1


def window_at(
    room: Room, *, before: int | None = None, after: int | None = None, around: int | None = None
) -> Window:
    """The newest messages of a room found through its actor, or those next to a number."""
    if around is not None:
        messages = messages_around(room, max(1, min(around, room.last_seq)))
    else:
        messages = messages_in(room, before=before, after=after)
    return Window(messages, room.last_seq)


def window_to_open(room: Room, read_seq: int) -> Window:
    """What somebody sees first who has read up to `read_seq`: where unread ones begin.

    The newest messages, when those that are unread are among them, or when nothing was ever read.
    """
    if read_seq and room.last_seq - read_seq > PAGE - _BEFORE_UNREAD:
        return window_at(room, after=max(0, read_seq - _BEFORE_UNREAD))
    return window_at(room)
