"""A process in which many people tap at once: run by `test_concurrent_answers.py`."""

import contextvars
import json
import os
import sys
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

from app import create_app
from app.accounts.models import Person
from app.bookings import services
from app.bookings.models import BookingKind, BookingReason
from app.config import Config
from app.core.errors import HiveError, Invalid
from app.core.extensions import db

AT_ONCE = 10


def accept(actor: Person, given: dict[str, Any]) -> str:
    """Say yes as a host."""
    return services.accept(actor=actor, booking_id=given["booking_id"]).state.value


def ask(actor: Person, given: dict[str, Any]) -> str:
    """Ask for a stay as a family."""
    wish = services.Wish(
        kind=BookingKind.SLEEPOVER,
        starts_at=datetime.fromisoformat(given["starts_at"]),
        ends_at=datetime.fromisoformat(given["ends_at"]),
        child_ids=given["child_ids"],
        reason=BookingReason.REST,
        host_ids=given["host_ids"],
    )
    booking = services.ask_for_stay(
        actor=actor,
        household_id=given["household_id"],
        client_id=uuid.UUID(given["client_id"]),
        wish=wish,
    )
    return f"asked {booking.id}"


def call_off(actor: Person, given: dict[str, Any]) -> str:
    """Call a stay off."""
    return services.call_off(actor=actor, booking_id=given["booking_id"], why="").state.value


DOES: dict[str, Callable[[Person, dict[str, Any]], str]] = {
    "accept": accept,
    "ask": ask,
    "call_off": call_off,
}


def answer_to(given: dict[str, Any]) -> list[str]:
    """What somebody who taps is told: the state, or the kind of refusal and its words."""
    try:
        return ["done", DOES[given["does"]](db.session.get_one(Person, given["actor_id"]), given)]
    except Invalid as said:
        return ["Invalid", " ".join(said.errors.values())]
    except HiveError as said:
        return [type(said).__name__, said.detail]


def main() -> None:
    """Read who taps from the standard input, and write what each is told."""
    given = json.load(sys.stdin)
    app = create_app(replace(Config.from_env(dict(os.environ)), queue_in_memory=True))
    start = threading.Barrier(min(AT_ONCE, len(given)))

    def attempt(each: dict[str, Any]) -> list[str]:
        with app.app_context():
            return answer_to(each)

    def run(share: list[dict[str, Any]]) -> list[list[str]]:
        start.wait()
        return [contextvars.Context().run(attempt, each) for each in share]

    shares = [given[nth::AT_ONCE] for nth in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [told for share in pool.map(run, filter(None, shares)) for told in share]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
