"""The only writes to families."""

from app.families.services.households import join_household, open_household

__all__ = ["join_household", "open_household"]
