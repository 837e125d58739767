"""Pages about hosts, bookings and stays."""

from app.bookings.views.blueprint import blueprint

__all__ = ["blueprint"]
