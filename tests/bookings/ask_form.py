"""The form of asking for a stay as a browser sends it."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from app.core import clock
from app.families.models import Child
from tests.bookings.people import AHEAD


def day_in(days: int) -> str:
    """A day as a date field sends it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def wish_form(children: Collection[Child], **changed: object) -> dict[str, object]:
    """A sleepover of one night for these children, ten days ahead; None leaves a field out."""
    given: dict[str, object] = {
        "client_id": uuid.uuid4(),
        "child": [str(child.id) for child in children],
        "kind": "sleepover",
        "starts_on": day_in(AHEAD),
        "starts": "17:00",
        "ends_on": day_in(AHEAD + 1),
        "ends": "10:00",
        "day_on": day_in(AHEAD),
        "day_starts": "09:00",
        "day_ends": "15:00",
        "reason": "rest",
        "flexibility": "fixed",
        "note": "",
    } | changed
    return {
        name: value if isinstance(value, list) else str(value)
        for name, value in given.items()
        if value is not None
    }
