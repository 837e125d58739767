"""Who gets what from every route: a new one without a row here fails."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.roles import Role
from tests.access_rows import COLUMNS, MATRIX
from tests.conventions.bookings import add_stays
from tests.conventions.county import County
from tests.conventions.event_days import add_days
from tests.conventions.reports import add_report

JSON = {"chat.api_read": {"seq": 0}}


@pytest.fixture
def county(app: Flask) -> County:
    county = County.founded()
    add_stays(county)
    return county


@pytest.fixture
def somebody(
    county: County, client_for: Callable[..., FlaskClient]
) -> Callable[[str], FlaskClient]:
    def client(column: str) -> FlaskClient:
        if column == "nobody":
            return client_for(None)
        return client_for(county.stranger() if column == "far" else county.people[Role(column)])

    return client


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def test_every_route_has_a_row_and_every_row_a_route(app: Flask):
    assert _routes(app) == MATRIX.keys()


@pytest.mark.parametrize("column", COLUMNS)
def test_every_route_answers_each_role_as_the_matrix_says(
    app: Flask, county: County, somebody: Callable[[str], FlaskClient], column: str
):
    known = {
        "hive_id": county.hive.id,
        "room_id": county.room.id,
        "invitation_id": county.invitation.id,
        "household_id": county.household.id,
        "waiting_id": county.waiting.id,
        "child_id": county.child.id,
        "membership_id": county.membership.id,
        "offer_id": county.offer.id,
        "import_id": county.brought.id,
        "event_id": county.event.id,
        "booking_id": county.booking.id,
        "host_id": county.host.id,
        "picture_id": county.picture.id,
        "day": clock.today().isoformat(),
        "thing_id": 1,
        "call_id": county.booking.calls[0].id,
        "yes_id": 2**31 - 1,
        "sign_up_id": 1,
        "kind": "medical",
        "section": "allergies",
        "token": "made-up",
        "key": "not-a-photo",
        "seq": 1,
        "person_id": county.people[Role.CARER].id,
        "device_id": 2**31 - 1,
        "subscription_id": 2**31 - 1,
        "report_id": add_report(county).id,
    }
    # These find things as they were, whatever was done on the way to them.
    own = {
        "chat.pass_report_on": {"report_id": add_report(county).id},
        "chat.report_message": {"seq": county.say_more().seq},
    }
    days = add_days(county)
    seen, wanted = {}, {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}:
            key = (rule.endpoint, method)
            if key not in MATRIX:
                continue
            given = known | own.get(rule.endpoint, {}) | days.known_for(rule.endpoint)
            _, path = rule.build({name: given[name] for name in rule.arguments}) or ("", "")
            body = {"json": JSON.get(rule.endpoint, {})} if path.startswith("/api/") else {}
            if method == "GET":
                body = {}
            client = somebody(column)
            seen[key] = client.open(path, method=method, **body).status_code
            wanted[key] = MATRIX[key][COLUMNS.index(column)]
    assert seen == wanted
