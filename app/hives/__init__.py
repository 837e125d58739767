"""Hives and who belongs to them."""
