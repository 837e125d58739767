"""Those invited into a household who are not here yet.

Invitations know families, so families can't know invitations: `create_app` hands over who tells.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask, current_app

from app.families.models import Household

#: Gives the open invitations of a household that the caller has found through its actor.
ExpectedSource = Callable[[Household], Sequence[Any]]


def init_expected(app: Flask, source: ExpectedSource) -> None:
    """Let the pages of families ask `source`."""
    app.extensions["hive_expected_people"] = source


def expected_people(household: Household) -> Sequence[Any]:
    """Who is expected in a household: each with `id`, `name`, `role_label`, `state`, dates."""
    source: ExpectedSource = current_app.extensions["hive_expected_people"]
    return source(household)
