"""The dry run: what every row of a file would do."""

import sqlalchemy as sa
from flask import current_app

from app.core import clock
from app.core.extensions import db
from app.core.progress import Steps, forget_progress, tell_progress
from app.core.unit_of_work import unit_of_work
from app.imports.checking import check_sheet
from app.imports.findings import Report
from app.imports.models import Import, ImportState
from app.imports.places import Plan
from app.imports.queries import known_county, locked_import
from app.imports.reading import sheet_of
from app.imports.services.waiting import progress_key


def check_import(import_id: int) -> None:
    """Check a file and keep the report; in any other state nothing happens.

    Whatever goes wrong is told to the page at once, and raised.
    """
    found = db.session.get(Import, import_id)
    if found is None or found.state is not ImportState.CHECKING or found.content is None:
        return
    steps = Steps(progress_key(import_id), found.row_count)
    try:
        plan, report = look_through(text=found.content, steps=steps)
        with unit_of_work():
            still = locked_import(import_id, ImportState.CHECKING)
            if still is not None:
                keep_report(found=still, plan=plan, report=report)
    except Exception:
        tell_progress(steps.key, steps.done, steps.total, has_failed=True)
        raise
    forget_progress(steps.key)


def look_through(*, text: str, steps: Steps) -> tuple[Plan, Report]:
    """What a file would add to what the database holds at this moment, and what is wrong."""
    usual: int = current_app.extensions["hive_config"].hive_capacity
    return check_sheet(
        sheet_of(text),
        known_county(),
        today=clock.today(),
        usual_capacity=usual,
        step=steps.step,
    )


def keep_report(*, found: Import, plan: Plan, report: Report) -> None:
    """Keep what was found, within the caller's work: the file is checked now."""
    db.session.execute(
        sa.update(Import)
        .where(Import.id == found.id)
        .values(
            state=ImportState.CHECKED,
            report=report.as_json(),
            fault_count=report.fault_count,
            **counts_of(plan),
        )
    )


def counts_of(plan: Plan) -> dict[str, int]:
    """How much of each a plan adds, as columns of `Import`."""
    return {
        "hive_count": len(plan.hives),
        "household_count": len(plan.households),
        "carer_count": len(plan.carers),
        "child_count": len(plan.children),
    }
