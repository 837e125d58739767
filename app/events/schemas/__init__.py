"""Every shape that comes in about events."""
