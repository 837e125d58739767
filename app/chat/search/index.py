"""The index of words as each database keeps it (migration 0005), and how it is asked.

Words are letters and figures alone and stand in quotes, so nothing that is typed means anything
to the languages of FTS5 or of a tsquery.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from app.chat.search.typed import Term, Typed, fold

# Not in the models' metadata: the database's own triggers write it.
_sqlite = sa.Table("message_words", sa.MetaData(), sa.Column("rowid", sa.Integer))
_postgresql = sa.Table(
    "message_words",
    sa.MetaData(),
    sa.Column("message_id", sa.Integer),
    sa.Column("words", postgresql.TSVECTOR),
)
_TSQUERY: Any = postgresql.TSQUERY()

#: Up to so many hits PostgreSQL takes all and sorts them; of more it reads the newest messages
#: until it has enough.
_MANY = 5_000


def newest_ids(
    dialect: str,
    typed: Typed,
    room_ids: Collection[int],
    *,
    limit: int,
    before: int | None = None,
) -> sa.Subquery:
    """The ids (`.c.id`) of the newest messages in these rooms that say all that was typed.

    Those below `before`, if given. The rooms are asked of the index too: it then never walks
    through what others say.
    """
    if dialect == "sqlite":
        return _newest_in_sqlite(typed, room_ids, limit, before)
    return _newest_in_postgresql(typed, room_ids, limit, before)


def _newest_in_sqlite(
    typed: Typed, room_ids: Collection[int], limit: int, before: int | None
) -> sa.Subquery:
    # FTS5 finds them in this order by itself.
    match = sa.literal_column("message_words").op("MATCH")(_match(typed, room_ids))
    found = sa.select(_sqlite.c.rowid.label("id")).where(match)
    if before is not None:
        found = found.where(_sqlite.c.rowid < before)
    return found.order_by(_sqlite.c.rowid.desc()).limit(limit).subquery("hits")


def _newest_in_postgresql(
    typed: Typed, room_ids: Collection[int], limit: int, before: int | None
) -> sa.Subquery:
    """A GIN index knows no order: rare words are sorted, common ones found from the newest on.

    Which is better the planner guesses badly (each form of a word that nobody says counts for it),
    so it is tried out.
    """
    # Written into the statement, not sent beside it: a plan made for other words is no good.
    wanted = sa.bindparam(None, _tsquery(typed, room_ids), type_=sa.Text, literal_execute=True)
    message_id = _postgresql.c.message_id.label("id")
    found = sa.select(message_id).where(_postgresql.c.words.op("@@")(sa.cast(wanted, _TSQUERY)))
    if before is not None:
        found = found.where(_postgresql.c.message_id < before)
    some = found.limit(_MANY + 1).cte("some").prefix_with("MATERIALIZED", dialect="postgresql")
    count = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    newest = found.order_by(_postgresql.c.message_id.desc()).limit(limit).subquery()
    either = sa.union_all(
        sa.select(some.c.id).where(count <= _MANY),
        sa.select(newest.c.id).where(count > _MANY),
    ).subquery()
    return sa.select(either.c.id).order_by(either.c.id.desc()).limit(limit).subquery("hits")


def _match(typed: Typed, room_ids: Collection[int]) -> str:
    rooms = " OR ".join(f'"r{room_id}"' for room_id in sorted(room_ids))
    words = " AND ".join(_fts5_term(term) for term in typed.terms)
    return f"room : ({rooms}) AND text : ({words})"


def _fts5_term(term: Term) -> str:
    ways = [f'"{form}"' for form in term.forms] or [f'"{" ".join(term.words)}"']
    if term.is_begun:
        ways.append(f'"{" ".join(term.words)}" *')
    return f"({' OR '.join(ways)})"


def _tsquery(typed: Typed, room_ids: Collection[int]) -> str:
    rooms = " | ".join(f"'#{room_id}'" for room_id in sorted(room_ids))
    return f"({rooms}) & {' & '.join(_tsquery_term(term) for term in typed.terms)}"


def _tsquery_term(term: Term) -> str:
    in_order = " <-> ".join(f"'{fold(word)}'" for word in term.words)
    ways = [f"'{fold(form)}'" for form in term.forms] or [in_order]
    if term.is_begun:
        ways.append(f"{in_order}:*")
    return f"({' | '.join(f'({way})' for way in ways)})"
