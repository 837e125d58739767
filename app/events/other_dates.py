"""What stands in a family's calendar beside events.

Stays know families and may come to know events, so events can't know stays: `create_app` hands
over who tells of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from app.accounts.models import Person


class OtherDate(Protocol):
    """Something in the calendar of whoever asks that is no event."""

    @property
    def key(self) -> str:
        """Which one it is, as long as there is a calendar: "booking-12"."""

    @property
    def picture(self) -> str:
        """Its picture in the sprite of pictures."""

    @property
    def look(self) -> str:
        """The class of its colours."""

    @property
    def title(self) -> str:
        """What goes into every calendar: it names no child."""

    @property
    def note(self) -> str:
        """Who it is about, for pages alone."""

    @property
    def state(self) -> str:
        """Where it stands, in words; "" when that goes without saying."""

    @property
    def is_sure(self) -> bool:
        """Whether nothing is left to be said about it."""

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def path(self) -> str:
        """The address of its page."""

    @property
    def child_ids(self) -> frozenset[int]:
        """The own children who are away then."""

    @property
    def is_at_home(self) -> bool:
        """Whether the adults of the own home are needed then."""

    @property
    def sequence(self) -> int:
        """How often it was changed."""

    @property
    def created_at(self) -> datetime:
        """When it was written down."""

    @property
    def changed_at(self) -> datetime:
        """When it was changed last."""


@dataclass(frozen=True, kw_only=True)
class OtherDates:
    """Who tells of them: to `actor`, from an instant until before another (None for no end)."""

    #: Those that go on or lie ahead, for pages.
    on_pages: Callable[[Person, datetime, datetime | None], Sequence[OtherDate]]
    #: Those for the phone's own calendar, called off or not, that end after an instant.
    in_feed: Callable[[Person, datetime], Sequence[OtherDate]]


def init_other_dates(app: Flask, source: OtherDates) -> None:
    """Let the calendar ask `source`."""
    app.extensions["hive_other_dates"] = source


def other_dates() -> OtherDates:
    """Who tells of what is no event."""
    source: OtherDates = current_app.extensions["hive_other_dates"]
    return source
