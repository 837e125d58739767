"""Pages to bring the county in from a file, and to take it out as one."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from app.core import access, clock
from app.core.errors import Invalid
from app.core.roles import Role
from app.core.web import Form, page
from app.imports import queries, schemas, services
from app.imports.columns import COLUMNS
from app.imports.findings import Report
from app.imports.policy import EXPORTING_ROLES
from app.imports.reading import FIELD, MOST_BYTES
from app.imports.writing import template

blueprint = Blueprint("imports", __name__)

# More than a file may be, so that one that is too big is refused in words and beside the field.
_MOST_UPLOADED = 5 * MOST_BYTES
ROWS_A_PAGE = 100
FAULTS_SHOWN = 200


@blueprint.get("/imports")
@access.roles(Role.MANAGER)
def list_imports() -> Response:
    """Bring a file; what its columns mean; the files brought so far."""
    return _list(Form())


@blueprint.post("/imports")
@access.roles(Role.MANAGER)
def bring_file() -> AnyResponse:
    """Take a file and have it checked."""
    request.max_content_length = _MOST_UPLOADED
    form = Form()
    with form.showing_errors():
        try:
            given = {**request.form, **request.files}
        except RequestEntityTooLarge:
            raise Invalid({FIELD: "This file is too big. Bring 2 MB at most."}) from None
        data = schemas.BringSchema().load_or_invalid(given)
        brought = services.bring_file(
            actor=access.actor(),
            file_name=data["file"].name,
            text=data["file"].text,
            replaces_id=data["replaces"],
        )
        return redirect(url_for("imports.show_import", import_id=brought.id), 303)
    return _list(form)


@blueprint.get("/imports/template")
@access.roles(Role.MANAGER)
def download_template() -> Response:
    """The empty form as a file."""
    return _download(template(), "hive-form.csv")


@blueprint.get("/imports/<int:import_id>")
@access.roles(Role.MANAGER)
def show_import(import_id: int) -> Response:
    """What each row of a file would do, or how far it is, or what it has done."""
    found = queries.import_for(access.actor(), import_id)
    report = Report.from_json(found.report)
    parts = max(1, -(-len(report.lines) // ROWS_A_PAGE))
    part = min(max(1, request.args.get("part", 1, type=int)), parts)
    return page(
        "imports/show.html",
        brought=found,
        standing=services.standing_of(found),
        report=report,
        faults=[(line, fault) for line in report.faulty for fault in line.faults][:FAULTS_SHOWN],
        lines=report.lines[(part - 1) * ROWS_A_PAGE : part * ROWS_A_PAGE],
        part=part,
        parts=parts,
        form=Form(),
    )


@blueprint.post("/imports/<int:import_id>/apply")
@access.roles(Role.MANAGER)
def apply_import(import_id: int) -> AnyResponse:
    """Have everything of a file written."""
    data = Form.submitted().load(schemas.ApplySchema())
    services.ask_to_apply(actor=access.actor(), import_id=import_id, **data)
    return redirect(url_for("imports.show_import", import_id=import_id), 303)


@blueprint.post("/imports/<int:import_id>/again")
@access.roles(Role.MANAGER)
def try_again(import_id: int) -> AnyResponse:
    """Start anew what has got stuck."""
    services.try_again(actor=access.actor(), import_id=import_id)
    return redirect(url_for("imports.show_import", import_id=import_id), 303)


@blueprint.post("/imports/<int:import_id>/discard")
@access.roles(Role.MANAGER)
def discard_import(import_id: int) -> AnyResponse:
    """Throw a file away."""
    services.discard(actor=access.actor(), import_id=import_id)
    return redirect(url_for("imports.list_imports"), 303)


@blueprint.get("/api/v1/imports/<int:import_id>")
@access.roles(Role.MANAGER)
def api_progress(import_id: int) -> Response:
    """How far it is, for the bar."""
    standing = services.standing_of(queries.import_for(access.actor(), import_id))
    return jsonify(
        state=standing.state,
        done=standing.done,
        total=standing.total,
        is_stuck=standing.is_stuck,
    )


@blueprint.get("/export")
@access.roles(*EXPORTING_ROLES)
def export_county() -> Response:
    """What whoever asks may know of the county, as a file."""
    text = services.export_county(actor=access.actor())
    return _download(text, f"hive-{clock.today().isoformat()}.csv")


def _list(form: Form) -> Response:
    return page(
        "imports/list.html",
        form=form,
        columns=COLUMNS,
        imports=queries.imports_of(access.actor()),
    )


def _download(text: str, name: str) -> Response:
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
