"""Pages about hosts, bookings and stays."""

from app.bookings.views import (
    after,
    answers,
    ask,
    asked,
    board,
    bookings,
    card,
    handover,
    hosting,
    hosting_home,
    hosting_time,
    hosts,
    notes,
    packing,
    stay,
    tea,
)
from app.bookings.views.blueprint import blueprint

__all__ = [
    "after",
    "answers",
    "ask",
    "asked",
    "blueprint",
    "board",
    "bookings",
    "card",
    "handover",
    "hosting",
    "hosting_home",
    "hosting_time",
    "hosts",
    "notes",
    "packing",
    "stay",
    "tea",
]
