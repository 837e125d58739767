"""Fostering households and the people in them."""

from app.families import hive_rules  # noqa: F401 - listens from the start
