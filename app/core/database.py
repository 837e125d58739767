"""How the connections are set up: SQLite made durable and strict, PostgreSQL as shipped."""

from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from app.core.extensions import db

#: Set on a connection's options by `unit_of_work`: this transaction is going to write.
WRITES = "hive_writes"

_BUSY_MS = 10_000


def engine_options(url: str) -> dict[str, Any]:
    """The engine's options for `url`: a pool large enough for many greenlets."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": _BUSY_MS / 1000, "check_same_thread": False}}
    return {"pool_size": 20, "max_overflow": 20, "pool_pre_ping": True}


def init_database(app: Flask) -> None:
    """Bind the database and set up each connection of its engine."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling starts them late and as readers; ours is explicit.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A reader that turns into a writer fails at once with "database is locked", whatever
    # the busy timeout: a transaction that is going to write takes the lock when it begins.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def forget_failed_reads() -> None:
    """End a read that failed, so that the session can be asked again."""
    db.session.rollback()
