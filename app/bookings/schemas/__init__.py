"""Every shape that comes in about bookings."""
