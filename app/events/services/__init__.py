"""Everything that is written about events."""
