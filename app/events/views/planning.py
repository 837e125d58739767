"""Planning an event, changing it, calling it off, and planning another like it."""

import uuid
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access
from app.core.errors import Conflict
from app.core.roles import Role
from app.core.web import Form, page
from app.events.models import Audience, Event, EventKind, EventState
from app.events.queries import event_for
from app.events.queries.hosting import people_who_may_host
from app.events.schemas.parts import MOST_PARTS
from app.events.schemas.planning import CancelEventSchema, EditEventSchema, PlanEventSchema
from app.events.services.planning import event_for_planner
from app.events.services.series import open_all
from app.events.views import series
from app.events.views.blueprint import blueprint
from app.events.views.filled_form import as_form, copied
from app.events.views.from_poll import filled_from_poll
from app.families.queries import LAST_SCHOOL_YEAR
from app.hives.models import Hive
from app.hives.policy import is_manager, leads
from app.hives.queries import visible_hives_list

_PLANNERS = (Role.SUPPORT_WORKER, Role.MANAGER)
_YEARS = [("0", "Reception"), *((str(n), f"Year {n}") for n in range(1, LAST_SCHOOL_YEAR + 1))]


@blueprint.route("/events/new", methods=["GET", "POST"])
@access.roles(*_PLANNERS)
def plan_event() -> AnyResponse:
    """Plan something for one's Hives, or for the county; as a draft, or open at once."""
    actor, form = access.actor(), Form.submitted()
    hives = _hives_to_plan_for(actor)
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(PlanEventSchema())
            data["parts"] = [plan for _, plan in data["parts"]]
            event = series.plan(actor, form, data)
            return _to(event, "draft" if data["is_draft"] else "planned")
    else:
        form.values |= {"audience": Audience.FAMILIES.value, f"host-{actor.id}": "yes"}
        form.values |= {f"hive-{hives[0].id}": "yes"} if len(hives) == 1 else {}
        form.values |= filled_from_poll(actor, request.args)
    return _plan_page(actor, form, hives)


@blueprint.get("/events/<int:event_id>/copy")
@access.roles(*_PLANNERS)
def copy_event(event_id: int) -> AnyResponse:
    """The form of a new event, filled in like this one: the same weekday 52 weeks later."""
    actor = access.actor()
    event = event_for(actor, event_id)
    hives = _hives_to_plan_for(actor)
    form = Form(copied(event, {hive.id for hive in hives}))
    return _plan_page(actor, form, hives, like=event)


@blueprint.route("/events/<int:event_id>/edit", methods=["GET", "POST"])
@access.roles(*_PLANNERS)
def edit_event(event_id: int) -> AnyResponse:
    """Change an event; those signed up are told of another time or place."""
    actor, form = access.actor(), Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(EditEventSchema())
            event = series.change(actor, event_id, form, data)
            return _to(event, "changed")
    event = event_for_planner(actor=actor, event_id=event_id)
    if event.is_cancelled:
        raise Conflict("This event was called off. Plan another like it.")
    if not form.errors:
        form = Form(as_form(event))
    hive_ids = [hive.id for hive in event.hives]
    choices = _choices(actor, hive_ids, event.hosts) | {"repeats": series.choices_for(event)}
    return page("events/edit.html", form=form, event=event, **choices)


@blueprint.post("/events/<int:event_id>/open")
@access.roles(*_PLANNERS)
def open_event(event_id: int) -> AnyResponse:
    """Let everybody see a draft, and those of its series."""
    return _to(open_all(actor=access.actor(), event_id=event_id), "opened")


@blueprint.route("/events/<int:event_id>/cancel", methods=["GET", "POST"])
@access.roles(*_PLANNERS)
def cancel_event(event_id: int) -> AnyResponse:
    """Call an event off and say why, or throw a draft away."""
    actor, form = access.actor(), Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            why = form.load(CancelEventSchema())["why"]
            series.call_off(actor, event_id, form, why)
            return _to(event_for(actor, event_id), "cancelled")
    event = event_for_planner(actor=actor, event_id=event_id)
    return page(
        "events/cancel.html",
        form=form,
        event=event,
        is_draft=event.state is EventState.DRAFT,
        is_off=event.is_cancelled or event.is_over,
    )


@blueprint.post("/events/<int:event_id>/discard")
@access.roles(*_PLANNERS)
def discard_draft(event_id: int) -> AnyResponse:
    """Throw a draft away."""
    series.throw_away(access.actor(), event_id, Form.submitted())
    return redirect(url_for("events.list_events", after="thrown-away"), 303)


def _hives_to_plan_for(actor: Person) -> list[Hive]:
    hives = visible_hives_list(actor)
    return [hive for hive in hives if is_manager(actor) or leads(actor, hive)]


def _plan_page(
    actor: Person, form: Form, hives: list[Hive], *, like: Event | None = None
) -> AnyResponse:
    if form.error("client_id") or "client_id" not in form.values:
        form.values["client_id"] = str(uuid.uuid4())
    # A manager plans with any Hive: its people are not listed before it is chosen.
    hive_ids = [hive.id for hive in hives if leads(actor, hive)]
    return page(
        "events/plan.html",
        form=form,
        like=like,
        hives=hives,
        may_plan_for_county=is_manager(actor),
        **_choices(actor, hive_ids, []),
    )


def _choices(actor: Person, hive_ids: list[int], hosts: list[Person]) -> dict[str, Any]:
    """What there is to choose from in the form of an event."""
    proposed = {person.id: person for person in [*people_who_may_host(hive_ids), *hosts]}
    return {
        "kinds": [(each.value, each.label) for each in EventKind],
        "audiences": [(each.value, each.label) for each in Audience],
        "years": _YEARS,
        "people": sorted(proposed.values(), key=lambda each: (each.id != actor.id, each.name)),
        "centres": range(1, MOST_PARTS + 1),
        "repeats": series.CHOICES,
    }


def _to(event: Event, after: str) -> AnyResponse:
    return redirect(url_for("events.show_event", event_id=event.id, after=after), 303)
