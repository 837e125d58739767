"""Reporting a message, one's own reports, and looking into those of others."""

import uuid

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.chat import queries
from app.chat.attachment_views import file_response
from app.chat.evidence import Evidence
from app.chat.models import Report, ReportOutcome, ReportReason, Room
from app.chat.report_schemas import LONGEST, OutcomeSchema, ReportSchema
from app.chat.services import reporting
from app.chat.views import blueprint
from app.core import access
from app.core.errors import NotFound
from app.core.roles import Role
from app.core.web import Form, page
from app.hives.policy import is_manager

_HANDLERS = (Role.SUPPORT_WORKER, Role.MANAGER)

#: What the list says after something was done.
_DONE = {
    "closed": "Closed. Whoever reported it has been told.",
    "passed-on": "Passed on. The managers have been told.",
}


@blueprint.route("/chat/rooms/<int:room_id>/messages/<int:seq>/report", methods=["GET", "POST"])
@access.signed_in
def report_message(room_id: int, seq: int) -> AnyResponse:
    """Ask for a message to be looked at."""
    actor = access.actor()
    room = queries.room_for(actor, room_id)
    message = queries.message_for(actor, room_id, seq)
    if queries.own_report_of(actor, message) is not None:
        return redirect(url_for("chat.list_own_reports", after="known"), 303)
    reporting.check_can_report(actor=actor, message=message)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(ReportSchema())
            reporting.report_message(actor=actor, room_id=room_id, seq=seq, **data)
            return redirect(url_for("chat.list_own_reports", after="sent"), 303)
    return page(
        "chat/report_message.html",
        room=room,
        message=message,
        form=form,
        reasons=[(each.value, each.label) for each in ReportReason],
        goes_to=_goes_to(room),
        lines=_lines(),
        longest=LONGEST,
        new_client_id=form.value("client_id") or uuid.uuid4(),
    )


@blueprint.get("/my-reports")
@access.signed_in
def list_own_reports() -> Response:
    """What I have reported, and what came of it."""
    reports = queries.own_reports(access.actor())
    return page(
        "chat/my_reports.html",
        reports=[(each, Evidence.read(each.evidence).reported) for each in reports],
        after=request.args.get("after"),
    )


@blueprint.get("/reports")
@access.roles(*_HANDLERS)
def list_reports() -> Response:
    """The reports I look into."""
    reports = queries.reports_for(access.actor())
    return page(
        "chat/reports.html",
        waiting=[each for each in reports if each.closed_at is None],
        closed=[each for each in reports if each.closed_at is not None],
        is_manager=is_manager(access.actor()),
        done=_DONE.get(request.args.get("after", "")),
    )


@blueprint.get("/reports/<int:report_id>")
@access.roles(*_HANDLERS)
def show_report(report_id: int) -> Response:
    """One report with its evidence, and what can be done."""
    return _report_page(queries.report_for(access.actor(), report_id), Form())


@blueprint.get("/reports/<int:report_id>/files/<key>")
@access.roles(*_HANDLERS)
def show_reported_file(report_id: int, key: str) -> Response:
    """A photo or document of the reported message."""
    report = queries.report_for(access.actor(), report_id)
    kept = Evidence.read(report.evidence).file(key)
    found = queries.kept_file(report, key) if kept else None
    if kept is None or found is None:
        raise NotFound("This file is not kept any more. Go back to the report.")
    response = file_response(found, found.key)
    if not kept.is_photo:
        response.headers.set("Content-Disposition", "attachment", filename=kept.name)
    return response


@blueprint.post("/reports/<int:report_id>/take-away")
@access.roles(*_HANDLERS)
def take_reported_away(report_id: int) -> AnyResponse:
    """Take the reported message away for everybody."""
    reporting.take_reported_away(actor=access.actor(), report_id=report_id)
    return redirect(url_for("chat.show_report", report_id=report_id), 303)


@blueprint.post("/reports/<int:report_id>/pass-on")
@access.roles(*_HANDLERS)
def pass_report_on(report_id: int) -> AnyResponse:
    """Give the report to the managers."""
    reporting.pass_report_on(actor=access.actor(), report_id=report_id)
    return redirect(url_for("chat.list_reports", after="passed-on"), 303)


@blueprint.post("/reports/<int:report_id>/close")
@access.roles(*_HANDLERS)
def close_report(report_id: int) -> AnyResponse:
    """Say what came of it."""
    report = queries.report_for(access.actor(), report_id)
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(OutcomeSchema())
        reporting.close_report(actor=access.actor(), report_id=report_id, **data)
        return redirect(url_for("chat.list_reports", after="closed"), 303)
    return _report_page(report, form)


def _report_page(report: Report, form: Form) -> Response:
    return page(
        "chat/report.html",
        report=report,
        evidence=Evidence.read(report.evidence),
        form=form,
        outcomes=[(each.value, each.label) for each in ReportOutcome],
        can_pass_on=report.hive_id is not None and not is_manager(access.actor()),
        longest=LONGEST,
    )


def _goes_to(room: Room) -> str:
    if room.hive is None:
        return "A manager looks at it."
    return f"A support worker of {room.hive.name} looks at it; a manager, if it is about one."


def _lines() -> list[dict[str, str]]:
    """Whom to ring when it can't wait; 999 stands beside it."""
    config = current_app.extensions["hive_config"]
    return [
        {
            "name": config.out_of_hours_name,
            "phone": config.out_of_hours_phone,
            "when": "Evenings, nights and weekends",
        }
    ]
