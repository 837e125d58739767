"""Pages about the roles in a Hive: who is what, appointing, cover, and ending a role."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Person
from app.core import access, clock
from app.core.errors import Conflict, NotAllowed
from app.core.roles import Role
from app.core.schemas import clean_text
from app.core.web import Form, page
from app.families.queries import households_of
from app.hives import queries, services
from app.hives.models import Hive, Membership, cover_in_words
from app.hives.policy import can_end, can_see_roles, roles_to_appoint
from app.home import schemas
from app.home.hive_views import blueprint

_LEADERS = (Role.SUPPORT_WORKER, Role.MANAGER)

#: How many people a page offers to choose from; a name finds the others.
MOST = 12


@blueprint.get("/hives/<int:hive_id>/people")
@access.roles(*_LEADERS)
def list_people(hive_id: int) -> Response:
    """Everybody in a Hive: faces, roles, since when, phone."""
    hive = _led_hive(hive_id)
    return page(
        "hives/people.html",
        hive=hive,
        people=_people(hive),
        today=clock.today(),
        can_appoint=bool(roles_to_appoint(access.actor(), hive)),
        has_ended="ended" in request.args,
    )


@blueprint.route("/hives/<int:hive_id>/appoint", methods=["GET", "POST"])
@access.roles(*_LEADERS)
def appoint(hive_id: int) -> AnyResponse:
    """Appoint a support worker or a link carer."""
    hive, actor = _led_hive(hive_id), access.actor()
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.AppointSchema())
            services.appoint(actor=actor, hive_id=hive_id, **data)
            return redirect(url_for("hives.show_hive", hive_id=hive_id, after="appointed"), 303)
    roles = roles_to_appoint(actor, hive)
    return page(
        "hives/appoint.html",
        hive=hive,
        form=form,
        roles=[(role.value, role.label, _WHAT_FOR[role]) for role in roles],
        today=clock.today(),
        **_choice(
            queries.appointable_for(actor, hive),
            hive,
            first=Role.SUPPORT_WORKER if Role.SUPPORT_WORKER in roles else None,
        ),
    )


@blueprint.route("/hives/<int:hive_id>/cover", methods=["GET", "POST"])
@access.roles(*_LEADERS)
def arrange_cover(hive_id: int) -> AnyResponse:
    """Say who covers while a support worker is away."""
    hive, actor = _led_hive(hive_id), access.actor()
    form = Form.submitted()
    if request.method == "POST":
        with form.showing_errors():
            data = form.load(schemas.CoverSchema())
            cover = services.arrange_cover(actor=actor, **data)
            url = url_for("hives.show_hive", hive_id=hive_id, after="covered", cover=cover.id)
            return redirect(url, 303)
    leading = [each for each in queries.roles_in(hive) if each.role is Role.SUPPORT_WORKER]
    away = [each for each in leading if each.covers_id is None]
    return page(
        "hives/cover.html",
        hive=hive,
        form=form,
        away=away,
        covers=queries.covers_among(leading),
        cover_in_words=cover_in_words,
        today=clock.today(),
        **_choice(
            queries.covering_for(actor, hive).where(
                Person.id.not_in([each.person_id for each in away])
            ),
            hive,
            first=Role.SUPPORT_WORKER,
        ),
    )


@blueprint.post("/memberships/<int:membership_id>/end")
@access.roles(*_LEADERS)
def end_role(membership_id: int) -> AnyResponse:
    """End somebody's role in a Hive, or say why it can't end yet and what to do first."""
    membership = queries.membership_for(access.actor(), membership_id)
    try:
        services.end_role(actor=access.actor(), membership_id=membership_id)
    except Conflict as reason:
        return page(
            "hives/role_stays.html",
            status=reason.status,
            reason=reason,
            membership=membership,
            household=_household_of(membership) if membership.role is Role.CARER else None,
        )
    return redirect(url_for("hives.list_people", hive_id=membership.hive_id, ended=1), 303)


_WHAT_FOR = {
    Role.SUPPORT_WORKER: "Leads the Hive: sees its families, invites people, arranges cover.",
    Role.LINK_CARER: "Has children of the Hive for sleepovers and day care.",
}


def _led_hive(hive_id: int) -> Hive:
    hive = queries.hive_for(access.actor(), hive_id)
    if not can_see_roles(access.actor(), hive):
        raise NotAllowed("Only a support worker of this Hive can open this page.")
    return hive


def _people(hive: Hive) -> list[dict[str, Any]]:
    """Each person once, with their roles; those who lead first."""
    actor = access.actor()
    homes = {each.person_id: home for home in households_of(hive) for each in home.members}
    roles = queries.roles_in(hive)
    found: dict[int, dict[str, Any]] = {}
    for each in [*queries.leaders_among(roles), *roles]:
        row = found.setdefault(
            each.person_id,
            {"person": each.person, "roles": {}, "household": homes.get(each.person_id)},
        )
        stays = each.role is Role.CARER and each.person_id in homes
        row["roles"][each.id] = {
            "membership": each,
            "can_end": can_end(actor, each) and not stays,
        }
    return list(found.values())


def _choice(people: sa.Select[Person], hive: Hive, first: Role | None = None) -> dict[str, Any]:
    """Whom to choose from: those whose name was looked for, who is `first` anywhere before."""
    words = clean_text(request.values.get("q", ""))[:100]
    found: Sequence[Person] = queries.named(people, words, hive=hive, first=first, limit=MOST + 1)
    return {"q": words, "people": found[:MOST], "has_more": len(found) > MOST}


def _household_of(membership: Membership) -> Any:
    if membership.hive is None:
        return None
    for home in households_of(membership.hive):
        if any(each.person_id == membership.person_id for each in home.members):
            return home
    return None
