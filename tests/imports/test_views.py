"""The pages: who gets them, what they say, and that they work without a script."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.hives.services import add_membership, end_membership
from app.imports import services
from app.imports.models import Import
from tests.conventions.county import County
from tests.imports.conftest import Bring, carer, child, file_of, hive, household, kept

ROWS = (hive(), household(), carer(), child("Peregrine"))
BAD = child("Peregrine", date_of_birth="31/02/2015")


@pytest.fixture
def client(manager: Person, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(manager)


@pytest.fixture
def other_manager(county: County, client_for: Callable[..., FlaskClient]) -> FlaskClient:
    person = county.stranger()
    add_membership(person=person, role=Role.MANAGER, hive=None)
    db.session.expire_all()
    return client_for(person)


def _send(
    client: FlaskClient, raw: bytes | str, name: str = "county.csv", **form: str
) -> TestResponse:
    raw = raw.encode() if isinstance(raw, str) else raw
    answer = client.post("/imports", data={"file": (io.BytesIO(raw), name), **form})
    answer.request.environ["wsgi.input"].close()  # a file, when much was sent
    return answer


def test_bring_see_correct_apply(client: FlaskClient, work_off: Callable[[], int], app: Flask):
    sent = _send(client, file_of(*ROWS, BAD))
    assert sent.status_code == 303
    first = sent.location
    assert "Looking at every row" in client.get(first).text
    assert "Look again" in client.get(first).text
    work_off()
    page = client.get(first).text
    assert "1 thing to put right" in page
    assert "There is no 31 February 2015." in page
    assert "Row 6" in page
    assert "Add it all" not in page
    assert "Bring the corrected file" in page

    second = _send(client, file_of(*ROWS), replaces=first.rsplit("/", 1)[1]).location
    work_off()
    assert "This file was thrown away" in client.get(first).text
    page = client.get(second).text
    assert "Every row is right" in page
    assert "Adds Peregrine to the Okafor family" in page
    assert "Send the invitations now" in page
    assert client.post(f"{second}/apply").status_code == 303
    assert "Adding it all" in client.get(second).text
    work_off()
    page = client.get(second).text
    assert "Everything is added" in page
    assert "Peregrine" not in page
    assert "Romsey Hive" in client.get("/hives").text
    assert "county.csv" in client.get("/imports").text


def test_the_api_tells_state_done_and_total(client: FlaskClient, work_off: Callable[[], int]):
    path = _send(client, file_of(*ROWS)).location
    assert client.get(f"/api/v1{path}").json == {
        "state": "checking", "done": 0, "total": 4, "is_stuck": False,
    }  # fmt: skip
    work_off()
    assert client.get(f"/api/v1{path}").json["state"] == "checked"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04xl/", "This is an Excel file. In Excel choose Save as, then CSV UTF-8."),
        (b"x" * (2 * 1024 * 1024 + 1), "This file is too big."),
        (b"Name\r\nMia\r\n", "The column “What” is missing."),
        (b"What,Hive\r\n", "There is only a heading in this file"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_422_with_words_beside_the_field(
    client: FlaskClient, raw: bytes, words: str
):
    answer = _send(client, raw)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert answer.text.count(words) == 2  # in the summary and beside the field
    assert 'id="file-error"' in answer.text


def test_no_file_at_all_and_far_too_much_are_told_too(client: FlaskClient):
    assert "Choose the file first." in client.post("/imports", data={}).text
    assert "Choose the file first." in _send(client, b"", name="").text
    huge = _send(client, b"x" * (11 * 1024 * 1024))
    assert (huge.status_code, "too big" in huge.text) == (422, True)


def test_only_this_route_takes_more_than_others(client: FlaskClient):
    assert _send(client, file_of(*ROWS) + ",\r\n" * 200_000).status_code == 303
    assert client.post("/me", data={"name": "x" * 300_000}).status_code in {404, 405, 413}


def test_a_file_is_seen_by_whoever_brought_it_alone(
    client: FlaskClient, other_manager: FlaskClient, bring: Bring
):
    brought = bring(file_of(*ROWS))
    path = f"/imports/{brought.id}"
    assert client.get(path).status_code == 200
    assert other_manager.get(path).status_code == 404
    assert other_manager.get(f"/api/v1{path}").status_code == 404
    for verb in ("apply", "discard", "again"):
        assert other_manager.post(f"{path}/{verb}").status_code == 404
    assert _send(other_manager, file_of(*ROWS), replaces=str(brought.id)).status_code == 404
    assert kept(brought)[0] == "checked"
    assert "county.csv" not in other_manager.get("/imports").text.replace("hive-form", "")


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.MANAGER])
def test_nobody_but_managers_brings_files(
    county: County, client_for: Callable[..., FlaskClient], bring: Bring, role: Role
):
    path = f"/imports/{bring(file_of(*ROWS)).id}"
    client = client_for(county.people[role])
    for page in ("/imports", "/imports/template", path):
        assert client.get(page).status_code == 403
    assert client.get(f"/api/v1{path}").status_code == 403
    assert _send(client, file_of(*ROWS)).status_code == 403
    for verb in ("apply", "discard", "again"):
        assert client.post(f"{path}/{verb}").status_code == 403
    may_export = role in {Role.SUPPORT_WORKER, Role.SOCIAL_WORKER}
    assert client.get("/export").status_code == (200 if may_export else 403)


def test_somebody_who_is_no_manager_any_more_loses_their_files(
    county: County, manager: Person, bring: Bring, client: FlaskClient
):
    path = f"/imports/{bring(file_of(*ROWS)).id}"
    end_membership(manager.memberships[0])
    assert client.get(path).status_code == 403


def test_what_got_stuck_offers_to_try_again(
    client: FlaskClient, manager: Person, bring: Bring, monkeypatch: pytest.MonkeyPatch,
    work_off: Callable[[], int],
):  # fmt: skip
    brought = bring(file_of(*ROWS))
    services.ask_to_apply(actor=manager, import_id=brought.id)
    with monkeypatch.context() as broken:
        broken.setattr("app.imports.services.applying.open_hive", lambda **_: 1 / 0)
        work_off()
    path = f"/imports/{brought.id}"
    assert "Hive stopped before it was done" in client.get(path).text
    assert client.get(f"/api/v1{path}").json["is_stuck"]
    assert client.post(f"{path}/again").status_code == 303
    work_off()
    assert "Everything is added" in client.get(path).text


def test_the_template_is_a_file_that_can_be_brought(client: FlaskClient, bring: Bring):
    answer = client.get("/imports/template")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hive-form.csv"'
    brought = bring(answer.data)
    assert (brought.fault_count, brought.additions) == (0, 4)


def test_an_export_is_handed_over_and_kept_nowhere(client: FlaskClient):
    answer = client.get("/export")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="hive-20')
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.data.startswith(b"\xef\xbb\xbfWhat,Hive,")


def test_a_long_file_is_shown_in_parts(client: FlaskClient, bring: Bring):
    brought: Import = bring(file_of(*(hive(f"Hive {n}") for n in range(150))))
    first = client.get(f"/imports/{brought.id}").text
    assert "part 1 of 2" in first
    assert "Hive 149" not in first
    assert "Hive 149" in client.get(f"/imports/{brought.id}?part=2").text
    assert client.get(f"/imports/{brought.id}?part=99").status_code == 200
    assert client.get(f"/imports/{brought.id}?part=x").status_code == 200


def test_many_faults_are_cut_short_but_counted(client: FlaskClient, bring: Bring):
    brought = bring(file_of(*(hive(f"Hive {n}", places="x") for n in range(250))))
    page = client.get(f"/imports/{brought.id}").text
    assert "250 things to put right" in page
    assert "And 50 more." in page


def test_what_is_in_a_cell_is_shown_as_text(client: FlaskClient, bring: Bring):
    brought = bring(file_of(hive("<script>alert(1)</script>")))
    assert "<script>alert" not in client.get(f"/imports/{brought.id}").text
