"""The demo county is true to the programme's figures, and the same every time."""

import sqlalchemy as sa
from flask import Flask

from app.accounts.demo_people import email_of
from app.accounts.models import Person
from app.chat.queries import own_reports, reports_for, reports_waiting
from app.core import clock
from app.core.extensions import db
from app.demo import load_demo
from app.families.models import (
    CareNote,
    CareStatus,
    Child,
    ChildTie,
    Household,
    HouseholdKind,
    HouseholdMember,
    HouseholdState,
    Placement,
    PlacementEnding,
)
from app.families.queries import (
    household_of,
    open_hives,
    own_children,
    questions_for,
    spaces_in,
    waiting_households,
)


def _count(model: type, *conditions: object) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def _named(who: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.email == email_of(who))).one()


def test_the_demo_county_is_true_to_the_figures(app: Flask):
    load_demo()
    in_hives = Household.state == HouseholdState.ACTIVE
    assert len(open_hives()) == 6
    assert _count(Household, in_hives) == 56
    assert sum(spaces_in(open_hives()).values()) == 4
    shares = [round(100 * _count(Household, in_hives, Household.kind == each) / 56) for each in
              (HouseholdKind.COUNTY, HouseholdKind.CONNECTED)]  # fmt: skip
    assert shares == [55, 18]
    assert _count(HouseholdMember) == 100
    lives_here = Child.placements.any(Placement.in_force(clock.today()))
    assert _count(Child, Child.care_status == CareStatus.IN_CARE, lives_here) == 80
    assert _count(Child, Child.care_status == CareStatus.BIRTH_CHILD, lives_here) == 23
    assert _count(Placement, Placement.ending == PlacementEnding.ON_NOTICE) == 2
    waiting = waiting_households()
    assert len(waiting) == 26
    assert sum(1 for each in waiting if each.previous_agency) == 9
    assert _count(Household, in_hives, Household.social_worker_id.is_(None)) == 0


def test_the_people_to_try_have_something_to_show(app: Flask):
    load_demo()
    children = own_children(_named("sam"))
    assert [child.care_status for child in children] == [CareStatus.IN_CARE] * 2
    for child in children:
        assert _count(CareNote, CareNote.child_id == child.id) > 8
    ties = sa.or_(*(ChildTie.child_id == each.id for each in children),
                  *(ChildTie.other_child_id == each.id for each in children))  # fmt: skip
    assert _count(ChildTie, ties) == 2
    assert len(own_children(_named("aisha"))) == 1
    lisa = household_of(_named("lisa"))
    assert lisa
    assert lisa.is_host
    assert len(questions_for(_named("helen"))) == 1


def test_there_is_a_report_to_look_at_and_one_that_was(app: Flask):
    load_demo()
    priya = _named("priya")
    assert reports_waiting(priya) == 1
    assert [each.closed_at is None for each in reports_for(priya)] == [True, False]
    assert len(own_reports(_named("aisha"))) == 1
    assert reports_for(_named("sam")) == []
