"""Fostering households and the people in them."""
