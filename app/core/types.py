"""Column types: aware UTC instants and enums that the database checks too."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware when it goes in, aware and in UTC when it comes out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the type's own signature
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum]) -> sa.Enum:
    """A text column that holds only the values of `kind`, checked by the database as well.

    Taken as text with a CHECK, not as PostgreSQL's own enum, so that a value can be added
    by an ordinary migration on both databases.
    """

    def values(of: Any) -> list[str]:
        return [member.value for member in of]

    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        values_callable=values,
        length=32,
        name=f"{kind.__name__.lower()}_known",
    )
