"""Bringing a whole county in from a file, and taking it out in the same form."""
