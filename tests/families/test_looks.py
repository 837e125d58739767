"""Every look from outside the household is written down and shown to the household."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core.extensions import db
from app.core.roles import Role
from app.families import services
from app.families.models import Look, LookedAt
from app.families.services import looks
from tests.families.builders import Family

LOOKS = {
    "": LookedAt.CHILD,
    "/edit": LookedAt.CHILD,
    "/ties": LookedAt.CHILD,
    "/end-placement": LookedAt.CHILD,
    "/care-card": LookedAt.CARE_CARD,
    "/care-card/print": LookedAt.CARE_CARD,
    "/authority": LookedAt.AUTHORITY,
    "/authority/medical": LookedAt.AUTHORITY,
}


def _looks(family: Family) -> list[Look]:
    return list(
        db.session.scalars(
            sa.select(Look).where(Look.child_id == family.child.id).order_by(Look.id)
        )
    )


@pytest.mark.parametrize(("page", "thing"), LOOKS.items())
def test_each_page_leaves_a_look(
    leader: FlaskClient, social_worker: FlaskClient, family: Family, page: str, thing: LookedAt
):
    leader.get(family.url + page)
    social_worker.get(family.url + page)
    assert [(each.person_id, each.role, each.reason, each.thing) for each in _looks(family)] == [
        (family.support_worker.id, Role.SUPPORT_WORKER, f"leads {family.hive.name}", thing),
        (family.social_worker.id, Role.SOCIAL_WORKER, "is your supervising social worker", thing),
    ]


@pytest.mark.parametrize("page", ["/edit", "/ties", "/end-placement", "/authority/medical"])
def test_a_form_sent_with_nothing_in_it_is_a_look_too(
    leader: FlaskClient, family: Family, page: str
):
    """Else one could read a page by sending its form empty."""
    assert leader.post(family.url + page, data={}).status_code == 422
    assert len(_looks(family)) == 1


def test_the_household_s_own_looks_are_not_written_down(carer: FlaskClient, family: Family):
    for page in LOOKS:
        carer.get(family.url + page)
    assert _looks(family) == []


def test_who_is_turned_away_has_not_looked(
    family: Family, client_for: Callable[[Person | None], FlaskClient]
):
    for person in family.outsiders.values():
        for page in LOOKS:
            client_for(person).get(family.url + page)
    assert _looks(family) == []


def test_a_support_worker_who_lives_there_is_no_outsider(leader: FlaskClient, family: Family):
    services.join_household(person=family.support_worker, household=family.household)
    leader.get(family.url)
    assert _looks(family) == []


def test_the_household_reads_face_name_role_reason_and_when(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    assert "Nobody has looked yet" in carer.get(f"{family.url}/looks").text
    leader.get(f"{family.url}/care-card")
    leader.get(f"{family.url}/care-card")
    shown = carer.get(f"{family.url}/looks").text
    for words in (
        family.support_worker.name,
        "Support worker",
        f"leads {family.hive.name}",
        "Looked at the care card, 2 times",
        "today",
        "avatar",
    ):
        assert words in shown
    assert len(_looks(family)) == 2


def test_the_list_of_looks_is_the_household_s_alone(
    leader: FlaskClient, social_worker: FlaskClient, family: Family
):
    for client in (leader, social_worker):
        assert client.get(f"{family.url}/looks").status_code == 403


def test_what_cannot_be_written_down_is_not_shown(
    leader: FlaskClient, carer: FlaskClient, family: Family, monkeypatch: pytest.MonkeyPatch
):
    def fails() -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(looks, "unit_of_work", fails)
    for page in LOOKS:
        response = leader.get(family.url + page)
        assert response.status_code == 500
        assert "Wren" not in response.text
    assert carer.get(family.url).status_code == 200


def test_a_role_that_has_ended_is_still_told_as_it_was(
    carer: FlaskClient, leader: FlaskClient, family: Family
):
    leader.get(family.url)
    for membership in list(family.support_worker.memberships):
        db.session.delete(db.session.merge(membership))
    db.session.flush()
    assert _looks(family)[0].role is Role.SUPPORT_WORKER
