"""Pages about Hives: all of them, one of them, opening, changing and closing one."""

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access, clock
from app.core.errors import Conflict, NotAllowed
from app.core.roles import HIVE_ROLES, Role
from app.core.web import Form, page
from app.families.models import Household
from app.families.policy import lives_in
from app.families.queries import (
    households_of,
    open_offers_in,
    places_taken,
    waiting_count,
)
from app.hives import queries, services
from app.hives.models import Hive, Membership, cover_in_words
from app.hives.policy import can_change, can_invite, can_see_roles
from app.home import schemas

blueprint = Blueprint("hives", __name__)

#: What a Hive's page says after something was done, by the word in its address.
_DONE = {
    "opened": "The Hive is open, and so is its room. Appoint a support worker for it next.",
    "changed": "Saved.",
    "appointed": "Done. They see the Hive in their app from the day you chose.",
    "family-moved": "The family has moved. Its page now belongs to its new Hive.",
    "family-left": "The family has left the Hives. Nothing about it was erased.",
}


@blueprint.get("/hives")
@access.roles(Role.MANAGER)
def list_hives() -> Response:
    """All Hives of the county: counts, free places and who leads them."""
    hives = queries.visible_hives_list(access.actor())
    people = queries.people_of([hive.id for hive in hives])
    taken = places_taken([hive.id for hive in hives])
    return page(
        "hives/hives.html",
        hives=[
            {
                "hive": hive,
                "taken": taken[hive.id],
                "carers": len({each.person_id for each in people[hive.id]}),
                "leaders": [each.person for each in people[hive.id] if _leads(each)],
            }
            for hive in hives
        ],
        waiting=waiting_count(),
        free=sum(max(0, hive.capacity - taken[hive.id]) for hive in hives),
        is_closed="closed" in request.args,
    )


@blueprint.route("/hives/new", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def open_hive() -> AnyResponse:
    """Open a Hive."""
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.HiveFactsSchema())
            try:
                hive = services.open_hive(actor=access.actor(), **data)
            except Conflict as taken:
                form.errors = {"name": taken.detail}
            else:
                return redirect(url_for("hives.show_hive", hive_id=hive.id, after="opened"), 303)
    else:
        form.values["capacity"] = current_app.extensions["hive_config"].hive_capacity
    return page("hives/new.html", form=form)


@blueprint.get("/hives/<int:hive_id>")
@access.roles(*HIVE_ROLES, Role.MANAGER)
def show_hive(hive_id: int) -> Response:
    """Who is who in a Hive, whom to ring, and how much room there is."""
    actor = access.actor()
    hive = queries.hive_for(actor, hive_id)
    arranged = queries.roles_in(hive)
    roles = [each for each in arranged if each.is_in_force(clock.today())]
    sees_roles = can_see_roles(actor, hive)
    covers = queries.covers_among(arranged) if sees_roles else []
    return page(
        "hives/hive.html",
        hive=hive,
        # Who covers just now comes first: ring them.
        leading=sorted(filter(_leads, roles), key=lambda each: each.covers_id is None),
        covers_to_come=[each for each in covers if each.from_on > clock.today()],
        link_carers=[each for each in roles if each.role is Role.LINK_CARER],
        households=[
            {"household": each, "can_open": sees_roles or lives_in(actor, each)}
            for each in households_of(hive)
        ],
        taken=places_taken([hive.id])[hive.id],
        can_invite=can_invite(actor, hive),
        can_see_roles=sees_roles,
        can_change=can_change(actor),
        cover_in_words=cover_in_words,
        done=_covered(covers) or _DONE.get(request.args.get("after", "")),
    )


def _covered(covers: Sequence[Membership]) -> str | None:
    """That a cover is arranged, when the address names one of these."""
    wanted = request.args.get("cover", type=int)
    return next(
        (
            f"{cover_in_words(each)}. The carers see it on this page on those days."
            for each in covers
            if each.id == wanted
        ),
        None,
    )


@blueprint.route("/hives/<int:hive_id>/edit", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def edit_hive(hive_id: int) -> AnyResponse:
    """Rename a Hive, say where it is and how many families it has room for."""
    hive = _hive_to_change(hive_id)
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.HiveFactsSchema())
            services.edit_hive(actor=access.actor(), hive_id=hive_id, **data)
            return redirect(url_for("hives.show_hive", hive_id=hive_id, after="changed"), 303)
    else:
        form.values.update(name=hive.name, area=hive.area, capacity=hive.capacity)
    return page("hives/edit.html", hive=hive, form=form)


@blueprint.route("/hives/<int:hive_id>/close", methods=["GET", "POST"])
@access.roles(Role.MANAGER)
def close_hive(hive_id: int) -> AnyResponse:
    """Say what closing means, then do it: it can't be undone."""
    hive = _hive_to_change(hive_id)
    status = 200
    if request.method == "POST":
        try:
            services.close_hive(actor=access.actor(), hive_id=hive_id)
        except Conflict as reason:
            status = reason.status
        else:
            return redirect(url_for("hives.list_hives", closed=1), 303)
    return page("hives/close.html", status=status, hive=hive, **_in_the_way(hive))


def _hive_to_change(hive_id: int) -> Hive:
    hive = queries.hive_for(access.actor(), hive_id)
    if not can_change(access.actor()):
        raise NotAllowed("Only a manager can change or close a Hive. Ask one.")
    return hive


def _in_the_way(hive: Hive) -> dict[str, list[Household] | list[Person]]:
    """The families that keep a Hive from closing, and whose roles would end with it."""
    roles = queries.roles_in(hive)
    return {
        "households": list(households_of(hive)),
        "offered": [each.household for each in open_offers_in(hive)],
        "people": list({each.person_id: each.person for each in roles}.values()),
    }


def _leads(membership: Membership) -> bool:
    return membership.role is Role.SUPPORT_WORKER
