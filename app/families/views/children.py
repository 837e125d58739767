"""The pages of a child: what is known, adding it, mending it, and that it moves on."""

import uuid
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access, clock
from app.core.errors import NotAllowed
from app.core.web import Form, page
from app.families import policy, services
from app.families.lights import light_of, who_decides
from app.families.models import (
    AuthorityKind,
    CareSection,
    CareStatus,
    Child,
    Household,
    LookedAt,
    Placement,
    PlacementEnding,
)
from app.families.models.care import NONE_KNOWN
from app.families.queries import (
    authority_of,
    care_check,
    care_notes,
    child_for,
    home_of,
    household_for,
    is_due,
    next_homes_for,
    open_questions,
    stay_of,
    tied_names,
)
from app.families.schemas.children import (
    AddChildSchema,
    ChildSchema,
    EndPlacementSchema,
    FlaggedChildSchema,
)
from app.families.views.authority import who_is_asked
from app.families.views.blueprint import blueprint

_STATUSES = [(each.value, each.label) for each in CareStatus]


@blueprint.get("/children/<int:child_id>")
@access.signed_in
def show_child(child_id: int) -> Response:
    """Who a child is, allergies at once, who decides what, and the ways on."""
    actor = access.actor()
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CHILD)
    notes, check = care_notes(child), care_check(child)
    entries, questions = authority_of(child), open_questions(child)
    return page(
        "families/child.html",
        child=child,
        home=home_of(child),
        stay=stay_of(child),
        allergies=notes[CareSection.ALLERGIES].text if CareSection.ALLERGIES in notes else "",
        none_known=list(NONE_KNOWN.values()),
        has_card=any(note.text for note in notes.values()),
        check=check,
        is_due=is_due(check),
        lights=[
            (
                kind,
                light_of(entries.get(kind)),
                who_decides(entries.get(kind), is_own=policy.lives_in(actor, home_of(child))),
            )
            for kind in AuthorityKind
        ],
        questions=questions,
        asks=who_is_asked(child) if questions else "",
        ties=tied_names(actor, child),
        **_may(child),
    )


@blueprint.route("/households/<int:household_id>/add-child", methods=["GET", "POST"])
@access.signed_in
def add_child(household_id: int) -> AnyResponse:
    """Write down that a child comes to live with a household."""
    actor = access.actor()
    household = household_for(actor, household_id)
    if not policy.can_add_child(actor, household):
        raise NotAllowed("A child is added by its carers, or by who leads or supervises them.")
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(AddChildSchema())
            child = services.add_child(actor=actor, household_id=household_id, **data)
            return redirect(_after_adding(household, child, data["from_on"]), 303)
    if form.error("client_id") or "client_id" not in form.values:
        form.values["client_id"] = str(uuid.uuid4())
    form.values.setdefault("from_on", clock.today().isoformat())
    return page(
        "families/add_child.html",
        form=form,
        household=household,
        statuses=_STATUSES,
        back_url=_home_url(household),
    )


@blueprint.post("/households/<int:household_id>/call-off")
@access.signed_in
def call_off_arrival(household_id: int) -> AnyResponse:
    """Take back the coming of a child who is not there yet."""
    household = household_for(access.actor(), household_id)
    number = request.form.get("placement_id", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    services.call_off_arrival(
        actor=access.actor(),
        household_id=household_id,
        placement_id=int(number) if is_number else 0,
    )
    return redirect(_home_url(household), 303)


@blueprint.route("/children/<int:child_id>/edit", methods=["GET", "POST"])
@access.signed_in
def edit_child(child_id: int) -> AnyResponse:
    """Mend the name, the date of birth, the pronouns."""
    actor = access.actor()
    form = Form.submitted()
    may_flag = policy.can_set_short_breaks(actor, home_of(child_for(actor, child_id)))
    if request.method == "POST":
        with form.showing_errors():
            schema = FlaggedChildSchema() if may_flag else ChildSchema()
            services.edit_child(actor=actor, child_id=child_id, **form.load(schema))
            return redirect(url_for("families.show_child", child_id=child_id), 303)
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CHILD)
    form = form if form.errors else Form(_facts_of(child))
    return page(
        "families/edit_child.html", child=child, form=form, statuses=_STATUSES, may_flag=may_flag
    )


@blueprint.route("/children/<int:child_id>/end-placement", methods=["GET", "POST"])
@access.signed_in
def end_placement(child_id: int) -> AnyResponse:
    """Write down a child's last day with this household."""
    actor = access.actor()
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(EndPlacementSchema())
            stay = services.end_placement(actor=actor, child_id=child_id, **data)
            # After the last day nobody sees the child here any more, whoever wrote it down.
            is_known = stay.is_in_force(clock.today()) or data["next_household_id"]
            here = url_for("families.show_child", child_id=child_id)
            return redirect(here if is_known else _home_url(stay.household), 303)
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CHILD)
    if not policy.can_end_placement(actor, home_of(child)):
        raise NotAllowed("Your social worker or support worker writes down that a child moves on.")
    stay = stay_of(child)
    if not form.errors:
        form = Form(_end_of(stay))
    return page(
        "families/child_moves_on.html",
        child=child,
        home=home_of(child),
        stay=stay,
        form=form,
        endings=[(each.value, each.label) for each in PlacementEnding],
        next_homes=[(each.id, each.name) for each in next_homes_for(actor, child)],
    )


@blueprint.post("/children/<int:child_id>/keep-placement")
@access.signed_in
def keep_placement(child_id: int) -> AnyResponse:
    """Take back the last day: the child stays."""
    services.keep_placement(actor=access.actor(), child_id=child_id)
    return redirect(url_for("families.show_child", child_id=child_id), 303)


def _may(child: Child) -> dict[str, Any]:
    actor, home = access.actor(), home_of(child)
    return {
        "lives_here": policy.lives_in(actor, home),
        "may_change": policy.can_change_child(actor, home),
        "may_write_card": policy.can_write_card(actor, home),
        "may_end": policy.can_end_placement(actor, home),
        "may_see_looks": policy.can_see_looks(actor, home),
    }


def _home_url(household: Household) -> str:
    """Where somebody came from: their own Home, or the household's page."""
    if policy.lives_in(access.actor(), household):
        return url_for("home.show")
    return url_for("families.show_household", household_id=household.id)


def _after_adding(household: Household, child: Child, from_on: Any) -> str:
    if from_on is not None and from_on > clock.today():
        return _home_url(household)
    return url_for("families.show_child", child_id=child.id, added=1)


def _end_of(stay: Placement) -> dict[str, Any]:
    return {
        "until_on": (stay.until_on or clock.today()).isoformat(),
        "ending": stay.ending.value if stay.ending else "",
        "note": stay.ending_note or "",
    }


def _facts_of(child: Child) -> dict[str, Any]:
    return {
        "preferred_name": child.preferred_name,
        "born_on_day": child.born_on.day,
        "born_on_month": child.born_on.month,
        "born_on_year": child.born_on.year,
        "care_status": child.care_status.value,
        "pronouns": child.pronouns,
        "is_on_short_breaks": "yes" if child.is_on_short_breaks else "",
    }
