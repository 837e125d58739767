"""Two hundred carers tap for the last place at once, in two processes."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.extensions import db
from app.core.unit_of_work import unit_of_work
from app.events.models import SignUp, SignUpState
from app.events.services.planning import PartPlan
from tests.conventions.county import County
from tests.events.guests import Guests, an_event
from tests.live_server import ROOT

ATTEMPTS = 200


@pytest.mark.slow
def test_one_gets_it_and_the_others_wait_in_a_strict_order(app: Flask):
    county = County.founded()
    event = an_event(county, PartPlan(child_places=1))
    with unit_of_work():
        families = [Guests.of(county.hive, 8, name=f"No{nth}") for nth in range(ATTEMPTS)]
    ids = [(each.carer.id, each.children[0].id) for each in families]
    event_id = event.id
    config = app.extensions["hive_config"]
    environ = {name: v for name, v in os.environ.items() if not name.startswith("HIVE_")} | {
        "HIVE_ENV": "testing",
        "HIVE_INSTANCE": str(config.instance),
        "HIVE_DATABASE_URL": config.database_url,
        "HIVE_LOG_LEVEL": "ERROR",
    }
    db.session.remove()
    workers = []
    for nth in range(2):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.events.last_place"],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        workers.append((worker, json.dumps({"event_id": event.id, "families": ids[nth::2]})))
    for worker, given in workers:
        assert worker.stdin
        worker.stdin.write(given)
        worker.stdin.close()
    said: Counter[str] = Counter()
    for worker, _ in workers:
        assert worker.stdout
        said.update(json.load(worker.stdout))
        worker.stdout.close()
        assert worker.wait(timeout=60) == 0
    assert said == {"going": 1, "waiting": ATTEMPTS - 1}

    rows = db.session.execute(
        sa.select(SignUp.state, SignUp.child_id, SignUp.queue_number)
        .where(SignUp.event_id == event_id)
        .order_by(SignUp.id)
    ).all()
    assert len({child_id for _, child_id, _ in rows}) == len(rows) == ATTEMPTS
    numbers = [number for state, _, number in rows if state is SignUpState.WAITING]
    # In the order they were written, none left out.
    assert numbers == list(range(1, ATTEMPTS))
