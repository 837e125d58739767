"""PostgreSQL and Redis for the tests that need them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa


@contextmanager
def new_postgres() -> Iterator[str]:
    """The address of an empty database, gone afterwards; skips without TEST_POSTGRES_URL."""
    if "TEST_POSTGRES_URL" not in os.environ:
        pytest.skip("needs PostgreSQL: TEST_POSTGRES_URL")
    server = sa.make_url(os.environ["TEST_POSTGRES_URL"])
    name = f"hive_{secrets.token_hex(6)}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def own_redis() -> str:
    """The address of a Redis that no other process of this run uses; skips without one."""
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        pytest.skip("needs Redis: TEST_REDIS_URL")
    server, _, number = url.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{server}/{int(number) + int(worker)}"
