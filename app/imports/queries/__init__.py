"""Reads about imports, scoped to the person asking; and what a check or an export needs."""

from app.imports.queries.known import known_county
from app.imports.queries.own import (
    forgotten_imports,
    import_for,
    imports_of,
    locked_import,
)

__all__ = [
    "forgotten_imports",
    "import_for",
    "imports_of",
    "known_county",
    "locked_import",
]
