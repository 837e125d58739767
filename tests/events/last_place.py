"""A process in which many carers tap at once: run by `test_last_place.py`."""

import contextvars
import json
import os
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app import create_app
from app.accounts.models import Person
from app.config import Config
from app.core.extensions import db
from app.events.services.signing_up import ChildComes, sign_up

AT_ONCE = 10


def main() -> None:
    given = json.load(sys.stdin)
    app = create_app(replace(Config.from_env(dict(os.environ)), queue_in_memory=True))
    start = threading.Barrier(AT_ONCE)

    def attempt(family: tuple[int, int]) -> str:
        carer_id, child_id = family
        with app.app_context():
            made = sign_up(
                actor=db.session.get_one(Person, carer_id),
                event_id=given["event_id"],
                party=uuid.uuid4(),
                children=[ChildComes(child_id=child_id, is_confirmed=True)],
            )
            return made[0].state.value

    def run(families: list[tuple[int, int]]) -> list[str]:
        start.wait()
        return [contextvars.Context().run(attempt, each) for each in families]

    families = [tuple(each) for each in given["families"]]
    shares = [families[nth::AT_ONCE] for nth in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = [state for share in pool.map(run, shares) for state in share]
    json.dump(states, sys.stdout)


if __name__ == "__main__":
    main()
