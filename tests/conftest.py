"""One app for the whole run, an empty database for each test, and no network."""

import contextvars
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import Person
from app.accounts.services import start_device
from app.config import Config
from app.core.extensions import db
from app.core.migrations import migrate_up
from tests.databases import new_postgres, own_redis
from tests.live_server import LiveServer

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class SeparateClient(FlaskClient):
    """A client whose requests see nothing of the test's own app context, as in real life."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(super().open, *args, **kwargs)


# What takes longest begins first, so that at the end nobody waits for it alone.
LONGEST = ("tests/visibility/test_visibility.py", "tests/journeys/test_accessible.py")
#: What brings a database of its own, or needs none.
ON_THEIR_OWN = {"server", "two_servers", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ON_THEIR_OWN & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.once)
        # A browser on a busy machine can be late: told to be so by a second try, and counted as
        # "rerun" in the last line. At one's own desk a journey that fails once is looked at.
        if os.environ.get("CI") == "true" and item.get_closest_marker("journey"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on a migrated database: SQLite, or what TEST_DATABASE_URL names."""
    folder = tmp_path_factory.mktemp("hive")
    settings = {
        "HIVE_ENV": "testing",
        "HIVE_INSTANCE": str(folder),
        "HIVE_DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
        "HIVE_LOG_LEVEL": "WARNING",
    }
    app = create_app(replace(Config.from_env(settings), queue_in_memory=True))
    app.test_client_class = SeparateClient
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(sa.text("DROP SCHEMA public CASCADE"))
                connection.execute(sa.text("CREATE SCHEMA public"))
        migrate_up()
    yield app
    with app.app_context():
        db.session.remove()
        gc.collect()  # what nobody holds any more goes back to the pool before that is closed
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The app with an empty database, an empty queue and no attempts counted."""
    whole_app.extensions["hive_throttle"].storage.reset()
    whole_app.extensions["hive_huey"].flush()
    whole_app.extensions["hive_send_pace"].forget_all()
    whole_app.extensions["hive_order"].forget_all()
    with whole_app.app_context():
        yield whole_app
        db.session.rollback()
        db.session.remove()
        _clear_database()
        shutil.rmtree(whole_app.extensions["hive_config"].uploads, ignore_errors=True)


def _clear_database() -> None:
    tables = [table.name for table in reversed(db.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # all in one go: each has its price there
            connection.exec_driver_sql("; ".join(f"DELETE FROM {name}" for name in tables))
            return
        for name in tables:
            connection.exec_driver_sql(f"DELETE FROM {name}")


@pytest.fixture
def client_for(app: Flask) -> Callable[[Person | None], FlaskClient]:
    """Makes a client on which a person is signed in (None: nobody)."""

    def make(person: Person | None) -> FlaskClient:
        client = app.test_client()
        if person is not None:
            device = start_device(person, device_name="Chrome on Android")
            with client.session_transaction() as session:
                session["_user_id"] = device.token
                session["_fresh"] = True
                session.permanent = True
        return client

    return make


@pytest.fixture
def work_off(app: Flask) -> Callable[[], int]:
    """Runs every job that waits in the queue, and says how many there were."""

    def run() -> int:
        huey = app.extensions["hive_huey"]
        done = 0
        while (task := huey.dequeue()) is not None:
            contextvars.Context().run(huey.execute, task)
            done += 1
        return done

    return run


@pytest.fixture
def letters(app: Flask) -> Callable[[], list[str]]:
    """The e-mails sent so far, the oldest first."""
    folder: Path = app.extensions["hive_config"].mail_folder
    for old in folder.glob("*.eml"):
        old.unlink()
    return lambda: [path.read_text() for path in sorted(folder.glob("*.eml"))]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, or the one scripts/ensure-chromium found."""
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return {"executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def redis_url() -> str:
    return own_redis()


@pytest.fixture
def two_servers(tmp_path: Path, redis_url: str) -> Iterator[tuple[LiveServer, LiveServer]]:
    """Two processes of one Hive, on PostgreSQL and Redis."""
    with new_postgres() as url:
        settings = {"DATABASE_URL": url, "REDIS_URL": redis_url, "SENDS_AT_ONCE": "10000"}
        servers = LiveServer(tmp_path, **settings), LiveServer(tmp_path, **settings)
        servers[0].prepare()
        for each in servers:
            each.start()
        yield servers
        for each in servers:
            each.stop()
