"""Who belongs together with a child, and who has looked at it."""

from collections.abc import Sequence
from itertools import groupby

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access
from app.core.errors import Invalid, NotAllowed
from app.core.web import Form, page
from app.core.words import local_day
from app.families import policy, services
from app.families.models import Look, LookedAt, TieKind
from app.families.queries import (
    child_for,
    children_for,
    home_of,
    looks_at,
    tied_names,
)
from app.families.schemas.children import TieSchema
from app.families.views.blueprint import blueprint


@blueprint.route("/children/<int:child_id>/ties", methods=["GET", "POST"])
@access.signed_in
def edit_ties(child_id: int) -> AnyResponse:
    """The brothers, sisters and friends of a child: say so, or take it back."""
    actor = access.actor()
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            _tie(actor, child_id, form)
            return redirect(url_for("families.edit_ties", child_id=child_id), 303)
    child = services.look_at_child(actor=actor, child_id=child_id, thing=LookedAt.CHILD)
    ties = tied_names(actor, child)
    known = {child.id} | {other.id for _, other in ties}
    return page(
        "families/child_ties.html",
        child=child,
        form=form,
        ties=ties,
        others=[each for each in children_for(actor) if each.id not in known],
        home_of=home_of,
        kinds=list(TieKind),
        is_own=policy.lives_in(actor, home_of(child)),
    )


@blueprint.get("/children/<int:child_id>/looks")
@access.signed_in
def list_looks(child_id: int) -> Response:
    """Who from outside the household has looked at a child, when, and why they could."""
    child = child_for(access.actor(), child_id)
    if not policy.can_see_looks(access.actor(), home_of(child)):
        raise NotAllowed("This is shown to the carers the child lives with.")
    return page("families/child_looks.html", child=child, looks=_in_a_row(looks_at(child)))


def _tie(actor: Person, child_id: int, form: Form) -> None:
    data = form.load(TieSchema())
    if data["other_child_id"] == child_id:
        raise Invalid({"other_child_id": "Choose another child."})
    if data["kind"] is None:
        del data["kind"]
        services.untie_children(actor=actor, child_id=child_id, **data)
    else:
        services.tie_children(actor=actor, child_id=child_id, **data)


def _in_a_row(looks: Sequence[Look]) -> list[tuple[Look, int]]:
    """Looks of one person at one thing on one day, in a row, as the newest and their number."""
    grouped = groupby(
        looks,
        key=lambda look: (look.person_id, look.thing, look.role, local_day(look.looked_at)),
    )
    rows = [list(group) for _, group in grouped]
    return [(row[0], len(row)) for row in rows]
