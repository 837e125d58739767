"""The waiting list and the offers of a place: managers' pages."""

from itertools import groupby
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import access, clock
from app.core.carer_rows import ROWS
from app.core.errors import Conflict
from app.core.roles import Role
from app.core.web import Form, page
from app.families import queries, services
from app.families.models import Household, HouseholdKind, HouseholdState
from app.families.schemas.household import MoveHouseholdSchema
from app.families.schemas.waiting import AddWaitingSchema, AnswerOfferSchema
from app.families.views.blueprint import blueprint
from app.hives.models import Hive


@blueprint.get("/waiting-list")
@access.roles(Role.MANAGER)
def list_waiting() -> Response:
    """Who waits for a Hive, by area, the longest wait first."""
    households = queries.waiting_households()
    hives = queries.open_hives()
    offers = queries.offers_to([each.id for each in households])
    return page(
        "families/waiting_list.html",
        areas=[
            {"name": name, "families": list(families)}
            for name, families in groupby(households, key=lambda each: each.area)
        ],
        offers=offers,
        total=len(households),
        from_agencies=sum(1 for each in households if each.previous_agency),
        free=sum(queries.spaces_in(hives).values()),
        done="Done. They have left the list." if request.args.get("after") == "left" else None,
    )


@blueprint.route("/waiting-list/add", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def add_waiting() -> AnyResponse:
    """Put a family on the waiting list, with the carers to invite once there is a place."""
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(AddWaitingSchema())
            household = services.add_waiting(actor=access.actor(), **data)
            return redirect(_url_of(household.id, after="added"), 303)
    else:
        form.values["waiting_since"] = clock.today().isoformat()
    return page(
        "families/add_waiting.html",
        form=form,
        kinds=[(kind.value, kind.label) for kind in HouseholdKind],
        social_workers=[(each.id, each.name) for each in queries.social_workers()],
        areas=sorted({hive.area for hive in queries.open_hives()}),
        rows=ROWS,
    )


@blueprint.route("/waiting-list/<int:waiting_id>/offer", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def offer_place(waiting_id: int) -> AnyResponse:
    """Choose the Hive in which a waiting family is offered a place."""
    household = queries.household_for(access.actor(), waiting_id)
    if household.state is not HouseholdState.WAITING:
        raise Conflict(f"{household.name} is not waiting any more.")
    form, status = Form.submitted(), 200
    if request.method == "POST":
        try:
            with form.showing_errors():
                hive_id = form.load(MoveHouseholdSchema())["hive"]
                services.offer_place(actor=access.actor(), household_id=waiting_id, hive_id=hive_id)
                return redirect(_url_of(waiting_id, after="offered"), 303)
        except Conflict as taken:
            form.errors, status = {"hive": taken.detail}, taken.status
            household = queries.household_for(access.actor(), waiting_id)
    return page(
        "families/offer_place.html",
        status=status,
        household=household,
        offer=queries.open_offer(household),
        form=form,
        hives=_hives_for(household),
    )


@blueprint.post("/offers/<int:offer_id>/answer")
@access.roles(Role.MANAGER)
def answer_offer(offer_id: int) -> AnyResponse:
    """Write down what a family said to an offer."""
    data = Form.submitted().load(AnswerOfferSchema())
    offer = services.answer_offer(actor=access.actor(), offer_id=offer_id, **data)
    return redirect(_url_of(offer.household_id, after=offer.answer.value), 303)


def _url_of(household_id: int, **args: Any) -> str:
    return url_for("families.show_household", household_id=household_id, **args)


def _hives_for(household: Household) -> list[tuple[Hive, int]]:
    """The open Hives with their free places: of the family's own area first, then with places."""
    hives = queries.open_hives()
    spaces = queries.spaces_in(hives)
    area = household.area.casefold()
    return sorted(
        ((hive, spaces[hive.id]) for hive in hives),
        key=lambda pair: (
            not pair[1],
            not area or area not in f"{pair[0].area} {pair[0].name}".casefold(),
            pair[0].name,
        ),
    )
