"""Who gets what from every route and every socket event: a new one without a row here fails."""

import contextvars
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from app.accounts.models import Device
from app.chat.sockets import EVENTS
from app.core import access
from app.core.extensions import db, socketio
from app.core.roles import Role
from tests.conventions.county import County

COLUMNS = ("nobody", "carer", "link_carer", "support_worker", "social_worker", "manager", "far")

# What each of COLUMNS is answered. "far" is a carer of another Hive.
ALL = (200,) * 7
ME = (303, 200, 200, 200, 200, 200, 200)
DONE = (303, 303, 303, 303, 303, 303, 303)
HIVE = (303, 200, 200, 200, 403, 200, 404)
ROOM = (303, 200, 200, 200, 404, 404, 404)
API_ROOM = (401, 200, 200, 200, 404, 404, 404)
LEADERS = (303, 403, 403, 200, 403, 200, 403)
LEADERS_POST = (303, 403, 403, 303, 403, 303, 403)
LEADERS_INVALID = (303, 403, 403, 422, 403, 422, 403)
MANAGERS_INVALID = (303, 403, 403, 403, 403, 422, 403)
MANAGERS = (303, 403, 403, 403, 403, 200, 403)
CHILD = (303, 200, 404, 200, 200, 404, 404)
CHILD_INVALID = (303, 422, 404, 422, 422, 404, 404)
CARERS_OF_CHILD = (303, 200, 404, 403, 403, 404, 404)
CARERS_OF_CHILD_POST = (303, 303, 404, 403, 403, 404, 404)
WORKERS_OF_CHILD = (303, 403, 404, 200, 200, 404, 404)

