"""Signing in and out, forgotten passwords, devices."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries, services
from app.accounts.models import Person
from app.accounts.passwords import refuse_weak
from app.core import clock
from app.core.errors import Invalid, TooMany
from app.core.roles import Role
from app.hives.services import add_membership, open_hive

WORDS = "kettle garden otter"
NEW = "three blue bicycles"


@pytest.fixture
def sam(app: Flask) -> Person:
    person = services.create_person(name="Sam Okafor", email="sam@example.org", password=WORDS)
    add_membership(person=person, role=Role.CARER, hive=open_hive(name="Andover", area="A"))
    return person


@pytest.fixture
def client(client_for: Callable[..., FlaskClient]) -> FlaskClient:
    return client_for(None)


def _sign_in(client: FlaskClient, **form: str) -> object:
    return client.post("/sign-in", data={"email": "sam@example.org", "password": WORDS} | form)


def test_the_right_password_leads_home(sam: Person, client: FlaskClient):
    assert client.post("/sign-in", data={"email": " SAM@example.org ", "password": WORDS}).location
    assert client.get("/").status_code == 200


def test_unknown_address_and_wrong_password_get_the_same_words(sam: Person, client: FlaskClient):
    wrong = client.post("/sign-in", data={"email": "sam@example.org", "password": "x"})
    unknown = client.post("/sign-in", data={"email": "sim@example.org", "password": "x"})
    assert wrong.status_code == unknown.status_code == 422
    assert services.WRONG in wrong.text
    assert services.WRONG in unknown.text
    assert "sam@example.org" in wrong.text  # what was typed is kept


def test_attempts_are_throttled(sam: Person, client: FlaskClient):
    for _ in range(10):
        _sign_in(client, password="wrong")
    response = client.post("/sign-in", data={"email": "sam@example.org", "password": WORDS})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("going_to", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(sam: Person, client: FlaskClient, going_to: str):
    response = client.post(
        "/sign-in", data={"email": "sam@example.org", "password": WORDS, "next": going_to}
    )
    assert response.location == "/"


def test_the_cookie_changes_at_sign_in_and_the_old_one_ends(sam: Person, client: FlaskClient):
    _sign_in(client)
    before = client.get_cookie("hive")
    _sign_in(client)
    after = client.get_cookie("hive")
    assert before
    assert after
    assert before.value != after.value
    assert len(queries.devices_of(sam)) == 1


def test_signing_out_ends_it_and_wipes_the_browser(sam: Person, client: FlaskClient):
    _sign_in(client)
    response = client.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert client.get("/").location == "/sign-in"


def test_a_form_of_another_site_is_refused(sam: Person, client: FlaskClient):
    _sign_in(client)
    other = client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert other.status_code == 403
    assert client.post("/sign-out", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("role", "hours", "lives"),
    [(Role.CARER, 29 * 24, True), (Role.CARER, 31 * 24, False),
     (Role.SUPPORT_WORKER, 11, True), (Role.SUPPORT_WORKER, 13, False)],
)  # fmt: skip
def test_idle_devices_are_signed_out(sam: Person, role: Role, hours: int, lives: bool):
    if role is not Role.CARER:
        add_membership(person=sam, role=role, hive=sam.current_memberships[0].hive)
    token = services.start_device(sam, device_name="Phone").token
    assert token
    with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
        assert (services.find_signed_in(token) is not None) is lives


def test_another_device_can_be_signed_out_but_only_ones_own(
    sam: Person, client: FlaskClient, client_for: Callable[..., FlaskClient]
):
    other = services.create_person(name="Eve", email="eve@example.org", password=WORDS)
    theirs = services.start_device(other, device_name="Eve's phone")
    lost = services.start_device(sam, device_name="Lost phone")
    here = client_for(sam)
    assert here.post(f"/devices/{theirs.id}/sign-out").status_code == 404
    assert here.post(f"/devices/{lost.id}/sign-out").status_code == 303
    assert services.find_signed_in(lost.token or "") is None
    assert services.find_signed_in(theirs.token or "") is not None


def test_a_code_by_e_mail_sets_a_new_password_and_signs_out_elsewhere(
    sam: Person, client: FlaskClient, work_off: Callable[[], int],
    letters: Callable[[], list[str]],
):  # fmt: skip
    old = services.start_device(sam, device_name="Old phone")
    client.post("/forgotten-password", data={"email": "sam@example.org"})
    work_off()
    code = re.search(r"Your code is (\d{4} \d{4})", letters()[0])
    assert code
    form = {"email": "sam@example.org", "code": code.group(1), "password": "short"}
    assert client.post("/forgotten-password/code", data=form).status_code == 422
    done = client.post("/forgotten-password/code", data=form | {"password": NEW})
    assert done.status_code == 303
    assert client.get("/").status_code == 200
    assert services.find_signed_in(old.token or "") is None
    again = client.post("/forgotten-password/code", data=form | {"password": NEW})
    assert again.status_code == 422


def test_a_code_for_an_unknown_address_answers_alike_and_sends_nothing(
    sam: Person, client: FlaskClient, work_off: Callable[[], int],
    letters: Callable[[], list[str]],
):  # fmt: skip
    known = client.post("/forgotten-password", data={"email": "sam@example.org"})
    unknown = client.post("/forgotten-password", data={"email": "sim@example.org"})
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert work_off() == 2
    assert len(letters()) == 1


def test_a_code_dies_after_five_wrong_tries(
    sam: Person, work_off: Callable[[], int], letters: Callable[[], list[str]]
):
    services.send_recovery_code(sam.id)
    found = re.search(r"Your code is (\d{4}) (\d{4})", letters()[0])
    assert found
    right = found.group(1) + found.group(2)
    wrong = f"{(int(right) + 1) % 10**8:08}"

    def use(code: str) -> None:
        services.use_recovery_code(
            email=sam.email, code=code, password=NEW, device_name="x", network="n"
        )

    for _ in range(5):
        with pytest.raises(Invalid):
            use(wrong)
    with pytest.raises(Invalid):
        use(right)


@pytest.mark.parametrize(
    "password",
    ["short", "aaaaaaaaaaaa", "123456789012", "password1234", "abcabcabcabc", "samokafor1234",
     "qwertyuiopas", "            "],
)  # fmt: skip
def test_passwords_easy_to_guess_are_refused(password: str):
    with pytest.raises(Invalid):
        refuse_weak(password, name="Sam Okafor", email="sam@example.org")


@pytest.mark.parametrize(
    "password", [WORDS, NEW, "ein größerer Fluß", "纸箱里的猫和狗在一起玩耍吧"]
)
def test_long_uncommon_passwords_are_taken(password: str):
    refuse_weak(password, name="Sam Okafor", email="sam@example.org")


def test_codes_are_throttled(sam: Person):
    for _ in range(5):
        services.person_to_send_code(email=sam.email, network="n")
    with pytest.raises(TooMany):
        services.person_to_send_code(email=sam.email, network="n")
