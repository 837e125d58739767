"""Terms of approval that contradict who lives in a family."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.unit_of_work import unit_of_work
from app.families.models import CareStatus, Child, Household
from app.families.terms import cautions
from tests.families.builders import Family

TODAY = date(2026, 3, 1)


def _child(years: int, status: CareStatus = CareStatus.IN_CARE, number: int = 1) -> Child:
    return Child(id=number, born_on=date(TODAY.year - years, 1, 1), care_status=status)


@pytest.mark.parametrize(
    ("places", "ages", "children", "said"),
    [
        (2, (0, 18), [_child(9), _child(3)], []),
        (None, (None, None), [_child(9)], []),
        (1, (0, 18), [_child(9), _child(3)],
         ["Two children in care live here. The terms are for one."]),
        (0, (None, None), [_child(9)], ["One child in care lives here. The terms are for none."]),
        (3, (5, 8), [_child(4), _child(3), _child(8), _child(9)],
         ["Four children in care live here. The terms are for three.",
          "Two children are younger than these ages.",
          "One child is older than these ages."]),
        (0, (5, 8), [_child(4, CareStatus.BIRTH_CHILD)], []),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_words(
    places: int | None, ages: tuple[int | None, int | None], children: list[Child], said: list[str]
):
    household = Household(places=places, ages_from=ages[0], ages_to=ages[1])
    assert cautions(household, children, [], TODAY) == said


def test_who_is_exempted_takes_none_of_the_places():
    household = Household(places=1)
    children = [_child(9, number=1), _child(3, number=2)]
    assert cautions(household, children, children[:1], TODAY) == []


def test_the_caution_is_for_those_who_may_see_the_children(
    family: Family,
    carer: FlaskClient,
    leader: FlaskClient,
    client_for: Callable[..., FlaskClient],
):
    with unit_of_work():
        family.household.ages_from = 17
    url = f"/households/{family.household.id}"
    for client in (carer, leader):
        assert "One child is younger than these ages." in client.get(url).text
    assert "Look at the terms" in leader.get(f"{url}?after=changed").text
    manager = client_for(family.outsiders["manager"])
    assert "than these ages" not in manager.get(f"{url}?after=changed").text
