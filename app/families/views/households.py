"""Pages about a household: who lives there, and what is known of it."""

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access, clock
from app.core.errors import NotAllowed
from app.core.roles import HIVE_ROLES, Role
from app.core.web import Form, page
from app.families import policy, queries, services
from app.families.expected import expected_people
from app.families.models import Household, HouseholdKind, HouseholdState
from app.families.schemas.household import EditHouseholdSchema
from app.families.terms import cautions
from app.families.views.blueprint import blueprint
from app.hives.policy import can_invite, is_manager

#: What a household's page says after something was done, by the word in its address.
_DONE = {
    "changed": "Saved.",
    "moved": "Done. Their roles and invitations have gone along, and their old room is closed "
    "to them.",
    "added": "They are on the waiting list. Their invitations go out with their place.",
    "offered": "The place is kept for them until they have answered.",
    "accepted": "They are in the Hive. Their invitations are on their way.",
    "declined": "They keep waiting, and the place is free again.",
    "withdrawn": "The offer is taken back, and the place is free again.",
    "left": "Done. They have left the Hives, and nothing about them was erased.",
}
_FIELDS = (
    "name", "approved_on", "previous_agency", "area", "places", "ages_from", "ages_to",
    "sleepover_nights", "host_places", "host_room", "social_worker_id",
)  # fmt: skip


def household_to_change(household_id: int) -> Household:
    """A household the actor may change; raises `NotFound`, `NotAllowed`."""
    household = queries.household_for(access.actor(), household_id)
    if not policy.can_change_household(access.actor(), household):
        raise NotAllowed("Only a support worker of their Hive or a manager can change this.")
    return household


@blueprint.get("/households/<int:household_id>")
@access.signed_in
def show_household(household_id: int) -> Response:
    """A family: its carers, its children for those who may know them, its facts."""
    actor = access.actor()
    household = queries.household_for(actor, household_id)
    sees_children = policy.can_see_children(actor, household)
    children = queries.children_of(household) if sees_children else []
    exempted = queries.exempted_children(household) if sees_children else []
    return page(
        "families/household.html",
        household=household,
        state=household.state.value,
        back=_way_back(actor, household),
        is_own=policy.lives_in(actor, household),
        carers=queries.carers_of(household),
        expected=expected_people(household),
        sees_phones=policy.can_see_phones(actor, household),
        sees_children=sees_children,
        children=children,
        arrivals=queries.arrivals_at(household) if sees_children else [],
        child_count=_child_count(household) if not sees_children else 0,
        exempted=exempted,
        cautions=cautions(household, children, exempted, clock.today()),
        moves=queries.moves_of(household),
        offer=queries.open_offer(household) if _waits(household) else None,
        sleepover_nights=_sleepover_nights(household),
        can_add_child=policy.can_add_child(actor, household),
        can_change=policy.can_change_household(actor, household),
        can_invite=household.hive is not None and can_invite(actor, household.hive),
        can_offer=policy.can_run_waiting_list(actor),
        sees_hive=_sees_hive(actor, household),
        done=_DONE.get(request.args.get("after", "")),
    )


@blueprint.route("/households/<int:household_id>/edit", methods=["GET", "POST"])
@access.roles(Role.SUPPORT_WORKER, Role.MANAGER)
def edit_household(household_id: int) -> AnyResponse:
    """Change what is known of a family."""
    actor = access.actor()
    household = household_to_change(household_id)
    may_exempt = policy.can_exempt(actor, household)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(EditHouseholdSchema())
            services.edit_household(
                actor=actor,
                household_id=household_id,
                exempted_ids=_ticked(form) if may_exempt else None,
                **data,
            )
            return redirect(_url_of(household_id, after="changed"), 303)
    else:
        form.values.update(_as_form(household, may_exempt=may_exempt))
    return page(
        "families/edit_household.html",
        household=household,
        form=form,
        kinds=[(kind.value, kind.label) for kind in HouseholdKind],
        social_workers=[(each.id, each.name) for each in queries.social_workers()],
        usual_nights=current_app.extensions["hive_config"].sleepover_nights,
        children=queries.children_of(household) if may_exempt else [],
    )


def _url_of(household_id: int, **args: Any) -> str:
    return url_for("families.show_household", household_id=household_id, **args)


def _as_form(household: Household, *, may_exempt: bool) -> dict[str, Any]:
    values = {name: getattr(household, name) for name in _FIELDS}
    values = {name: "" if value is None else value for name, value in values.items()}
    values["kind"] = household.kind.value
    values["host_places"] = household.host_places or ""
    if household.is_host:
        values["is_host"] = "yes"
    named = queries.exempted_children(household) if may_exempt else []
    return values | {f"exempt-{child.id}": "yes" for child in named}


def _ticked(form: Form) -> list[int]:
    """The children whose box was ticked."""
    found = [name.removeprefix("exempt-") for name in form.values if name.startswith("exempt-")]
    return [int(each) for each in found if each.isascii() and each.isdigit()]


def _child_count(household: Household) -> int:
    return queries.children_count([household.id]).get(household.id, 0)


def _waits(household: Household) -> bool:
    return household.state is HouseholdState.WAITING


def _sleepover_nights(household: Household) -> int:
    usual: int = current_app.extensions["hive_config"].sleepover_nights
    return usual if household.sleepover_nights is None else household.sleepover_nights


def _sees_hive(actor: Person, household: Household) -> bool:
    """Whether the page of their Hive opens for `actor`: a social worker has none."""
    if household.hive is None or household.hive.closed_on is not None:
        return False
    own = {each.hive_id for each in actor.current_memberships if each.role in HIVE_ROLES}
    return is_manager(actor) or household.hive_id in own


def _way_back(actor: Person, household: Household) -> dict[str, str]:
    """Where the page was most likely opened from."""
    if _waits(household) and policy.can_run_waiting_list(actor):
        return {"url": url_for("families.list_waiting"), "label": "Back to the waiting list"}
    if household.hive is not None and _sees_hive(actor, household):
        url = url_for("hives.show_hive", hive_id=household.hive_id)
        return {"url": url, "label": f"Back to {household.hive.name}"}
    return {"url": url_for("home.show"), "label": "Back to Home"}
