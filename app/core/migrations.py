"""Bringing the database's tables up to date, from the command line and in tests.

A web process never does that, so it never loads Alembic and what that needs: 10 MB of memory.
"""

import re
from functools import cache
from pathlib import Path

from flask import Flask, current_app

from app.core.extensions import db

_FOLDER = str(Path(__file__).parents[2] / "migrations")
_REVISION = re.compile(r"""^(down_)?revision\s*=\s*["'](\w+)["']""", re.MULTILINE)


@cache
def newest_revision() -> str | None:
    """The revision that nothing comes after; read from the files, without Alembic."""
    revisions: set[str] = set()
    before: set[str] = set()
    for path in Path(_FOLDER, "versions").glob("*.py"):
        for is_before, revision in _REVISION.findall(path.read_text("utf-8")):
            (before if is_before else revisions).add(revision)
    return next(iter(revisions - before), None)


def init_migrations(app: Flask) -> None:
    """Let `flask db …` and the functions below work on this app. Doing it twice is one."""
    from flask_migrate import Migrate

    if "migrate" not in app.extensions:
        Migrate().init_app(app, db, directory=_FOLDER, render_as_batch=True, compare_type=True)


def migrate_up() -> None:
    """Bring the current app's database up to date."""
    from flask_migrate import upgrade

    init_migrations(current_app)
    upgrade()


def migrate_down(revision: str = "-1") -> None:
    """Take migrations back: the last one, or all that came after `revision`."""
    from flask_migrate import downgrade

    init_migrations(current_app)
    downgrade(revision=revision)
