"""Pages for signing up, taking it back, and the yes of a social worker."""

import uuid
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access
from app.core.errors import NotAllowed
from app.core.roles import Role
from app.core.web import Form, page
from app.events import policy
from app.events.models import Eagerness, Event, EventPart
from app.events.queries import event_for
from app.events.queries.sign_ups import (
    all_sign_ups,
    asked_of,
    clashes,
    own_sign_ups,
    waiting_parties,
)
from app.events.schemas.sign_up import AnswerSchema, PutForwardSchema, SignUpSchema, WithdrawSchema
from app.events.services.asking import answer, authority_for
from app.events.services.promoting import decline
from app.events.services.putting_forward import put_forward
from app.events.services.signing_up import check_open, part_for, sign_up
from app.events.services.withdrawing import take_offer, withdraw
from app.events.views.blueprint import blueprint
from app.families.models import AuthorityKind
from app.families.queries import carers_decide, carers_of, household_of, own_children

_FACES = [(each.value, each.label) for each in Eagerness]


@blueprint.route("/events/<int:event_id>/sign-up", methods=["GET", "POST"])
@access.signed_in
def sign_up_for(event_id: int) -> AnyResponse:
    """Choose who of the household comes, all on one page."""
    actor = access.actor()
    event = event_for(actor, event_id)
    check_open(event)
    form = Form.submitted()
    if request.method == "POST":
        for name in ("child", "adult", "confirm", "photos"):
            form.values[name] = request.form.getlist(name)
        form.values["faces"] = {
            name.removeprefix("face-"): said
            for name, said in request.form.items()
            if name.startswith("face-")
        }
        with form.showing_errors():
            sign_up(actor=actor, event_id=event_id, **form.load(SignUpSchema()))
            return redirect(_event_url(event, "signed-up"), 303)
    form.values.setdefault("client_id", str(uuid.uuid4()))
    return page("events/sign_up.html", event=event, form=form, **_who_may_come(actor, event))


@blueprint.route("/events/<int:event_id>/withdraw", methods=["GET", "POST"])
@access.signed_in
def withdraw_from(event_id: int) -> AnyResponse:
    """Say who can't come after all."""
    actor = access.actor()
    event = event_for(actor, event_id)
    form = Form.submitted()
    if request.method == "POST":
        form.values["sign_up"] = request.form.getlist("sign_up")
        with form.showing_errors():
            data = form.load(WithdrawSchema())
            withdraw(actor=actor, event_id=event_id, sign_up_ids=data["sign_up"])
            return redirect(_event_url(event, "withdrawn"), 303)
    own = own_sign_ups(actor, event)
    if event.has_started:
        raise NotAllowed("This event has begun. Tell whoever hosts it that you can't come.")
    if not own:
        return redirect(_event_url(event), 303)
    return page("events/sign_up_withdraw.html", event=event, form=form, own=own)


@blueprint.post("/events/<int:event_id>/offer")
@access.signed_in
def answer_offer(event_id: int) -> AnyResponse:
    """Take the places that came free, or leave them to the next family."""
    actor = access.actor()
    event = event_for(actor, event_id)
    data = AnswerSchema().load_or_invalid(request.form)
    if data["answer"] == "yes":
        take_offer(actor=actor, event_id=event_id)
        return redirect(_event_url(event, "signed-up"), 303)
    decline(actor=actor, event_id=event_id)
    return redirect(_event_url(event, "withdrawn"), 303)


@blueprint.get("/events/asked")
@access.roles(Role.SOCIAL_WORKER, Role.SUPPORT_WORKER)
def list_asked() -> Response:
    """The children whose coming waits for a yes, the soonest event first."""
    done = {"yes": "You said yes. The carer is told.", "no": "You said no. The carer is told."}
    return page(
        "events/sign_up_asked.html",
        asked=asked_of(access.actor()),
        done=done.get(request.args.get("after", "")),
    )


@blueprint.post("/events/asked/<int:sign_up_id>")
@access.roles(Role.SOCIAL_WORKER, Role.SUPPORT_WORKER)
def answer_asked(sign_up_id: int) -> AnyResponse:
    """Say yes or no."""
    data = AnswerSchema().load_or_invalid(request.form)
    is_yes = data["answer"] == "yes"
    answer(actor=access.actor(), sign_up_id=sign_up_id, is_yes=is_yes, why=data["why"])
    return redirect(url_for("events.list_asked", after=data["answer"]), 303)


@blueprint.get("/events/<int:event_id>/waiting-list")
@access.signed_in
def show_waiting_list(event_id: int) -> Response:
    """Who waits, in their order; for those who host."""
    event = _hosted(event_id)
    return _waiting_list(event, Form())


@blueprint.post("/events/<int:event_id>/waiting-list/<int:sign_up_id>")
@access.signed_in
def put_first(event_id: int, sign_up_id: int) -> AnyResponse:
    """Put somebody forward who missed out last time."""
    event = _hosted(event_id)
    form = Form.submitted()
    with form.showing_errors():
        data = form.load(PutForwardSchema())
        put_forward(actor=access.actor(), event_id=event_id, sign_up_id=sign_up_id, **data)
        return redirect(url_for("events.show_waiting_list", event_id=event_id), 303)
    return _waiting_list(event, form)


def _waiting_list(event: Event, form: Form) -> Response:
    by_id = {each.id: each for each in all_sign_ups(event)}
    parties = [[by_id[each.id] for each in party] for party in waiting_parties(event.id)]
    first = [each for each in parties[0] if each.child_id] if parties else []
    return page(
        "events/sign_up_waiting.html",
        event=event,
        form=form,
        parties=parties,
        needs=len(first),
        free=first[0].part.free if first else None,
    )


def _hosted(event_id: int) -> Event:
    event = event_for(access.actor(), event_id)
    if not policy.can_host(access.actor(), event):
        raise NotAllowed("Those who host this event see who waits.")
    return event


def _who_may_come(actor: Person, event: Event) -> dict[str, Any]:
    home = household_of(actor)
    children = own_children(actor) if policy.is_for_children(event) else []
    adults = (carers_of(home) if home else [actor]) if policy.may_come(actor, event) else []
    there = {
        (each.child_id, each.person_id): each for each in own_sign_ups(actor, event, home=home)
    }
    kind = authority_for(event)
    at_once = clashes(event, children=children)
    decided = carers_decide(children, {kind, AuthorityKind.HIVE_PHOTOS})
    comers = [
        {
            "child": child,
            "there": there.get((child.id, None)),
            "fits": (part := part_for(event, child=child)) and isinstance(part, EventPart),
            "part": part,
            "clash": at_once.get(child.id),
            "asks": (child.id, kind) not in decided,
            "photos": (child.id, AuthorityKind.HIVE_PHOTOS) in decided,
        }
        for child in children
    ]
    with_them = [(each, there.get((None, each.id))) for each in adults]
    return {
        "children": comers,
        "adults": with_them,
        "nobody_left": bool(there)
        and all(each["there"] or not each["fits"] for each in comers)
        and all(each for _, each in with_them),
        "faces": _FACES,
        "is_waiting_list": any(part.free == 0 for part in event.parts),
    }


def _event_url(event: Event, after: str | None = None) -> str:
    return url_for("events.show_event", event_id=event.id, after=after)
