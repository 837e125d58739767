"""The register on the day: to mark, to print, to add who came without signing up."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access, clock
from app.core.errors import Invalid
from app.core.web import Form, page
from app.events.models import Event
from app.events.queries.register import (
    Line,
    Register,
    event_to_host,
    is_register_open,
    register_closes_at,
    register_of,
    register_opens_at,
)
from app.events.queries.walk_ins import adults_to_add, children_to_add
from app.events.schemas.register import KeptMarksSchema, MarkSchema, WalkInSchema
from app.events.services.marking import CLOSED, Mark, keep_marks, mark, open_register
from app.events.services.walk_ins import add_walk_in
from app.events.views.blueprint import blueprint
from app.families.models.care import NONE_KNOWN

#: A phone keeps a register for the day; a party may end after midnight.
_INTO_THE_NIGHT = timedelta(hours=4)


@blueprint.get("/events/<int:event_id>/register")
@access.signed_in
def show_register(event_id: int) -> Response:
    """Everybody who is expected, with a button for each thing that happens to them."""
    register = open_register(actor=access.actor(), event_id=event_id)
    return _keep_for_the_day(_register_page(register, Form()), register.event)


@blueprint.post("/events/<int:event_id>/register")
@access.signed_in
def mark_register(event_id: int) -> AnyResponse:
    """One tap in the register, from a plain form."""
    actor = access.actor()
    event_to_host(actor, event_id)
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(MarkSchema())
        mark(actor=actor, event_id=event_id, **data)
        anchor = f"line-{data['sign_up_id']}"
        return redirect(url_for("events.show_register", event_id=event_id, _anchor=anchor), 303)
    return _register_page(open_register(actor=actor, event_id=event_id), form)


@blueprint.get("/events/<int:event_id>/register/print")
@access.signed_in
def print_register(event_id: int) -> Response:
    """The same on paper, a page for each part, with boxes to tick."""
    register = open_register(actor=access.actor(), event_id=event_id)
    return page("events/register_print.html", **_about(register))


@blueprint.route("/events/<int:event_id>/register/walk-in", methods=["GET", "POST"])
@access.signed_in
def write_walk_in(event_id: int) -> AnyResponse:
    """Write somebody into the register who has come without being signed up."""
    actor = access.actor()
    event = event_to_host(actor, event_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(WalkInSchema())
            data |= _who(data.pop("who"))
            added = add_walk_in(actor=actor, event_id=event_id, **data)
            url = url_for("events.show_register", event_id=event_id, _anchor=f"line-{added.id}")
            return redirect(url, 303)
    return page(
        "events/register_walk_in.html",
        event=event,
        form=form,
        is_open=is_register_open(event),
        closed=CLOSED,
        children=children_to_add(actor, event),
        adults=adults_to_add(actor, event),
        places=[(part.id, part.name or part.place) for part in event.parts],
    )


@blueprint.get("/api/v1/events/<int:event_id>/register")
@access.signed_in
def api_register(event_id: int) -> Response:
    """The marks that count, for a script; without names and without care cards."""
    return jsonify(_wire(register_of(event_to_host(access.actor(), event_id))))


@blueprint.post("/api/v1/events/<int:event_id>/register")
@access.signed_in
def api_mark(event_id: int) -> Response:
    """Marks that a phone has kept; the register as it is then, and which of them were refused."""
    actor = access.actor()
    event_to_host(actor, event_id)
    data = KeptMarksSchema().load_or_invalid(request.get_json())
    marks = [Mark(**each) for each in data["marks"]]
    refused = keep_marks(actor=actor, event_id=event_id, marks=marks)
    register = register_of(event_to_host(actor, event_id))
    said = {str(client_id): why for client_id, why in refused.items()}
    return jsonify(_wire(register) | {"refused": said})


def _register_page(register: Register, form: Form) -> Response:
    actor = access.actor()
    is_in_it = any(line.sign_up.person_id == actor.id for line in register.lines)
    return page(
        "events/register.html",
        form=form,
        marked_id=form.value("sign_up_id"),
        actor_is_in_it=is_in_it,
        **_about(register),
    )


def _about(register: Register) -> dict[str, Any]:
    return {
        "register": register,
        "event": register.event,
        "opens_at": register_opens_at(register.event),
        "is_over": clock.now() >= register_closes_at(register.event),
        "keeps_until": _kept_until(register.event),
        "none_known": list(NONE_KNOWN.values()),
    }


def _kept_until(event: Event) -> datetime:
    """Until when a phone may keep the page of an open register: the day, and no longer."""
    tomorrow = clock.today() + timedelta(days=1)
    night = datetime.combine(tomorrow, time(), clock.LONDON) + _INTO_THE_NIGHT
    return min(night.astimezone(UTC), register_closes_at(event))


def _keep_for_the_day(response: Response, event: Event) -> Response:
    """Let the phone's service worker keep the page, so that it opens without a signal."""
    if is_register_open(event):
        until = _kept_until(event)
        response.headers["Hive-Keep-Until"] = str(int(until.timestamp() * 1000))
    return response


def _wire(register: Register) -> dict[str, Any]:
    return {"open": register.is_open, "lines": [_wire_line(line) for line in register.lines]}


def _wire_line(line: Line) -> dict[str, Any]:
    newest = line.newest
    return {
        "sign_up_id": line.sign_up.id,
        "kind": newest.kind.value if newest else None,
        "marked_at": newest.marked_at.isoformat() if newest else None,
        "collected_by": newest.collected_by if newest else "",
    }


def _who(chosen: str) -> dict[str, int]:
    """ "child-12" or "person-7" as the argument it stands for."""
    kind, _, number = chosen.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    if kind not in {"child", "person"} or not is_number or int(number) < 1:
        raise Invalid({"who": "Choose who has come."})
    return {f"{kind}_id": int(number)}
