"""How long a whole county from a file takes: to be checked, and to be written."""

import time
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.core.migrations import migrate_up
from bench.county_file import CARERS, CHILDREN, HIVES, county_file
from bench.report import Row, show
from bench.server import environment, free_port, scratch_instance

#: Nobody should have to wonder whether it still goes on.
CHECK, APPLY = (5, 1), (15, 5)


def measure() -> bool:
    """Print the table; returns whether everything is within its budget."""
    from app import create_app
    from app.config import Config

    with scratch_instance() as folder:
        settings = environment(folder, free_port()) | {"HIVE_DEMO": "0"}
        config = replace(Config.from_env(settings), log_level="ERROR", queue_in_memory=True)
        app = create_app(config)
        with app.app_context():
            migrate_up()
            checked, applied = _times(app.extensions["hive_huey"])
    return show(
        f"{HIVES} Hives, {CARERS} carers and {CHILDREN} children from a file",
        [Row("to check it", checked, "s", *CHECK), Row("to write it", applied, "s", *APPLY)],
    )


def _times(queue: Any) -> tuple[float, float]:
    from app.core.extensions import db
    from app.families.models import Child
    from app.hives.services import create_manager
    from app.imports import services
    from app.imports.reading import text_of

    manager = create_manager(
        name="Manager", email="manager@bench.example", password="a long day of measuring"
    )
    started = time.perf_counter()
    text = text_of(county_file().encode())
    brought = services.bring_file(actor=manager, file_name="county.csv", text=text)
    _work_off(queue)
    checked = time.perf_counter() - started
    started = time.perf_counter()
    services.ask_to_apply(actor=manager, import_id=brought.id)
    _work_off(queue)
    applied = time.perf_counter() - started
    if db.session.scalar(sa.select(sa.func.count()).select_from(Child)) != CHILDREN:
        raise RuntimeError("not everything of the file was written")
    return checked, applied


def _work_off(queue: Any) -> None:
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