MATRIX: dict[tuple[str, str], tuple[int, ...]] = {
    ("core.healthz", "GET"): ALL,
    ("core.readyz", "GET"): ALL,
    ("pwa.manifest", "GET"): ALL,
    ("pwa.service_worker", "GET"): ALL,
    ("pwa.offline", "GET"): ALL,
    ("styleguide.show", "GET"): ALL,
    ("accounts.sign_in", "GET"): (200, 303, 303, 303, 303, 303, 303),
    ("accounts.sign_in", "POST"): (422,) * 7,
    ("accounts.sign_out", "POST"): DONE,
    ("accounts.ask_code", "GET"): ALL,
    ("accounts.ask_code", "POST"): (422,) * 7,
    ("accounts.use_code", "GET"): ALL,
    ("accounts.use_code", "POST"): (422,) * 7,
    ("accounts.list_devices", "GET"): ME,
    ("accounts.sign_out_device", "POST"): (303, 404, 404, 404, 404, 404, 404),
    ("accounts.edit_profile", "GET"): ME,
    ("accounts.edit_profile", "POST"): (303, 422, 422, 422, 422, 422, 422),
    ("home.show", "GET"): ME,
    ("home.show_guide", "GET"): ME,
    ("home.show_more", "GET"): ME,
    ("hives.list_hives", "GET"): MANAGERS,
    ("hives.show_hive", "GET"): HIVE,
    ("hives.open_hive", "GET"): MANAGERS,
    ("hives.open_hive", "POST"): MANAGERS_INVALID,
    ("hives.edit_hive", "GET"): MANAGERS,
    ("hives.edit_hive", "POST"): MANAGERS_INVALID,
    ("hives.close_hive", "GET"): MANAGERS,
    ("hives.close_hive", "POST"): (303, 403, 403, 403, 403, 409, 403),
    ("hives.list_people", "GET"): LEADERS,
    ("hives.appoint", "GET"): LEADERS,
    ("hives.appoint", "POST"): LEADERS_INVALID,
    ("hives.arrange_cover", "GET"): LEADERS,
    ("hives.arrange_cover", "POST"): LEADERS_INVALID,
    ("hives.end_role", "POST"): LEADERS_POST,
    ("invitations.list_invitations", "GET"): LEADERS,
    ("invitations.invite", "GET"): LEADERS,
    ("invitations.invite", "POST"): (303, 403, 403, 422, 403, 422, 403),
    ("invitations.list_county_invitations", "GET"): MANAGERS,
    ("invitations.invite_to_county", "GET"): MANAGERS,
    ("invitations.invite_to_county", "POST"): (303, 403, 403, 403, 403, 422, 403),
    ("invitations.show_invitation", "GET"): LEADERS,
    ("invitations.revoke", "POST"): LEADERS_POST,
    ("invitations.resend", "POST"): LEADERS_POST,
    ("invitations.join", "GET"): (410,) * 7,
    ("invitations.join", "POST"): (410,) * 7,
    ("invitations.invite_household", "GET"): LEADERS,
    ("invitations.invite_household", "POST"): LEADERS_INVALID,
    ("invitations.list_household", "GET"): LEADERS,
    ("families.show_household", "GET"): (303, 200, 404, 200, 200, 200, 404),
    ("families.edit_household", "GET"): LEADERS,
    ("families.edit_household", "POST"): LEADERS_INVALID,
    ("families.move_household", "GET"): LEADERS,
    ("families.move_household", "POST"): LEADERS_INVALID,
    ("families.leave_household", "GET"): LEADERS,
    ("families.leave_household", "POST"): LEADERS_INVALID,
    ("families.add_child", "GET"): (303, 200, 404, 200, 200, 403, 404),
    ("families.add_child", "POST"): (303, 422, 404, 422, 422, 403, 404),
    ("families.call_off_arrival", "POST"): (303, 404, 404, 404, 404, 403, 404),
    ("families.show_child", "GET"): CHILD,
    ("families.edit_child", "GET"): CHILD,
    ("families.edit_child", "POST"): CHILD_INVALID,
    ("families.end_placement", "GET"): WORKERS_OF_CHILD,
    ("families.end_placement", "POST"): (303, 403, 404, 422, 422, 404, 404),
    ("families.keep_placement", "POST"): (303, 403, 404, 303, 303, 404, 404),
    ("families.edit_ties", "GET"): CHILD,
    ("families.edit_ties", "POST"): CHILD_INVALID,
    ("families.list_looks", "GET"): CARERS_OF_CHILD,
    ("families.show_card", "GET"): CHILD,
    ("families.print_card", "GET"): CHILD,
    ("families.check_card", "POST"): CARERS_OF_CHILD_POST,
    ("families.edit_card", "GET"): CARERS_OF_CHILD,
    ("families.edit_card", "POST"): CARERS_OF_CHILD_POST,
    ("families.edit_about_me", "GET"): CARERS_OF_CHILD,
    ("families.edit_about_me", "POST"): CARERS_OF_CHILD_POST,
    ("families.show_authority", "GET"): CHILD,
    ("families.set_authority", "GET"): WORKERS_OF_CHILD,
    ("families.set_authority", "POST"): (303, 403, 404, 422, 422, 404, 404),
    ("families.ask_authority", "POST"): CARERS_OF_CHILD_POST,
    ("families.list_waiting", "GET"): MANAGERS,
    ("families.add_waiting", "GET"): MANAGERS,
    ("families.add_waiting", "POST"): MANAGERS_INVALID,
    ("families.offer_place", "GET"): MANAGERS,
    ("families.offer_place", "POST"): MANAGERS_INVALID,
    ("families.answer_offer", "POST"): MANAGERS_INVALID,
    ("chat.list_rooms", "GET"): ME,
    ("chat.show_room", "GET"): ROOM,
    ("chat.send_message", "POST"): (303, 422, 422, 422, 404, 404, 404),
    ("chat.api_messages", "GET"): API_ROOM,
    ("chat.api_send", "POST"): (401, 422, 422, 422, 404, 404, 404),
    ("chat.api_read", "POST"): (401, 204, 204, 204, 404, 404, 404),
    ("notices.show_settings", "GET"): ME,
    ("notices.set_lock_screen", "POST"): (303, 422, 422, 422, 422, 422, 422),
    ("notices.remove_subscription", "POST"): (303, 404, 404, 404, 404, 404, 404),
    ("notices.api_subscribe", "POST"): (401, 422, 422, 422, 422, 422, 422),
    ("notices.api_unsubscribe", "DELETE"): (401, 422, 422, 422, 422, 422, 422),
    ("imports.list_imports", "GET"): MANAGERS,
    ("imports.bring_file", "POST"): MANAGERS_INVALID,
    ("imports.download_template", "GET"): MANAGERS,
    ("imports.show_import", "GET"): MANAGERS,
    ("imports.apply_import", "POST"): (303, 403, 403, 403, 403, 303, 403),
    ("imports.try_again", "POST"): (303, 403, 403, 403, 403, 303, 403),
    ("imports.discard_import", "POST"): (303, 403, 403, 403, 403, 409, 403),
    ("imports.api_progress", "GET"): (401, 403, 403, 403, 403, 200, 403),
    ("imports.export_county", "GET"): (303, 403, 403, 200, 200, 200, 403),
}
JSON = {"chat.api_read": {"seq": 0}}


