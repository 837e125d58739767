"""Random people do random things at random times; a second, plain count says what is right.

After each tap the database holds what `model.py` says: states, beds, calls, the trail, whose yes
is waited for, the family's nights; and just those were told who should be.
"""

import os
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.core.unit_of_work import unit_of_work
from app.families.models import CareStatus
from tests.bookings.kept import NIGHTS, OWN, PEOPLE, PLACES
from tests.bookings.people import Host, Street
from tests.bookings.taps import BEGIN, Tap, Taps
from tests.conventions.county import County
from tests.conventions.families import add_child
from tests.events.guests import Guests

WHAT = (
    *("ask",) * 4,
    *("accept",) * 6,
    *("offer",) * 3,
    *("take_offer",) * 4,
    *("say",) * 4,
    *("arrive",) * 4,
    *("go_home",) * 3,
    *("wait",) * 4,
    *("decline", "turn_down", "take_back", "call_off"),
)
taps = st.lists(
    st.builds(
        Tap,
        what=st.sampled_from(WHAT),
        who=st.integers(0, len(PEOPLE) - 1),
        which=st.integers(0, 5),
        host=st.integers(0, 5),
        day=st.integers(0, 6),
        flag=st.sampled_from([True, True, False]),
        is_apt=st.sampled_from([True, True, True, True, False]),
    ),
    min_size=20,
    max_size=45,
)


pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def street(app: Flask) -> Iterator[Taps]:
    """Two families and two hosts, one of whom has two foster children of its own."""
    with time_machine.travel(BEGIN, tick=False):
        county = County.founded()
        street = Street.built(county, 8, 9, hosts=0)
        other = Guests.of(
            county.hive,
            10,
            name="Patel",
            status=CareStatus.IN_CARE,
            social_worker=street.social_worker,
        )
        street.hosts = [Host.of(county.hive, name, places=PLACES[name]) for name in PLACES]
        with unit_of_work():
            street.family.household.sleepover_nights = NIGHTS["f0"]
            other.household.sleepover_nights = NIGHTS["f1"]
            for name, host in zip(PLACES, street.hosts, strict=True):
                for _ in range(OWN[name]):
                    add_child(host.household, host.carer)
        yield Taps(street, other, county.stranger())


@settings(
    max_examples=int(os.environ.get("HIVE_STREETS", "12")),
    deadline=None,
    # The same in each run, so that a change that breaks it is the one that is told.
    derandomize=True,
    print_blob=True,
    phases=[Phase.explicit, Phase.generate]
    if os.environ.get("CI")
    else [Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(taps=taps)
def test_whatever_people_do_the_book_is_right(street: Taps, taps: list[Tap]):
    with time_machine.travel(BEGIN, tick=False) as clock:
        street.begin_anew()
        for each in taps:
            street.do(clock, each)
