"""The ways Hive is served: one process on SQLite; PostgreSQL and Redis with one or two."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet

from bench.chat.county import Reader, seed
from bench.chat.generator import Generator, generator
from bench.chat.wire import ORIGIN
from bench.server import Server, environment, free_port, prepare, scratch_instance, serving

_SETTINGS = {
    "HIVE_ENV": "production",
    "HIVE_DEMO": "0",
    "HIVE_BASE_URL": ORIGIN,
    "HIVE_SECRET_KEY": secrets.token_urlsafe(48),
    "HIVE_VAPID_SUBJECT": "hive@bench.example",
    "HIVE_LOG_LEVEL": "WARNING",
    # No phone of the bench is a person: the limit on one person's sends is counted, never met.
    "HIVE_SENDS_AT_ONCE": "100000000",
}


@dataclass(frozen=True)
class House:
    """Running servers that share one county, and who has a phone there."""

    servers: list[Server]
    readers: list[Reader]

    @property
    def rooms(self) -> list[int]:
        """The rooms, in the order they were made."""
        return list(dict.fromkeys(each.room_id for each in self.readers))

    def open(self, phones: Generator, rooms: int, *, first: int = 0) -> int:
        """Open the phones of `rooms` rooms, turn by turn at each server; says how many."""
        chosen = set(self.rooms[first : first + rooms])
        sockets = [
            (self.servers[nth % len(self.servers)].port, each.room_id, each.cookie, 1)
            for nth, each in enumerate(self.readers)
            if each.room_id in chosen
        ]
        phones.open(sockets)
        return len(sockets)


def _settings(folder: Path, process: int = 0) -> dict[str, str]:
    """What a process of a service with its data in `folder` is told; each logs by itself."""
    keys = folder / "encryption-keys"
    if not keys.exists():
        keys.write_text(Fernet.generate_key().decode())
    own = folder / f"process-{process}"
    own.mkdir(exist_ok=True)
    return (
        environment(own, free_port())
        | _SETTINGS
        | {
            "HIVE_ENCRYPTION_KEY_FILE": str(keys),
            "HIVE_VAPID_KEY_FILE": str(folder / "vapid.pem"),
        }
    )


@contextmanager
def on_sqlite(rooms: int) -> Iterator[House]:
    """One process on SQLite."""
    with scratch_instance() as folder:
        settings = _settings(folder)
        prepare(settings)
        readers = seed(settings, rooms)
        with serving(settings) as server:
            yield House([server], readers)


@contextmanager
def on_postgres(rooms: int, processes: int, postgres_url: str, redis_url: str) -> Iterator[House]:
    """Processes on a PostgreSQL database of their own, and Redis between them."""
    with scratch_instance() as folder, _database(postgres_url) as url, ExitStack() as stack:
        shared = {"HIVE_DATABASE_URL": url, "HIVE_REDIS_URL": redis_url}
        settings = _settings(folder) | shared
        prepare(settings)
        readers = seed(settings, rooms)
        servers = [stack.enter_context(serving(settings))]
        for nth in range(1, processes):
            servers.append(stack.enter_context(serving(_settings(folder, nth) | shared)))
        yield House(servers, readers)


@contextmanager
def _database(postgres_url: str) -> Iterator[str]:
    name = f"bench_{secrets.token_hex(6)}"
    admin = sa.create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def services() -> tuple[str, str, str]:
    """Where PostgreSQL and Redis answer, and "" or why they can't be measured."""
    postgres_url = os.environ.get("TEST_POSTGRES_URL", "")
    redis_url = os.environ.get("TEST_REDIS_URL", "")
    if not (postgres_url and redis_url):
        return "", "", "set TEST_POSTGRES_URL (it may make databases) and TEST_REDIS_URL"
    engine = sa.create_engine(postgres_url)
    try:
        with engine.connect() as connection:
            is_durable = connection.execute(sa.text("SHOW fsync")).scalar_one() == "on"
    except sa.exc.OperationalError:
        return "", "", "the PostgreSQL of TEST_POSTGRES_URL does not answer"
    finally:
        engine.dispose()
    if not is_durable:
        return "", "", "the PostgreSQL of TEST_POSTGRES_URL has fsync off: that is not as shipped"
    return postgres_url, redis_url, ""


@contextmanager
def phones_in(house: House, rooms: int, *, first: int = 0) -> Iterator[Generator]:
    """A load generator with the phones of some rooms open, which nobody else opens."""
    with generator() as phones:
        house.open(phones, rooms, first=first)
        yield phones
