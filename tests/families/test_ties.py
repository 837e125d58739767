"""Brothers, sisters, friends: one tie for both, between children one may know."""

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.errors import Invalid, NotFound
from app.core.extensions import db
from app.families import services
from app.families.models import CareStatus, Child, ChildTie, Household, TieKind
from app.families.queries import child_for, tied_names
from tests.conventions.county import OPENED
from tests.families.builders import BORN_ON, Family


def _child(family: Family, name: str, household: Household | None = None) -> Child:
    return services.place_child(
        household=household or family.household,
        added_by=family.carer,
        preferred_name=name,
        born_on=BORN_ON,
        care_status=CareStatus.IN_CARE,
        from_on=OPENED,
        client_id=uuid.uuid4(),
    )


def _tie(family: Family, actor: Person, one: Child, other: Child, kind: TieKind) -> None:
    services.tie_children(actor=actor, child_id=one.id, other_child_id=other.id, kind=kind)


def _ties() -> list[ChildTie]:
    return list(db.session.scalars(sa.select(ChildTie)))


def test_a_tie_is_one_for_both_whoever_says_it(carer: FlaskClient, family: Family):
    robin = _child(family, "Robin")
    form = {"other_child_id": str(family.child.id), "kind": "sibling"}
    assert carer.post(f"/children/{robin.id}/ties", data=form).status_code == 303
    _tie(family, family.carer, family.child, robin, TieKind.SIBLING)
    assert len(_ties()) == 1
    assert "Robin" in carer.get(family.url).text
    assert "Wren" in carer.get(f"/children/{robin.id}").text


def test_another_kind_takes_the_place_of_the_first_and_none_ends_it(
    carer: FlaskClient, family: Family
):
    robin = _child(family, "Robin")
    _tie(family, family.carer, robin, family.child, TieKind.SIBLING)
    _tie(family, family.carer, family.child, robin, TieKind.FRIEND)
    db.session.expire_all()
    assert [each.kind for each in _ties()] == [TieKind.FRIEND]
    form = {"other_child_id": str(robin.id), "kind": "none"}
    for _ in range(2):
        assert carer.post(f"{family.url}/ties", data=form).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    assert _ties() == []


def test_children_of_two_families_are_tied_by_who_sees_both(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    elsewhere = services.open_household(name="The Nexts", hive=family.hive)
    robin = _child(family, "Robin", elsewhere)
    with pytest.raises(NotFound):
        _tie(family, family.carer, family.child, robin, TieKind.SIBLING)
    assert "Robin" not in carer.get(f"{family.url}/ties").text
    assert "Robin" in leader.get(f"{family.url}/ties").text
    _tie(family, family.support_worker, family.child, robin, TieKind.SIBLING)
    assert "Robin" in leader.get(family.url).text
    # The carer may not know the other child, and so is not told of it.
    assert "Robin" not in carer.get(family.url).text
    assert tied_names(family.carer, child_for(family.carer, family.child.id)) == []
    with pytest.raises(NotFound):
        services.untie_children(
            actor=family.carer, child_id=family.child.id, other_child_id=robin.id
        )
    assert len(_ties()) == 1


def test_a_child_is_not_tied_to_itself(family: Family):
    with pytest.raises(Invalid):
        _tie(family, family.carer, family.child, family.child, TieKind.FRIEND)


@pytest.mark.parametrize(
    "form",
    [{}, {"other_child_id": "x", "kind": "friend"}, {"other_child_id": "1", "kind": "enemy"}],
)
def test_what_cannot_be_used_is_said(carer: FlaskClient, family: Family, form: dict[str, str]):
    response = carer.post(f"{family.url}/ties", data=form)
    assert response.status_code == 422
    assert "Choose" in response.text


def test_a_child_one_may_not_know_cannot_be_named(
    carer: FlaskClient, family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    for number in (2**31 - 1, 10**20):
        form = {"other_child_id": str(number), "kind": "friend"}
        assert carer.post(f"{family.url}/ties", data=form).status_code in {404, 422}
