"""What somebody who has just arrived is shown first."""

from flask import Response

from app.accounts.models import Person
from app.chat.queries import hive_room_summaries
from app.core import access
from app.core.roles import Role
from app.core.web import page
from app.families.queries import household_of
from app.hives.models import Hive
from app.hives.queries import leaders_among, people_of
from app.home.views import blueprint, helplines

#: How many faces of the other people of a Hive are shown.
FACES = 7


@blueprint.get("/welcome")
@access.signed_in
def show_guide() -> Response:
    """Who is who and whom to ring, Hive on the phone, where the children's cards are."""
    actor = access.actor()
    hive = _newest_hive(actor)
    people = people_of([hive.id])[hive.id] if hive else []
    leaders = leaders_among(people)
    leading = {each.person_id for each in leaders} | {actor.id}
    others = {each.person_id: each.person for each in people if each.person_id not in leading}
    return page(
        "home/guide.html",
        hive=hive,
        leaders=[each for each in leaders if each.person_id != actor.id],
        others=list(others.values())[:FACES],
        more=max(0, len(others) - FACES),
        room_id=_room_id(actor, hive),
        household=household_of(actor),
        helplines=helplines(),
        is_carer=bool(actor.roles & {Role.CARER, Role.LINK_CARER}),
    )


def _newest_hive(actor: Person) -> Hive | None:
    """The Hive they joined last: the one they need to get to know."""
    joined = sorted(
        (each for each in actor.current_memberships if each.hive_id is not None),
        key=lambda each: (each.from_on, each.id),
    )
    return joined[-1].hive if joined else None


def _room_id(actor: Person, hive: Hive | None) -> int | None:
    if hive is None:
        return None
    own = hive_room_summaries(actor)
    return next((each.room.id for each in own if each.hive and each.hive.id == hive.id), None)
