"""Pages about events."""

from app.events.views import calendar, event, feeds, planning, register, sign_up, telling, words
from app.events.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendar",
    "event",
    "feeds",
    "planning",
    "register",
    "sign_up",
    "telling",
    "words",
]
