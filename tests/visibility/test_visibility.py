"""In any county, nobody learns more about a child or a household than the design's table says.

Hypothesis makes counties in which roles, homes and placements begin and end around today. Every
person of each walks through every door of the app with every number in hand; whatever is
answered is searched for words that only one child or one household has.
"""

import contextvars
import logging
import os
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from app.core.extensions import db, socketio
from tests.visibility import oracle
from tests.visibility.built import Built, build
from tests.visibility.counties import County, counties
from tests.visibility.doors import doors

# Thousands of pages for each test: minutes on a busy machine, where one that hangs takes for ever.
pytestmark = pytest.mark.timeout(900)

EXAMPLES = int(os.environ.get("HIVE_COUNTIES", "4"))

some_counties = settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    # Making a failing county smaller costs a minute and says more than it costs; but not in CI.
    phases=[Phase.explicit, Phase.reuse, Phase.generate]
    if os.environ.get("CI")
    else [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def built_anew(app: Flask) -> Callable[[County], Built]:
    """Build a county in a database that the county before has been cleared from."""

    def make(county: County) -> Built:
        db.session.remove()
        with db.engine.begin() as connection:
            _clear(connection)
        return build(county)

    return make


def _clear(connection: sa.Connection) -> None:
    tables = db.metadata.sorted_tables
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return
    connection.execute(sa.text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(tables):
        connection.execute(table.delete())


class Leaks:
    """What somebody was told that the oracle says they may not know."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.found: list[str] = []

    def search(self, person: int, where: str, text: str) -> None:
        county = self.built.county
        for words, may_know in (
            (self.built.of_child, oracle.knows_child),
            (self.built.of_card, oracle.knows_card),
            (self.built.of_home, oracle.reads_about_home),
            (self.built.of_name, oracle.knows_name_of_child),
            (self.built.of_household, oracle.opens_household),
            (self.built.names, oracle.knows_name_of_household),
        ):
            for secret, number in words.items():
                if secret in text and not may_know(county, person, number):
                    self.found.append(f"person {person} reads {secret} ({number}) at {where}")
        for secret, number in self.built.of_event.items():
            outing = county.outings[number]
            if secret in text and not oracle.sees_event(county, person, outing):
                self.found.append(f"person {person} reads {secret} of {outing} at {where}")
        self._search_stays(person, where, text)
        for secret, number in self.built.of_room.items():
            talk = county.talks[number]
            if secret in text and not oracle.reads_room(county, person, talk):
                self.found.append(f"person {person} reads {secret} of {talk} at {where}")

    def _search_stays(self, person: int, where: str, text: str) -> None:
        county = self.built.county
        for words, may_know in (
            (self.built.of_booking, oracle.sees_booking),
            (self.built.of_stay, oracle.reads_stay),
        ):
            for secret, number in words.items():
                sleep = county.sleeps[number]
                if secret in text and not may_know(county, person, sleep):
                    self.found.append(f"person {person} reads {secret} of {sleep} at {where}")
        for secret, (number, home) in self.built.of_answer.items():
            sleep = county.sleeps[number]
            if secret in text and not oracle.reads_answer(county, person, sleep, home):
                self.found.append(f"person {person} reads {secret} of {sleep} at {where}")


@some_counties
@given(county=counties())
def test_no_door_tells_anybody_more_than_the_table_says(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    caplog: pytest.LogCaptureFixture,
    county: County,
):
    built = built_anew(county)
    leaks = Leaks(built)
    with caplog.at_level(logging.DEBUG):
        for number, person in enumerate(built.people):
            client = client_for(person)
            for _, path in doors(app, built, "GET"):
                answer = client.get(path)
                told = f"{answer.headers}\n{answer.get_data(as_text=True)}"
                leaks.search(number, path, told)
    assert leaks.found == []
    secrets_of_all = [*built.of_child, *built.of_card, *built.of_name, *built.of_household]
    secrets_of_all += [*built.of_room, *built.of_booking, *built.of_stay, *built.of_answer]
    assert [each for each in secrets_of_all if each in caplog.text] == []


@some_counties
@given(county=counties())
def test_who_may_know_a_child_opens_its_pages_and_nobody_else_does(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    wrong = []
    for number, person in enumerate(built.people):
        client = client_for(person)
        for each, child in enumerate(built.children):
            may = oracle.knows_child(county, number, each)
            for path in (f"/children/{child.id}", f"/children/{child.id}/care-card"):
                if client.get(path).status_code != (200 if may else 404):
                    wrong.append(f"person {number} at child {each}: {path}, may know: {may}")
        for each, household in enumerate(built.households):
            may = oracle.opens_household(county, number, each)
            if client.get(f"/households/{household.id}").status_code != (200 if may else 404):
                wrong.append(f"person {number} at household {each}, may know: {may}")
    assert wrong == []


@some_counties
@given(county=counties())
def test_who_may_not_know_a_child_can_change_nothing_about_it(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    leaks, wrong = Leaks(built), []
    for number, person in enumerate(built.people):
        client = client_for(person)
        for each, child in enumerate(built.children):
            if oracle.knows_child(county, number, each):
                continue
            about_this_child = f"/children/{child.id}"
            for _, path in doors(app, built, "POST"):
                if path != about_this_child and not path.startswith(f"{about_this_child}/"):
                    continue
                answer = client.post(path, data={"text": "Mine now"})
                leaks.search(number, path, answer.get_data(as_text=True))
                if answer.status_code not in {403, 404}:
                    wrong.append(f"person {number}: {answer.status_code} from {path}")
    assert leaks.found == []
    assert wrong == []


@some_counties
@given(county=counties())
def test_an_open_socket_hears_nothing_about_children_or_households_one_may_not_know(
    app: Flask,
    client_for: Callable[..., FlaskClient],
    built_anew: Callable[[County], Built],
    county: County,
):
    built = built_anew(county)
    leaks = Leaks(built)
    phones = [
        contextvars.Context().run(socketio.test_client, app, flask_test_client=client_for(person))
        for person in built.people
    ]
    for person in built.people:
        client = client_for(person)
        for child in built.children:
            client.post(f"/children/{child.id}/authority/medical/ask")
            client.post(f"/children/{child.id}/care-card/checked")
    for number, phone in enumerate(phones):
        if phone.is_connected():
            leaks.search(number, "the socket", str(phone.get_received()))
    assert leaks.found == []
