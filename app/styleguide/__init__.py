"""The style guide: every building block of the interface on one page, for development only."""
