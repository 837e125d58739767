"""Two hundred carers tap for the last place at once, in two processes."""

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
from tests.two_processes import in_two_processes

ATTEMPTS = 200


@pytest.mark.slow
def test_one_gets_it_and_the_others_wait_in_a_strict_order(app: Flask):
    county = County.founded()
    event = an_event(county, PartPlan(child_places=1))
    with unit_of_work():
        families = [Guests.of(county.hive, 8, name=f"No{nth}") for nth in range(ATTEMPTS)]
    ids = [(each.carer.id, each.children[0].id) for each in families]
    event_id = event.id
    shares = [{"event_id": event.id, "families": ids[nth::2]} for nth in range(2)]
    said = Counter(in_two_processes(app, "tests.events.last_place", shares))
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
