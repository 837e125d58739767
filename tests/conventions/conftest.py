"""A small county in which every page has something on it, and room to grow it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.core.extensions import db
from tests.conventions.county import County
from tests.databases import new_postgres


@pytest.fixture
def county(app: Flask) -> County:
    return County.with_rooms()


@pytest.fixture
def clients(county: County, client_for: Callable[..., FlaskClient]) -> dict[str, FlaskClient]:
    """A signed-in client for each role of the county, and one for nobody."""
    by_role = {role.value: client_for(person) for role, person in county.people.items()}
    return by_role | {"nobody": client_for(None)}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_database_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database with nothing in it, not even tables."""
    if request.param == "sqlite":
        yield from _app_on(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
        return
    with new_postgres() as url:
        yield from _app_on(url, tmp_path)


def _app_on(url: str, folder: Path) -> Iterator[Flask]:
    settings = {"HIVE_ENV": "testing", "HIVE_INSTANCE": str(folder), "HIVE_DATABASE_URL": url}
    app = create_app(Config.from_env(settings))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
