"""Every page of the app, found in its own map of addresses, opened as every role."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.core import clock
from tests.conventions.bookings import stays_known_for
from tests.conventions.county import County

#: Pages that only a group has.
OF_GROUPS = {"chat.add_people", "chat.rename_group", "chat.leave_group", "chat.close_group"}


@dataclass(frozen=True)
class Seen:
    """A page as somebody was shown it."""

    endpoint: str
    path: str
    role: str
    response: TestResponse

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    def __str__(self) -> str:
        return f"{self.path} as {self.role}"


def page_rules(app: Flask) -> list[Rule]:
    """The rules that a person could open in a browser."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint != "static"
    ]


def path_of(rule: Rule, county: County) -> str:
    """The rule's address with the county's own things in it."""
    known: dict[str, object] = {
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
        **stays_known_for(county, rule.endpoint),
        "day": clock.today().isoformat(),
        "kind": "medical",
        "section": "allergies",
        "key": "not-a-photo",
        "seq": 1,
        "token": "not-an-invitation",
    }
    if rule.endpoint == "chat.show_poll":
        known["room_id"] = county.poll.room_id
    if rule.endpoint in OF_GROUPS:
        known["room_id"] = county.poll.room_id
    if rule.endpoint == "chat.list_confirmations" and county.news is not None:
        known |= {"room_id": county.news.room_id, "seq": county.news.seq}
    if county.report is not None:
        known["report_id"] = county.report.id
        if rule.endpoint == "chat.report_message":
            known["seq"] = 1  # what the county began with: nobody has reported that
    if county.days is not None:
        known |= county.days.known_for(rule.endpoint)
    missing = rule.arguments - known.keys()
    if missing:
        raise AssertionError(f"{rule.rule}: say in path_of what to put for {sorted(missing)}")
    _, path = rule.build({name: known[name] for name in rule.arguments}) or ("", "")
    return path


def pages_seen(app: Flask, county: County, clients: dict[str, FlaskClient]) -> Iterator[Seen]:
    """Each page (HTML, not a redirect) for each role that is shown one."""
    for rule in page_rules(app):
        path = path_of(rule, county)
        for role, client in clients.items():
            response = client.get(path)
            if response.mimetype == "text/html" and response.status_code not in {302, 303}:
                yield Seen(rule.endpoint, path, role, response)
