"""Reads about events, scoped to the person asking."""

from app.events.queries.events import (
    event_for,
    event_made_as,
    events_between,
    is_seen_by,
    visible_events,
)

__all__ = [
    "event_for",
    "event_made_as",
    "events_between",
    "is_seen_by",
    "visible_events",
]
