"""Pages on which a household changes its Hive, or leaves them."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access, clock
from app.core.errors import Conflict, NotFound
from app.core.roles import Role
from app.core.web import Form, page
from app.families import policy, queries, services
from app.families.models import (
    CareStatus,
    Household,
    LeavingReason,
    Placement,
    PlacementEnding,
)
from app.families.schemas.household import LeaveHouseholdSchema, MoveHouseholdSchema
from app.families.views.blueprint import blueprint
from app.families.views.households import household_to_change
from app.hives.models import Hive
from app.hives.policy import leads
from app.hives.queries import hive_for
from app.hives.services import last_support_worker_among


@blueprint.route("/households/<int:household_id>/move", methods=["GET", "POST"])
@access.roles(Role.SUPPORT_WORKER, Role.MANAGER)
def move_household(household_id: int) -> AnyResponse:
    """Choose another Hive with a free place for a family."""
    actor = access.actor()
    household = household_to_change(household_id)
    old = household.hive
    if old is None:
        raise Conflict("This family is not in a Hive just now.")
    form, status = Form.submitted(), 200
    if request.method == "POST":
        try:
            with form.showing_errors():
                hive_id = form.load(MoveHouseholdSchema())["hive"]
                services.move_household(actor=actor, household_id=household_id, hive_id=hive_id)
                return redirect(_where_now(actor, household_id, old.id, "moved"), 303)
        except Conflict as taken:
            form.errors, status = {"hive": taken.detail}, taken.status
            household = household_to_change(household_id)
    return page(
        "families/move_household.html",
        status=status,
        household=household,
        form=form,
        hives=_hives_with_spaces(but=household.hive_id),
        leaders=_leaders_among(household),
    )


@blueprint.route("/households/<int:household_id>/leave", methods=["GET", "POST"])
@access.roles(Role.SUPPORT_WORKER, Role.MANAGER)
def leave_household(household_id: int) -> AnyResponse:
    """Write down that a family leaves the Hives."""
    actor = access.actor()
    household = household_to_change(household_id)
    old_hive_id = household.hive_id
    form, status = Form.submitted(), 200
    if request.method == "POST":
        try:
            with form.showing_errors():
                data = form.load(LeaveHouseholdSchema())
                services.leave_household(
                    actor=actor, household_id=household_id, endings=_endings(form), **data
                )
                return redirect(_where_now(actor, household_id, old_hive_id, "left"), 303)
        except Conflict as reason:
            form.errors, status = {"form": reason.detail}, reason.status
    else:
        form.values["left_on"] = clock.today().isoformat()
    to_end = [each for each in queries.placements_at(household) if _is_asked_about(each)]
    return page(
        "families/leave_household.html",
        status=status,
        household=household,
        form=form,
        reasons=[(each.value, each.label) for each in LeavingReason],
        endings=[(each.value, each.label) for each in PlacementEnding],
        sees_children=policy.can_see_children(actor, household),
        children=[each.child for each in to_end],
    )


def _hives_with_spaces(*, but: int | None) -> list[tuple[Hive, int]]:
    """The open Hives with how many places are free in each; those with places first."""
    hives = [hive for hive in queries.open_hives() if hive.id != but]
    spaces = queries.spaces_in(hives)
    return sorted(
        ((hive, spaces[hive.id]) for hive in hives), key=lambda pair: (not pair[1], pair[0].name)
    )


def _leaders_among(household: Household) -> list[dict[str, object]]:
    """Those who live there and lead the Hive they would leave; whether somebody else does too."""
    old = household.hive
    if old is None:
        return []
    people = queries.carers_of(household)
    last = last_support_worker_among(people_ids=[each.id for each in people], hive=old)
    return [
        {"person": person, "is_last": last is not None and last.id == person.id}
        for person in people
        if leads(person, old)
    ]


def _is_asked_about(stay: Placement) -> bool:
    return stay.ending is None and stay.child.care_status is not CareStatus.BIRTH_CHILD


def _endings(form: Form) -> dict[int, PlacementEnding]:
    """What was chosen for each child; what is no ending counts as not chosen."""
    found = {}
    for name, value in form.values.items():
        start, _, child_id = name.partition("ending-")
        is_answer = not start and child_id.isascii() and child_id.isdigit()
        if is_answer and value in list(PlacementEnding):
            found[int(child_id)] = PlacementEnding(value)
    return found


def _where_now(actor: Person, household_id: int, old_hive_id: int | None, after: str) -> str:
    """The family's page, or what the actor still sees after a move: the old Hive, or Home."""
    try:
        queries.household_for(actor, household_id)
        return url_for("families.show_household", household_id=household_id, after=after)
    except NotFound:
        pass
    try:
        hive = hive_for(actor, old_hive_id or 0)
        return url_for("hives.show_hive", hive_id=hive.id, after=f"family-{after}")
    except NotFound:
        return url_for("home.show")
