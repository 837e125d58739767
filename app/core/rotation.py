"""Encrypting anew what an older key encrypted, while the app runs."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.core.crypto import EncryptedDate, EncryptedText, key_ring
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.storage import storage
from app.core.unit_of_work import unit_of_work

#: Rows in one transaction: a carer who saves meanwhile waits a few milliseconds, not a minute.
BATCH = 200

#: The primary key of a row.
_Key = tuple[Any, ...]
_STILL_NEEDED = "Some values still need an older key. Run `flask keys rotate` again first."


def renew_all() -> int:
    """Bring every encrypted value and file under the newest key; returns how many were not.

    A value that somebody changes at the same moment is left alone: what they wrote is under
    the newest key already.
    """
    values = sum(_renew_column(column) for column in encrypted_columns())
    return values + storage().renew_all()


def forget_old_keys() -> None:
    """Keep the newest key alone; raises `Conflict` while a value or file still needs another.

    Writers wait meanwhile: whoever began before the rotation and commits only now is seen too.
    """
    ring = key_ring()
    if not storage().is_all_newest():
        raise Conflict(_STILL_NEEDED)
    with unit_of_work():
        columns = encrypted_columns()
        if db.engine.dialect.name == "postgresql":  # SQLite lets nobody else write anyway
            for name in dict.fromkeys(column.table.name for column in columns):
                db.session.execute(sa.text(f"LOCK TABLE {name} IN SHARE MODE"))
        for column in columns:
            if not all(ring.is_newest(token) for rows in _pieces(column) for _, token in rows):
                raise Conflict(_STILL_NEEDED)
        ring.forget_old_keys()


def encrypted_columns() -> list["sa.Column[str]"]:
    """Every encrypted column of every table."""
    return [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedDate)
    ]


def _renew_column(column: "sa.Column[str]") -> int:
    ring = key_ring()
    renewed = 0
    batch: list[tuple[_Key, str]] = []
    for each in _tokens(column):
        if not ring.is_newest(each[1]):
            batch.append(each)
        if len(batch) == BATCH:
            renewed += _renew(column, batch)
            batch = []
    return renewed + (_renew(column, batch) if batch else 0)


def _renew(column: "sa.Column[str]", batch: list[tuple[_Key, str]]) -> int:
    ring = key_ring()
    with unit_of_work():
        for key, token in batch:
            db.session.execute(
                sa.update(column.table)
                .where(
                    *(each == value for each, value in zip(_keys(column), key, strict=True)),
                    sa.type_coerce(column, sa.Text) == sa.literal(token, sa.Text),
                )
                .values({column.name: sa.literal(ring.renew(token), sa.Text)})
                .execution_options(synchronize_session=False)
            )
    return len(batch)


def _tokens(column: "sa.Column[str]") -> Iterator[tuple[_Key, str]]:
    for rows in _pieces(column):
        # Nothing is held open between the pieces: this may run for minutes.
        db.session.rollback()
        yield from rows


def _pieces(column: "sa.Column[str]") -> Iterator[list[tuple[_Key, str]]]:
    """The keys and tokens of a column, some at a time."""
    raw, keys = sa.type_coerce(column, sa.Text), _keys(column)
    found = sa.select(*keys, raw).where(raw.is_not(None)).order_by(*keys).limit(BATCH)
    page = found
    while rows := db.session.execute(page).all():
        yield [(tuple(row[:-1]), row[-1]) for row in rows]
        page = found.where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, rows[-1][:-1])))


def _keys(column: "sa.Column[str]") -> list["sa.Column[Any]"]:
    """What tells the rows of a column's table apart: an `id`, or a few numbers together."""
    return list(column.table.primary_key)
