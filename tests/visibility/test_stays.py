"""In any county, a stay is seen and changed by those the design's table names alone."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given

from app.bookings.models import Booking, HostCall, Stay
from app.core.extensions import db
from tests.visibility import oracle
from tests.visibility.built import Built
from tests.visibility.counties import County, counties
from tests.visibility.doors import doors
from tests.visibility.test_visibility import Leaks, built_anew, some_counties

pytestmark = pytest.mark.timeout(900)

__all__ = ["built_anew"]


@some_counties
@given(county=counties())
def test_who_may_see_a_booking_opens_its_page_and_nobody_else_does(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    wrong = []
    for number, person in enumerate(built.people):
        client = client_for(person)
        for sleep, booking in zip(county.sleeps, built.bookings, strict=True):
            may = oracle.sees_booking(county, number, sleep)
            if client.get(f"/bookings/{booking.id}").status_code != (200 if may else 404):
                wrong.append(f"person {number} at {sleep}, may see: {may}")
    assert wrong == []


@some_counties
@given(county=counties())
def test_a_host_opens_a_childs_card_while_its_stay_is_open_to_it(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    wrong = []
    for number, person in enumerate(built.people):
        client = client_for(person)
        for sleep, booking in zip(county.sleeps, built.bookings, strict=True):
            for each, child in enumerate(built.children):
                may = each in sleep.children and oracle.is_host_now(county, number, sleep, each)
                if oracle.knows_children_of(county, number, sleep.family):
                    continue
                path = f"/bookings/{booking.id}/children/{child.id}/card"
                if client.get(path).status_code != (200 if may else 404):
                    wrong.append(f"person {number} at child {each} of {sleep}, may look: {may}")
    assert wrong == []


@some_counties
@given(county=counties())
def test_who_may_not_see_a_booking_can_change_nothing_about_it(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    leaks, wrong, before = Leaks(built), [], _all_of_it()
    for number, person in enumerate(built.people):
        client = client_for(person)
        for sleep, booking in zip(county.sleeps, built.bookings, strict=True):
            if oracle.sees_booking(county, number, sleep):
                continue
            about_it = f"/bookings/{booking.id}/"
            for _, path in doors(app, built, "POST"):
                if not path.startswith(about_it):
                    continue
                answer = client.post(path, data={"why": "Mine now", "text": "Mine now"})
                leaks.search(number, path, answer.get_data(as_text=True))
                # A no that is sent again is not said a second time.
                is_again = path.endswith("/decline") and oracle.has_declined(county, number, sleep)
                if answer.status_code not in ({303} if is_again else {403, 404}):
                    wrong.append(f"person {number}: {answer.status_code} from {path}")
    assert leaks.found == []
    assert wrong == []
    assert _all_of_it() == before


def _all_of_it() -> list[tuple[object, ...]]:
    db.session.rollback()
    db.session.expire_all()
    found: list[tuple[object, ...]] = []
    for columns in (
        (Booking.id, Booking.state, Booking.host_id, Booking.changed_at),
        (HostCall.id, HostCall.state, HostCall.answered_at),
        (Stay.id, Stay.host_id, Stay.arrived_at, Stay.gone_home_at),
    ):
        found += [
            tuple(row) for row in db.session.execute(sa.select(*columns).order_by(columns[0]))
        ]
    return found