def phone(app: Flask, client: FlaskClient) -> SocketIOTestClient:
    """An open socket, in a context of its own as each has in a server."""
    return contextvars.Context().run(socketio.test_client, app, flask_test_client=client)


def ask(phone: SocketIOTestClient, event: str, data: dict[str, Any]) -> Any:
    """What the server acknowledges `event` with."""
    return contextvars.Context().run(phone.emit, event, data, callback=True)


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


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
        "kind": "medical",
        "section": "allergies",
        "token": "made-up",
        "device_id": 2**31 - 1,
        "subscription_id": 2**31 - 1,
    }
    seen, wanted = {}, {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST", "DELETE"}:
            key = (rule.endpoint, method)
            if key not in MATRIX:
                continue
            _, path = rule.build({name: known[name] for name in rule.arguments}) or ("", "")
            body = {"json": JSON.get(rule.endpoint, {})} if path.startswith("/api/") else {}
            if method == "GET":
                body = {}
            client = somebody(column)
            seen[key] = client.open(path, method=method, **body).status_code
            wanted[key] = MATRIX[key][COLUMNS.index(column)]
    assert seen == wanted


#: For each event: what a person of the Hive, one of another Hive and nobody get.
SOCKET_MATRIX = {
    "connect": ("in", "in", "refused"),
    "disconnect": ("out", "out", "out"),
    "chat:send": (True, 404, 401),
    "chat:read": (True, 404, 401),
}


def test_every_socket_event_has_a_row_and_declares_its_access():
    assert EVENTS.keys() == SOCKET_MATRIX.keys()
    assert all(access.declared_on(handler) for handler in EVENTS.values())


@pytest.mark.parametrize("event", ["chat:send", "chat:read"])
def test_events_answer_each_role_as_the_matrix_says(
    app: Flask, county: County, somebody: Callable[[str], FlaskClient], event: str
):
    data = {"room_id": county.room.id, "text": "Hello", "seq": 1}
    for column in COLUMNS[1:]:
        client = phone(app, somebody(column))
        assert client.is_connected()
        answer = ask(client, event, data | {"client_id": str(uuid.uuid4())})
        is_in = column in {"carer", "link_carer", "support_worker"}
        assert answer["ok"] is is_in, column
        if not is_in:
            assert answer["problem"]["status"] == SOCKET_MATRIX[event][1]


def test_a_socket_without_a_sign_in_is_refused(app: Flask, somebody: Callable[[str], FlaskClient]):
    assert not phone(app, somebody("nobody")).is_connected()


@pytest.mark.parametrize("event", ["chat:send", "chat:read"])
def test_an_event_after_the_sign_in_ended_is_a_401(
    app: Flask, county: County, somebody: Callable[[str], FlaskClient], event: str
):
    client = phone(app, somebody("carer"))
    with db.engine.begin() as connection:
        connection.execute(Device.__table__.update().values(ended_at=Device.created_at))
    data = {"room_id": county.room.id, "text": "Hi", "seq": 1, "client_id": str(uuid.uuid4())}
    answer = ask(client, event, data)
    assert answer["problem"]["status"] == SOCKET_MATRIX[event][2]
