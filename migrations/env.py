"""How Alembic reaches the app's database; Flask-Migrate calls this."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

config = context.config
target = current_app.extensions["migrate"].db


def _plain_types(_kind: str, item: Any, _context: Any) -> str | bool:
    """Write our own column types into migrations as what they are in the database."""
    if isinstance(item, sa.types.TypeDecorator):
        plain = item.impl_instance
        return "sa.DateTime(timezone=True)" if isinstance(plain, sa.DateTime) else "sa.Text()"
    return False


def _is_of_the_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the index of words alone: migration 0005 made it, and no model speaks of it."""
    return kind != "table" or not str(name).startswith("message_words")


def run_migrations() -> None:
    """Run on the app's own engine, each migration whole or not at all."""
    with target.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # Tables are rebuilt under their own names; only outside a transaction can the
            # checks of what points to them be put off.
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_plain_types,
            include_name=_is_of_the_models,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys = ON")


run_migrations()
