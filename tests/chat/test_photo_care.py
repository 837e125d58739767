"""Before a photo goes out: whom to ask, told to those the child lives with and to nobody else."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.chat.queries import photo_cautions
from app.core import clock
from app.core.extensions import db
from app.core.roles import Role
from app.core.unit_of_work import unit_of_work
from app.families.models import (
    AuthorityEntry,
    AuthorityKind,
    CareStatus,
    Child,
    Decider,
    Household,
    HouseholdMember,
    Placement,
)
from tests.conventions.county import OPENED, County


@pytest.fixture
def county(app: Flask) -> County:
    return County.founded()


def _words(person: Person) -> list[str]:
    return [each.words for each in photo_cautions(person)]


def _said(county: County, decider: Decider, name: str = "", *, kind: str = "hive_photos") -> None:
    with unit_of_work():
        db.session.add(
            AuthorityEntry(
                child_id=county.child.id,
                kind=AuthorityKind(kind),
                decider=decider,
                decider_name=name,
                note="",
                said_by_id=county.people[Role.SOCIAL_WORKER].id,
                said_at=clock.now(),
            )
        )


def _born_to(household: Household, carer: Person) -> None:
    child = Child(
        preferred_name="Poppy",
        born_on=date(2016, 1, 1),
        care_status=CareStatus.BIRTH_CHILD,
        added_by_id=carer.id,
        added_at=clock.now(),
        client_id=uuid.uuid4(),
    )
    db.session.add(child)
    db.session.flush()
    db.session.add(Placement(child_id=child.id, household_id=household.id, from_on=OPENED))


@pytest.mark.parametrize(
    ("decider", "name", "words"),
    [
        (Decider.SOCIAL_WORKER, "Helen Ashdown", ["Ask Helen Ashdown first about Robin."]),
        (Decider.SOCIAL_WORKER, "", ["Ask Social worker first about Robin."]),
        (Decider.PARENT, "Mum", ["Ask Mum first about Robin."]),
        (Decider.PARENT, "", ["Ask a parent first about Robin."]),
        (Decider.UNKNOWN, "", ["Ask Social worker first about Robin."]),
        (Decider.CARER, "", []),
    ],
)
def test_who_decides_about_photos_is_who_is_to_be_asked(
    county: County, decider: Decider, name: str, words: list[str]
):
    _said(county, decider, name)
    assert _words(county.people[Role.CARER]) == words


def test_nothing_written_down_means_ask(county: County):
    _said(county, Decider.CARER, kind="day_trips")
    assert _words(county.people[Role.CARER]) == ["Ask Social worker first about Robin."]
    with unit_of_work():
        db.session.execute(sa.update(Household).values(social_worker_id=None))
    db.session.expire_all()
    assert _words(county.people[Role.CARER]) == ["Ask your social worker first about Robin."]


def test_the_newest_word_counts(county: County):
    _said(county, Decider.CARER)
    _said(county, Decider.PARENT, "Mum")
    assert _words(county.people[Role.CARER]) == ["Ask Mum first about Robin."]
    _said(county, Decider.CARER)
    assert _words(county.people[Role.CARER]) == []


def test_parents_decide_about_their_own_children(county: County):
    with unit_of_work():
        _born_to(county.household, county.people[Role.CARER])
    assert _words(county.people[Role.CARER]) == ["Ask Social worker first about Robin."]


def test_nobody_outside_the_household_is_told_a_name(
    county: County, client_for: Callable[..., FlaskClient]
):
    """Also not those who may see the child: its support worker sends photos of her own."""
    others = [person for role, person in county.people.items() if role is not Role.CARER]
    for person in [*others, county.stranger()]:
        assert _words(person) == []
        told = client_for(person).get("/api/v1/photo-care").get_json()
        assert told == {"words": "Everybody in this room will see it."}


def test_a_child_that_has_moved_on_is_not_named(county: County):
    carer = county.people[Role.CARER]
    with unit_of_work():
        moved = sa.update(Placement).values(household_id=county.waiting.id)
        db.session.execute(moved)
    db.session.expire_all()
    assert _words(carer) == []


def test_a_carer_who_has_moved_out_is_told_nothing(county: County):
    with unit_of_work():
        db.session.execute(sa.update(HouseholdMember).values(until_on=date(2021, 1, 1)))
    db.session.expire_all()
    assert _words(county.people[Role.CARER]) == []


def test_the_phone_is_told_and_keeps_nothing(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.people[Role.CARER])
    response = client.get("/api/v1/photo-care")
    assert response.get_json() == {"words": "Ask Social worker first about Robin."}
    assert "no-store" in response.headers["Cache-Control"]
    assert client_for(None).get("/api/v1/photo-care").status_code == 401


def test_the_names_stand_on_the_plain_page_and_not_on_the_one_that_phones_keep(
    county: County, client_for: Callable[..., FlaskClient]
):
    client = client_for(county.people[Role.CARER])
    room = f"/chat/rooms/{county.room.id}"
    assert "Ask Social worker first about Robin." in client.get(f"{room}/send-files").text
    assert "Robin" not in client.get(room).text
    support_worker = client_for(county.people[Role.SUPPORT_WORKER])
    assert "Robin" not in support_worker.get(f"{room}/send-files").text


def test_asking_costs_the_same_for_many_children(county: County):
    def queries_for(person: Person) -> int:
        counted: list[str] = []
        db.session.expire_all()
        count = lambda *args: counted.append(args[2])  # noqa: E731
        sa.event.listen(db.engine, "before_cursor_execute", count)
        photo_cautions(person)
        sa.event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    carer = county.people[Role.CARER]
    before = queries_for(carer)
    county.grow(3)
    assert queries_for(carer) == before
