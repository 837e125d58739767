"""A page asks the database the same number of questions however much is in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.core.extensions import db
from tests.conventions.county import County
from tests.conventions.pages import page_rules, path_of

MOST = 12


@contextmanager
def _counting() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            asked.append(statement)

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)


def _counts(
    app: Flask, county: County, clients: dict[str, FlaskClient]
) -> dict[tuple[str, str], list[str]]:
    counts: dict[tuple[str, str], list[str]] = {}
    for rule in page_rules(app):
        path = path_of(rule, county)
        for role, client in clients.items():
            client.get(path)  # the first look may note that the device was seen
            db.session.remove()
            with _counting() as asked:
                response = client.get(path)
            if response.status_code == 200:
                counts[path, role] = asked
    return counts


def test_pages_ask_as_often_in_a_large_county_as_in_a_small_one(
    app: Flask, county: County, clients: dict[str, FlaskClient]
):
    small = _counts(app, county, clients)
    county.grow(3)
    large = _counts(app, county, clients)
    grown = {
        f"{path} as {role}": (len(small[path, role]), len(asked), asked)
        for (path, role), asked in large.items()
        if (path, role) in small and len(asked) > len(small[path, role])
    }
    assert grown == {}


def test_no_page_asks_more_often_than_the_budget_allows(
    app: Flask, county: County, clients: dict[str, FlaskClient]
):
    county.grow(3)
    dear = {
        f"{path} as {role}": asked
        for (path, role), asked in _counts(app, county, clients).items()
        if len(asked) > MOST
    }
    assert dear == {}
