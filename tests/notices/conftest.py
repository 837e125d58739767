import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Person
from app.chat.push_news import room_news
from app.config import Config
from app.core.database import engine_options, init_database
from app.core.extensions import db
from app.core.jobs import init_jobs
from app.core.throttle import init_throttle
from app.notices import jobs
from app.notices.endpoints import EndpointRules
from app.notices.push import Push
from app.notices.push_sender import PushSender
from app.notices.services import outbox
from app.notices.vapid import Sealer, VapidKeys, load_or_create_keys
from tests.notices.hive_room import HiveRoom
from tests.push_service import PushService

SCHEMA = "notices_tests"


@pytest.fixture(scope="session")
def vapid_keys(tmp_path_factory: pytest.TempPathFactory) -> VapidKeys:
    folder: Path = tmp_path_factory.mktemp("keys")
    return load_or_create_keys(folder / "vapid.pem")


@pytest.fixture
def push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def sender(vapid_keys: VapidKeys, push_service: PushService) -> PushSender:
    """A sender that waits for a hanging service for a moment only."""
    return PushSender(
        Sealer(vapid_keys, "mailto:hive@example.org"),
        EndpointRules([push_service.origin]),
        connect_seconds=0.5,
        read_seconds=0.3,
    )


@pytest.fixture
def push_app(tmp_path: Path, sender: PushSender) -> Iterator[Flask]:
    """This slice with its database, its jobs and the push service on loopback, without pages."""
    url = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{tmp_path / 'hive.sqlite'}")
    config = Config.from_env(
        {"HIVE_ENV": "testing", "HIVE_INSTANCE": str(tmp_path), "HIVE_DATABASE_URL": url}
    )
    app = Flask("notices_tests", root_path=str(tmp_path))
    options = engine_options(config.database_url)
    if not config.database_url.startswith("sqlite"):
        options["connect_args"] = {"options": f"-c search_path={SCHEMA}"}
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    init_database(app)
    assert jobs.deliver_due.name == "notices.deliver_due"
    init_jobs(app, config)
    init_throttle(app, None)
    app.extensions["hive_push"] = Push(sender, delay=0, room_news=room_news)
    with app.app_context():
        _make_tables()
        yield app
        db.session.remove()
        db.engine.dispose()


def _make_tables() -> None:
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(sa.text(f"CREATE SCHEMA {SCHEMA}"))
    db.create_all()


@pytest.fixture
def room(push_app: Flask, push_service: PushService) -> HiveRoom:
    return HiveRoom(push_service)


@pytest.fixture
def reader(room: HiveRoom) -> Person:
    return room.join("Rosa Reader")


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The delays with which delivery jobs were queued."""
    delays: list[int] = []
    monkeypatch.setattr(outbox, "enqueue", lambda name, delay=0: delays.append(delay))
    return delays
