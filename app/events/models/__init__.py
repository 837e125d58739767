"""Events, who comes to them, the register on the day and the words afterwards."""

from app.events.models.afterwards import EventWords, Feeling
from app.events.models.events import (
    Audience,
    Event,
    EventHive,
    EventHost,
    EventKind,
    EventPart,
    EventState,
)
from app.events.models.feeds import CalendarFeed
from app.events.models.register import MarkKind, RegisterMark
from app.events.models.series import EventSeries
from app.events.models.sign_ups import Eagerness, SignUp, SignUpState

__all__ = [
    "Audience",
    "CalendarFeed",
    "Eagerness",
    "Event",
    "EventHive",
    "EventHost",
    "EventKind",
    "EventPart",
    "EventSeries",
    "EventState",
    "EventWords",
    "Feeling",
    "MarkKind",
    "RegisterMark",
    "SignUp",
    "SignUpState",
]
