"""The last day of a child with a household: who writes it down, and what it ends."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.extensions import db
from app.families import services
from app.families.models import CareSection, HouseholdMember, Placement, PlacementEnding
from tests.families.builders import Family

PAGES = ("", "/edit", "/ties", "/looks", "/care-card", "/care-card/print", "/authority")


@pytest.fixture
def neighbour(family: Family, client_for: Callable[[Person], FlaskClient]) -> FlaskClient:
    return client_for(family.outsiders["carer of another household"])


@pytest.fixture
def next_door(family: Family) -> int:
    """The household of the neighbour, in the same Hive."""
    return db.session.scalars(
        sa.select(HouseholdMember.household_id).where(
            HouseholdMember.person_id == family.outsiders["carer of another household"].id
        )
    ).one()


def _homes(family: Family) -> list[tuple[int, date, date | None]]:
    """Where the child has lived and is to live, as it is on disk now."""
    db.session.rollback()
    of_child = Placement.child_id == family.child.id
    columns = (Placement.household_id, Placement.from_on, Placement.until_on)
    rows = db.session.execute(sa.select(*columns).where(of_child).order_by(Placement.from_on))
    return [tuple(row) for row in rows]


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


def test_a_child_who_moves_to_another_family_takes_the_card_along(
    leader: FlaskClient, carer: FlaskClient, neighbour: FlaskClient, family: Family, next_door: int
):
    services.save_card(
        actor=family.carer, child_id=family.child.id, texts={CareSection.FOOD: "Beans"}, seen={}
    )
    yesterday = clock.today() - timedelta(days=1)
    form = {"until_on": yesterday.isoformat(), "ending": "planned", "next_household_id": next_door}
    assert neighbour.get(f"{family.url}/care-card").status_code == 404
    assert leader.post(f"{family.url}/end-placement", data=form).location == family.url
    assert carer.get(family.url).status_code == 404
    assert "Beans" in neighbour.get(f"{family.url}/care-card").text
    assert neighbour.get(f"{family.url}/care-card/edit").status_code == 200


def test_a_move_that_lies_ahead_can_be_changed_and_taken_back(
    leader: FlaskClient, neighbour: FlaskClient, family: Family, next_door: int
):
    form = {"until_on": clock.today().isoformat(), "ending": "planned"}
    for last_day in (5, 8):
        day = (clock.today() + timedelta(days=last_day)).isoformat()
        moved = form | {"until_on": day, "next_household_id": next_door}
        assert leader.post(f"{family.url}/end-placement", data=moved).status_code == 303
    assert neighbour.get(family.url).status_code == 404
    assert _homes(family)[1:] == [(next_door, clock.today() + timedelta(days=9), None)]
    leader.post(f"{family.url}/keep-placement")
    assert [until_on for _, _, until_on in _homes(family)] == [None]


def test_a_child_moves_only_to_a_family_one_works_with(
    social_worker: FlaskClient, leader: FlaskClient, family: Family, next_door: int
):
    form = {"until_on": clock.today().isoformat(), "ending": "planned"}
    for client, home in ((social_worker, next_door), (leader, family.household.id)):
        for wrong in (home, 2**31 - 1, "x"):
            data = form | {"next_household_id": wrong}
            refused = client.post(f"{family.url}/end-placement", data=data)
            assert refused.status_code == 422
            assert "Choose one of the families" in refused.text
    assert [until_on for _, _, until_on in _homes(family)] == [None]
