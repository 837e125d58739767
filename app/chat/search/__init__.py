"""Finding messages by their words: what was typed, the index in each database, the excerpts.

What a person may find is not decided here but by the query (`app.chat.queries.search`).
"""

from app.chat.search.excerpts import excerpt
from app.chat.search.index import newest_ids
from app.chat.search.typed import LONGEST, Typed

__all__ = ["LONGEST", "Typed", "excerpt", "newest_ids"]
