"""Encrypting anew what an older key encrypted, while the app runs."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.core.crypto import EncryptedDate, EncryptedText, key_ring
from app.core.errors import Conflict
from app.core.extensions import db
from app.core.storage import storage
from app.core.unit_of_work import unit_of_work

#: Rows in one transaction: a carer who saves meanwhile waits a few milliseconds, not a minute.
BATCH = 200

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
    """Every encrypted column of every table; each table has one `id`."""
    return [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, EncryptedText | EncryptedDate)
    ]


def _renew_column(column: "sa.Column[str]") -> int:
    ring = key_ring()
    raw = sa.type_coerce(column, sa.Text)
    row_id = column.table.c.id
    renewed = 0
    batch: list[tuple[int, str]] = []
    for each in _tokens(column):
        if not ring.is_newest(each[1]):
            batch.append(each)
        if len(batch) == BATCH:
            renewed += _renew(column, raw, row_id, batch)
            batch = []
    return renewed + (_renew(column, raw, row_id, batch) if batch else 0)


def _renew(
    column: "sa.Column[str]",
    raw: sa.ColumnElement[str],
    row_id: "sa.Column[int]",
    batch: list[tuple[int, str]],
) -> int:
    ring = key_ring()
    with unit_of_work():
        for number, token in batch:
            db.session.execute(
                sa.update(column.table)
                .where(row_id == number, raw == sa.literal(token, sa.Text))
                .values({column.name: sa.literal(ring.renew(token), sa.Text)})
                .execution_options(synchronize_session=False)
            )
    return len(batch)


def _tokens(column: "sa.Column[str]") -> Iterator[tuple[int, str]]:
    for rows in _pieces(column):
        # Nothing is held open between the pieces: this may run for minutes.
        db.session.rollback()
        yield from rows


def _pieces(column: "sa.Column[str]") -> Iterator[list[tuple[int, str]]]:
    """The ids and tokens of a column, some at a time."""
    raw = sa.type_coerce(column, sa.Text)
    row_id = column.table.c.id
    last = 0
    while rows := db.session.execute(
        sa.select(row_id, raw).where(row_id > last, raw.is_not(None)).order_by(row_id).limit(BATCH)
    ).all():
        last = rows[-1][0]
        yield [(row[0], row[1]) for row in rows]
