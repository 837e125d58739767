"""The last day of a child with a household: who writes it down, and what it ends."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.families import services
from app.families.models import Placement, PlacementEnding
from tests.families.builders import Family

PAGES = ("", "/edit", "/ties", "/looks", "/care-card", "/care-card/print", "/authority")


def _end(family: Family, actor: Person, day: date) -> Placement:
    return services.end_placement(
        actor=actor,
        child_id=family.child.id,
        until_on=day,
        ending=PlacementEnding.ON_NOTICE,
        note="The heating broke",
    )


def test_after_the_last_day_nobody_of_the_former_household_sees_the_child(
    carer: FlaskClient, social_worker: FlaskClient, leader: FlaskClient, family: Family
):
    day = clock.today() - timedelta(days=1)
    form = {"until_on": day.isoformat(), "ending": "on_notice", "note": "The heating broke"}
    done = social_worker.post(f"{family.url}/end-placement", data=form)
    assert done.location == f"/households/{family.household.id}"
    for client in (carer, social_worker, leader):
        for page in PAGES:
            assert client.get(family.url + page).status_code == 404, page
    assert "Wren" not in carer.get("/").text
    stay = db.session.scalars(
        sa.select(Placement).where(Placement.child_id == family.child.id)
    ).one()
    assert (stay.ending, stay.ending_note) == (PlacementEnding.ON_NOTICE, "The heating broke")


def test_the_last_day_still_counts_and_can_be_taken_back(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    form = {"until_on": clock.today().isoformat(), "ending": "planned", "note": ""}
    assert leader.post(f"{family.url}/end-placement", data=form).location == family.url
    assert "Here until today" in carer.get(family.url).text
    assert carer.post(f"{family.url}/keep-placement").status_code == 403
    assert leader.post(f"{family.url}/keep-placement").status_code == 303
    assert "Here until" not in carer.get(family.url).text


@pytest.mark.parametrize("days", [-10_000, 91])
def test_a_last_day_before_the_first_or_far_ahead_is_refused(family: Family, days: int):
    with pytest.raises(Invalid) as said:
        _end(family, family.social_worker, clock.today() + timedelta(days=days))
    assert said.value.errors.keys() == {"until_on"}
    _end(family, family.social_worker, clock.today() + timedelta(days=90))


def test_carers_do_not_end_a_placement(carer: FlaskClient, family: Family):
    with pytest.raises(NotAllowed):
        _end(family, family.carer, clock.today())
    assert carer.get(f"{family.url}/end-placement").status_code == 403
    assert "moves on" not in carer.get(family.url).text


def test_the_family_does_not_read_why_it_ended(carer: FlaskClient, family: Family):
    _end(family, family.social_worker, clock.today() + timedelta(days=5))
    assert "heating" not in carer.get(family.url).text
