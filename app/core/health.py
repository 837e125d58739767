"""Whether the process lives (`/healthz`) and can do its work (`/readyz`)."""

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, jsonify

from app.core import access
from app.core.database import forget_failed_reads
from app.core.extensions import db
from app.core.migrations import newest_revision

blueprint = Blueprint("core", __name__)


@blueprint.get("/healthz")
@access.public
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access.public
def readyz() -> tuple[Response, int]:
    """The database answers and is migrated, and so does the queue."""
    checks = {"database": _is_migrated(), "queue": _queue_answers()}
    ready = all(checks.values())
    return jsonify(status="ready" if ready else "not ready", checks=checks), 200 if ready else 503


def _is_migrated() -> bool:
    try:
        at = db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except sa.exc.SQLAlchemyError:
        forget_failed_reads()
        return False
    return at == newest_revision()


def _queue_answers() -> bool:
    try:
        current_app.extensions["hive_huey"].pending_count()
    except Exception:  # noqa: BLE001 - whatever a queue's storage raises, it does not answer
        return False
    return True
