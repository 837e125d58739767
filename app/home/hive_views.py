"""Pages about Hives."""

from flask import Blueprint, Response

from app.core import access
from app.core.roles import HIVE_ROLES, Role
from app.core.web import page
from app.families.queries import household_counts, households_of
from app.hives import queries
from app.hives.models import Membership
from app.hives.policy import can_invite

blueprint = Blueprint("hives", __name__)


@blueprint.get("/hives")
@access.roles(Role.MANAGER)
def list_hives() -> Response:
    """All Hives of the county: counts and who leads them."""
    hives = queries.visible_hives_list(access.actor())
    people = queries.people_of([hive.id for hive in hives])
    households = household_counts()
    return page(
        "hives/hives.html",
        hives=[
            {
                "hive": hive,
                "households": households.get(hive.id, 0),
                "carers": len({each.person_id for each in people[hive.id]}),
                "leaders": [each.person for each in people[hive.id] if _leads(each)],
            }
            for hive in hives
        ],
    )


@blueprint.get("/hives/<int:hive_id>")
@access.roles(*HIVE_ROLES, Role.MANAGER)
def show_hive(hive_id: int) -> Response:
    """Who is who in a Hive."""
    hive = queries.hive_for(access.actor(), hive_id)
    people = queries.people_of([hive.id])[hive.id]
    return page(
        "hives/hive.html",
        hive=hive,
        leaders=[
            {"person": each.person, "role_label": each.role.label}
            for each in queries.leaders_among(people)
        ],
        households=[
            {"name": household.name, "people": [each.person for each in household.members]}
            for household in households_of(hive)
        ],
        can_invite=can_invite(access.actor(), hive),
    )


def _leads(membership: Membership) -> bool:
    return membership.role is Role.SUPPORT_WORKER
