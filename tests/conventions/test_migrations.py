"""Migrations make exactly what the models say, on both databases, and can be taken back."""

import io
import re
from contextlib import redirect_stdout

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app.core.extensions import db
from app.core.migrations import migrate_down, migrate_up, newest_revision
from tests.conventions.source import ROOT

FOLDER = str(ROOT / "migrations")


#: Not of the models: the index of words, kept by triggers of the database itself (0005).
#: That it is there and works is tested in tests/chat/test_search.py.
BESIDE_THE_MODELS = re.compile(r"message_words(_(data|idx|docsize|config))?")


def _is_of_the_models(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not BESIDE_THE_MODELS.fullmatch(str(name))


def _up() -> None:
    with redirect_stdout(io.StringIO()):
        migrate_up()


def _schema() -> dict[str, object]:
    """Everything the database says about its tables, in an order that can be compared."""
    inspector = sa.inspect(db.engine)
    return {
        table: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]))
                for column in inspector.get_columns(table)
            ),
            "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
            "indexes": sorted(
                (str(index["name"]), tuple(index["column_names"]), bool(index["unique"]))
                for index in inspector.get_indexes(table)
                if None not in index["column_names"]
            ),
            "unique": sorted(
                (str(each["name"]), tuple(each["column_names"]))
                for each in inspector.get_unique_constraints(table)
            ),
            "foreign keys": sorted(
                (str(each["name"]), tuple(each["constrained_columns"]), each["referred_table"])
                for each in inspector.get_foreign_keys(table)
            ),
            "checks": sorted(
                (str(each["name"]), each["sqltext"])
                for each in inspector.get_check_constraints(table)
            ),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


# SQLite can't tell what is in an index over an expression; that it is there is tested below.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression")
def test_migrated_database_equals_the_models(empty_database_app: Flask):
    _up()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": _is_of_the_models,
            },
        )
        difference = compare_metadata(context, db.metadata)
    assert difference == [], "make a migration:  .venv/bin/flask --app wsgi db migrate -m '…'"


def test_checks_of_the_models_are_in_the_migrated_database(empty_database_app: Flask):
    """Alembic does not compare CHECK constraints by itself."""
    _up()
    wanted = {
        (table.name, str(constraint.name))
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }
    inspector = sa.inspect(db.engine)
    found = {
        (table, str(each["name"]))
        for table in inspector.get_table_names()
        for each in inspector.get_check_constraints(table)
    }
    assert wanted - found == set()


def test_indexes_of_the_models_are_in_the_migrated_database(empty_database_app: Flask):
    """Also those that can't be compared, because they are made over an expression."""
    _up()
    listed = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
        "postgresql": "SELECT indexname FROM pg_indexes",
    }
    found = set(db.session.scalars(sa.text(listed[db.engine.dialect.name])))
    wanted = {str(index.name) for table in db.metadata.tables.values() for index in table.indexes}
    assert wanted - found == set()


def test_up_down_up_gives_the_same_database(empty_database_app: Flask):
    _up()
    first = _schema()
    assert first
    with redirect_stdout(io.StringIO()):
        migrate_down("base")
    assert _schema() == {}
    _up()
    assert _schema() == first


def test_history_is_one_line():
    """Two heads mean that two changes were made side by side: merge them."""
    assert ScriptDirectory(FOLDER).get_heads() == [newest_revision()]
